import * as tf from '@tensorflow/tfjs-core';
import type { Bijector } from './bijector.js';

/**
 * R^n to the inside of the simplex of n + 1 parts: y_i is sigmoid(x_i - log(n - i)) of what is left of the stick, so that x = 0 is
 * the even division.
 *
 * @example
 * ```ts
 * import { bijectors } from '@latents/core';
 *
 * bijectors.stickBreaking().forward(tf.zeros([3])).dataSync()[0]; // => 0.25
 * ```
 */
export function stickBreaking(): Bijector {
  const offsets = (n: number) => tf.log(tf.range(n, 0, -1));
  /** log sigmoid(z) and the log of the stick left before each break. */
  const logs = (x: tf.Tensor) => {
    const z = tf.sub(x, offsets(x.shape.at(-1)!));
    const broken = tf.neg(tf.softplus(tf.neg(z)));
    const kept = tf.neg(tf.softplus(z));
    return { broken, kept, left: sumBefore(kept) };
  };
  return {
    name: 'stick-breaking',
    eventRank: 1,
    image: { kind: 'simplex' },
    forwardShape: (shape) => [...shape.slice(0, -1), shape.at(-1)! + 1],
    inverseShape: (shape) => [...shape.slice(0, -1), shape.at(-1)! - 1],
    forward: (x) =>
      tf.tidy(() => {
        const { broken, kept, left } = logs(x);
        return tf.exp(tf.concat([tf.add(broken, left), tf.sum(kept, -1, true)], -1));
      }),
    inverse: (y) =>
      tf.tidy(() => {
        const n = y.shape.at(-1)! - 1;
        const parts = tf.slice(
          y,
          y.shape.map(() => 0),
          [...y.shape.slice(0, -1), n],
        );
        // What is left of the stick after each break, summed from the far end so that small remainders keep their digits.
        const after = reversed(sumBefore(reversed(y)));
        const rest = tf.slice(
          after,
          y.shape.map(() => 0),
          [...y.shape.slice(0, -1), n],
        );
        return tf.add(tf.sub(tf.log(parts), tf.log(rest)), offsets(n));
      }),
    logDeterminant: (x) =>
      tf.tidy(() => {
        const { broken, kept, left } = logs(x);
        return tf.sum(tf.add(tf.add(broken, kept), left), -1);
      }),
  };
}

const reversed = (x: tf.Tensor): tf.Tensor => tf.reverse(x, x.rank - 1);

/**
 * Returns the sum of the entries before each along the last axis, with derivatives of any order. tfjs's own sum from the far end, which
 * is also the derivative of the other, is wrong on webgpu: its shader keeps the length of the first tensor that it met.
 */
function sumBefore(x: tf.Tensor): tf.Tensor {
  return tf.customGrad((input) => ({
    value: tf.cumsum(input as tf.Tensor, x.rank - 1, true),
    gradFunc: (dy: tf.Tensor) => reversed(sumBefore(reversed(dy))),
  }))(x);
}
