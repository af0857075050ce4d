import type { Bound, Side } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Returns the bound that a function makes, and frees every other tensor that the function made. The outermost call leaves
 * the value and the terms to the caller; inside `tf.tidy` or a player's objective that scope frees them.
 *
 * @param make Returns a bound of new tensors.
 * @example
 * ```ts
 * import { elbo, tidyBound } from '@latents/core';
 *
 * const bound = tidyBound(() => elbo({ reconstruction: tf.tensor1d([-3, -5]).mul(2), rate: tf.tensor1d([1, 1]) }));
 * bound.value.dataSync()[0]; // => -9
 * ```
 */
export function tidyBound<S extends Side>(make: () => Bound<S, tf.Scalar>): Bound<S, tf.Scalar> {
  let made: Bound<S, tf.Scalar> | undefined;
  tf.tidy(() => {
    made = make();
    return [made.value, ...made.terms.map(({ nats }) => nats)];
  });
  return made!;
}
