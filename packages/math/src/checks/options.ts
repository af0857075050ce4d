import { said } from './numbers.js';

/** Names of the options of a type, of each of its alternatives. */
export type OptionName<O> = O extends unknown ? keyof O & string : never;

/** `known` itself, or a type that says which option of `O` it lacks. */
export type CompleteNames<O, Known extends readonly string[]> =
  Exclude<OptionName<O>, Known[number]> extends never
    ? unknown
    : { readonly lacks: Exclude<OptionName<O>, Known[number]> };

/**
 * Refuses options that are not an object, and options of an unknown name. The compiler refuses a `known` that lacks an
 * option of the type of `options`.
 *
 * @param where The call: `createVae(options)`.
 * @param known The names of all options.
 * @throws TypeError if `options` is not an object.
 * @throws RangeError for an unknown name, with the nearest known one.
 * @example
 * ```ts
 * import { checkOptions } from '@latents/math';
 *
 * let message = '';
 * try {
 *   checkOptions<{ beta: number }, ['beta']>('train(options)', { beta: 2, betta: 4 } as { beta: number }, ['beta']);
 * } catch (error) {
 *   message = (error as Error).message;
 * }
 * message; // => "train(options): expected options beta, got 'betta'. Did you mean 'beta'?"
 * ```
 */
export function checkOptions<O extends object, const Known extends readonly string[]>(
  where: string,
  options: O,
  known: Known & CompleteNames<O, Known>,
): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${where}: expected an object with options ${known.join(', ')}, got ${said(options)}.`);
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
    throw new RangeError(`${where}: expected options ${known.join(', ')}, got '${name}'.${hint}`);
  }
}

/**
 * Refuses a value that is not one of the known ones. Names that every object inherits (`'constructor'`) are unknown.
 *
 * @param where The call and the option: `mlp({ activation })`.
 * @param known The values, or an object whose own keys they are.
 * @throws RangeError with the values and, for a slip of the pen, the nearest one.
 */
export function checkOneOf<K extends string>(
  where: string,
  value: unknown,
  known: readonly K[] | Readonly<Record<K, unknown>>,
): asserts value is K {
  const values: readonly string[] = Array.isArray(known) ? known : Object.keys(known);
  if (typeof value === 'string' && values.includes(value)) return;
  const near = typeof value === 'string' ? nearest(value, values) : undefined;
  const quoted = values.map((v) => `'${v}'`);
  const list =
    quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]}` : quoted.join('');
  throw new RangeError(
    `${where}: expected ${list}, got ${said(value)}.${near === undefined ? '' : ` Did you mean '${near}'?`}`,
  );
}

/** The known name nearest to `name`, if a third of its letters or fewer differ. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const distances = known.map(
    (candidate) => [editDistance(name.toLowerCase(), candidate.toLowerCase()), candidate] as const,
  );
  const [best] = distances.sort(([a], [b]) => a - b);
  return best !== undefined && best[0] <= Math.max(1, Math.ceil(name.length / 3)) ? best[1] : undefined;
}

/** The number of insertions, deletions and substitutions that turn `a` into `b` (Levenshtein 1966). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
