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
    return { broken, kept, left: tf.cumsum(kept, x.rank - 1, true) };
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
        const after = tf.cumsum(y, y.rank - 1, true, true);
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
