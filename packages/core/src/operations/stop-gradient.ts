import * as tf from '@tensorflow/tfjs-core';

/**
 * Returns `f(x)` as a constant: no gradient flows back through it, and none is looked for (tfjs has no such operation).
 *
 * @param x Any tensor.
 * @param f Default: a copy of `x`.
 * @returns one new tensor
 * @example
 * ```ts
 * import { stopGradient } from '@latents/core';
 *
 * const slope = tf.grad((x) => tf.mul(x, stopGradient(x)));
 * slope(tf.scalar(3)).dataSync()[0]; // => 3
 * ```
 */
export function stopGradient(x: tf.Tensor, f: (x: tf.Tensor) => tf.Tensor = (value) => value.clone()): tf.Tensor {
  return tf.tidy(() => {
    // The operation's only input is a constant, so that what x was made of is not among its causes.
    const op = tf.customGrad(() => ({ value: f(x), gradFunc: () => tf.scalar(0) }));
    return op(tf.scalar(0));
  });
}
