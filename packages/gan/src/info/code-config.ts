import { checkOneOf, checkOptions } from '@latents/math';
import { bernoulliCode, type Code, categoricalCode, gaussianCode, uniformCode } from './codes.js';

/** A code of this package as plain JSON: `{ kind: 'categorical', classes: 10 }`. */
export type CodeConfig =
  | { readonly kind: 'categorical'; readonly classes: number }
  | { readonly kind: 'bernoulli'; readonly dimension: number }
  | {
      readonly kind: 'uniform' | 'gaussian';
      readonly dimension: number;
      readonly scale?: number;
      readonly leastScale?: number;
    };

/** A code with its name, as plain JSON. */
export type NamedCodeConfig = CodeConfig & { readonly name: string };

/** Codes by name, or a list of their descriptions in order. */
export type Codes = Readonly<Record<string, Code>> | readonly NamedCodeConfig[];

type Options = {
  readonly classes: number;
  readonly dimension: number;
  readonly scale?: number;
  readonly leastScale?: number;
};

const MAKERS: { readonly [K in CodeConfig['kind']]: { names: readonly string[]; make(options: Options): Code } } = {
  categorical: { names: ['classes'], make: ({ classes }) => categoricalCode(classes) },
  bernoulli: { names: ['dimension'], make: ({ dimension }) => bernoulliCode(dimension) },
  uniform: {
    names: ['dimension', 'scale', 'leastScale'],
    make: ({ dimension, ...scales }) => uniformCode(dimension, scales),
  },
  gaussian: {
    names: ['dimension', 'scale', 'leastScale'],
    make: ({ dimension, ...scales }) => gaussianCode(dimension, scales),
  },
};

/**
 * Returns codes by name, those that are described made.
 *
 * @param where The call and the option: `createInfoGan({ codes })`.
 * @throws TypeError for what is neither codes by name nor a list of descriptions.
 * @throws RangeError for an unknown kind or option, or two codes of one name.
 */
export function codesOf(where: string, given: Codes): Readonly<Record<string, Code>> {
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(`${where}: expected codes by name, as { digit: categoricalCode(10) }, got ${String(given)}.`);
  }
  if (Array.isArray(given)) return fromConfigs(where, given as readonly NamedCodeConfig[]);
  for (const [name, code] of Object.entries(given as Readonly<Record<string, Code>>)) {
    if (typeof code?.posterior !== 'function') {
      throw new TypeError(`${where}: expected a code, as categoricalCode(10), got ${typeof code} for '${name}'.`);
    }
  }
  return given as Readonly<Record<string, Code>>;
}

function fromConfigs(where: string, configs: readonly NamedCodeConfig[]): Readonly<Record<string, Code>> {
  const codes = configs.map((config, i): [string, Code] => {
    const { name, kind, ...options } = config ?? {};
    if (typeof name !== 'string') throw new TypeError(`${where}: expected a name of code ${i}, got ${typeof name}.`);
    checkOneOf(`${where}: kind of '${name}'`, kind, MAKERS);
    checkOptions<object, readonly string[]>(`${where}: '${name}'`, options, MAKERS[kind].names);
    return [name, MAKERS[kind].make(options as Options)];
  });
  const names = codes.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new RangeError(`${where}: expected codes of distinct names, got '${twice}' twice.`);
  return Object.fromEntries(codes);
}
