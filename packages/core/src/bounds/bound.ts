import type { Scalar } from '@tensorflow/tfjs';

/** On which side of the quantity the value lies: `'lower'`: value <= quantity; `'none'`: it is no bound of it. */
export type Side = 'lower' | 'upper' | 'exact' | 'none';

/** A scalar in nats: a tensor where gradients flow, a plain number elsewhere. */
export type Nats = Scalar | number;

/** One named part of a bound, unweighted. */
export interface Term<V extends Nats = Scalar> {
  readonly name: string;
  /** In nats, before its weight. */
  readonly nats: V;
  readonly weight: number;
}

/**
 * A number in nats that knows on which side of which quantity it lies, and its named terms:
 * `value = sum of weight * nats over terms`. The side is in the type, so that minimising a lower bound does not compile.
 */
export interface Bound<S extends Side = Side, V extends Nats = Scalar> {
  readonly side: S;
  /** The quantity bounded, e.g. `'log p(x)'`. */
  readonly of: string;
  /** In nats, averaged over the batch. */
  readonly value: V;
  readonly terms: readonly Term<V>[];
}

/**
 * The bound of `of` on the given side whose value is the weighted sum of its terms. Whether they are finite cannot be asked of
 * tensors without waiting; `gradientStep` does.
 *
 * @throws Error if there are no terms, or two of one name.
 */
export function bound<S extends Side, V extends Nats>(side: S, of: string, terms: readonly Term<V>[]): Bound<S, V> {
  const first = terms[0];
  if (first === undefined) throw new Error(`bound('${side}', '${of}', terms): expected at least one term, got none.`);
  const names = new Set<string>();
  for (const { name } of terms) {
    if (names.has(name)) {
      throw new Error(
        `bound('${side}', '${of}', terms): expected distinct term names, got '${name}' twice. Rename one.`,
      );
    }
    names.add(name);
  }
  const value = terms.slice(1).reduce((sum, term) => add(sum, weigh(term)), weigh(first));
  return { side, of, value, terms };
}

function weigh<V extends Nats>({ nats, weight }: Term<V>): V {
  if (weight === 1) return nats;
  return (typeof nats === 'number' ? nats * weight : nats.mul(weight)) as V;
}

function add<V extends Nats>(a: V, b: V): V {
  return (typeof a === 'number' ? a + (b as number) : a.add(b as Scalar)) as V;
}
