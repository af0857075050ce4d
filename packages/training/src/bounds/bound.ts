/** The side of the quantity on which the value lies. `'lower'` means value <= quantity; `'none'` means no bound at all. */
export type Side = 'lower' | 'upper' | 'exact' | 'none';

/** One named part of a bound, unweighted. */
export interface Term<V = number> {
  readonly name: string;
  /** The term in nats, before its weight: a number, or a scalar tensor where gradients flow. */
  readonly nats: V;
  readonly weight: number;
}

/**
 * A value in nats that knows on which side of which quantity it lies, and its named terms:
 * `value = sum of weight * nats over terms`. The side is in the type, so that minimising a lower bound does not compile.
 */
export interface Bound<S extends Side = Side, V = number> {
  readonly side: S;
  /** The quantity bounded, e.g. `'log p(x)'`. */
  readonly of: string;
  /** The value in nats, averaged over the batch. */
  readonly value: V;
  readonly terms: readonly Term<V>[];
  /** Weighted sum of terms whose values are not numbers (scalar tensors). Absent for numbers. */
  readonly total?: Total<V>;
}

/** Returns the weighted sum of terms. */
export type Total<V> = (terms: readonly Term<V>[]) => V;

/**
 * Returns the bound of `of` on the given side whose value is the weighted sum of its terms. Terms that are
 * not numbers come with a function `total` that adds them up; `tensorBound` of `@latents/core` passes one for scalar tensors.
 *
 * @param of The quantity bounded, e.g. `'log p(x)'`.
 * @throws Error if there are no terms, or two terms of one name.
 * @example
 * ```ts
 * import { bound } from '@latents/training';
 *
 * const terms = [{ name: 'reconstruction', nats: -90, weight: 1 }, { name: 'rate', nats: 20, weight: -1 }];
 * bound('lower', 'log p(x)', terms).value; // => -110
 * ```
 */
export function bound<S extends Side>(side: S, of: string, terms: readonly Term[]): Bound<S>;
export function bound<S extends Side, V>(
  side: S,
  of: string,
  terms: readonly Term<V>[],
  total: Total<V> | undefined,
): Bound<S, V>;
export function bound<S extends Side, V>(
  side: S,
  of: string,
  terms: readonly Term<V>[],
  total?: Total<V>,
): Bound<S, V> {
  if (terms.length === 0) {
    throw new Error(`bound('${side}', '${of}', terms): expected at least one term, got none.`);
  }
  const names = new Set<string>();
  for (const { name } of terms) {
    if (names.has(name)) {
      throw new Error(
        `bound('${side}', '${of}', terms): expected distinct term names, got '${name}' twice. Rename one.`,
      );
    }
    names.add(name);
  }
  const value =
    total === undefined ? (totalOfNumbers(terms as readonly unknown[] as readonly Term[]) as V) : total(terms);
  return { side, of, value, terms, ...(total && { total }) };
}

function totalOfNumbers(terms: readonly Term[]): number {
  return terms.reduce((sum, { nats, weight }, i) => (i === 0 ? weight * nats : sum + weight * nats), 0);
}
