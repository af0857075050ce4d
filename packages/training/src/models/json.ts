/** A plain JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The first place at which two JSON values differ. */
export interface Difference {
  /** The path to it: `'options.activation'`. */
  readonly path: string;
  readonly expected: Json | undefined;
  readonly got: Json | undefined;
}

/**
 * Returns the first difference between two JSON values, or undefined if there is none. The order of an object's keys does
 * not count; what has an order is an array.
 *
 * @param ignore Keys, or paths (`'options.learningRate'`), that may differ.
 */
export function firstDifference(
  expected: Json | undefined,
  got: Json | undefined,
  ignore: readonly string[] = [],
  path = '',
): Difference | undefined {
  if (ignore.includes(path) || ignore.includes(path.slice(path.lastIndexOf('.') + 1))) return undefined;
  if (!isContainer(expected) || !isContainer(got) || Array.isArray(expected) !== Array.isArray(got)) {
    return Object.is(expected, got) ? undefined : { path, expected, got };
  }
  const keys = Object.keys(expected);
  for (const key of [...keys, ...Object.keys(got).filter((name) => !Object.hasOwn(expected, name))]) {
    const inner = path === '' ? key : `${path}.${key}`;
    const found = firstDifference(own(expected, key), own(got, key), ignore, inner);
    if (found) return found;
  }
  return undefined;
}

/** Returns a difference in words: `expected options.activation to be "tanh", got "relu"`. */
export function inWords({ path, expected, got }: Difference): string {
  return `expected ${path || 'the value'} to be ${shown(expected)}, got ${shown(got)}`;
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}

function isContainer(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}

function own(object: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
