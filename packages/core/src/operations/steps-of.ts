import * as tf from '@tensorflow/tfjs-core';

/**
 * Returns the steps of a sequence: the slices of the first axis. It is `tf.unstack` with a gradient for one step too, where
 * tfjs's own fails.
 *
 * @param x `[T, ...]`
 * @returns T new tensors `[...]`
 * @example
 * ```ts
 * import { stepsOf } from '@latents/core';
 *
 * stepsOf(tf.tensor2d([[1, 2]])).map((step) => step.arraySync()); // => [[1, 2]]
 * ```
 */
export function stepsOf(x: tf.Tensor): tf.Tensor[] {
  return x.shape[0] === 1 ? [tf.squeeze(x, [0])] : tf.unstack(x);
}
