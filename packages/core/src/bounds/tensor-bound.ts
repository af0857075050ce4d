import { type Bound, bound, type Objective, type Side, type Term } from '@latents/training';
import type { Scalar } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** A bound whose value and terms are scalar tensors, in nats, so that gradients flow through them. */
export type TensorBound<S extends Side = Side> = Bound<S, Scalar>;

/** The direction in which a player moves a bound of tensors. */
export type TensorObjective = Objective<Scalar>;

/**
 * Returns the bound of `of` on the given side whose value is the weighted sum of scalar tensors. Finiteness is not checked
 * here, because that would wait for the device; `gradientPlayer` checks it.
 *
 * @param of The quantity bounded, e.g. `'log p(x)'`.
 * @throws Error if there are no terms, or two terms of one name.
 * @example
 * ```ts
 * import { tensorBound } from '@latents/core';
 *
 * const value = tensorBound('lower', 'log p(x)', [
 *   { name: 'reconstruction', nats: tf.scalar(-90), weight: 1 },
 *   { name: 'rate', nats: tf.scalar(20), weight: -1 },
 * ]).value;
 * value.dataSync()[0]; // => -110
 * ```
 */
export function tensorBound<S extends Side>(side: S, of: string, terms: readonly Term<Scalar>[]): TensorBound<S> {
  return bound(side, of, terms, weightedSum);
}

// Terms of weight 1 and -1 are added and subtracted as they are: each operation saved is one forwards and several backwards.
function weightedSum([first, ...others]: readonly Term<Scalar>[]): Scalar {
  return tf.tidy(() =>
    others.reduce(
      (sum, term) => (term.weight === -1 ? tf.sub<Scalar>(sum, term.nats) : tf.add<Scalar>(sum, weighted(term))),
      weighted(first!),
    ),
  );
}

function weighted({ nats, weight }: Term<Scalar>): Scalar {
  return weight === 1 ? nats : tf.mul<Scalar>(nats, weight);
}
