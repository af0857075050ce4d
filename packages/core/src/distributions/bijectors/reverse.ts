import * as tf from '@tensorflow/tfjs-core';
import { type Bijector, vectorBijector } from './bijector.js';

/**
 * A vector's coordinates, last first: between autoregressive layers, so that each coordinate comes to depend on each other.
 *
 * @example
 * ```ts
 * import { bijectors } from '@latents/core';
 *
 * bijectors.reverse().forward(tf.tensor2d([[1, 2, 3]])).arraySync(); // => [[3, 2, 1]]
 * ```
 */
export function reverse(): Bijector {
  return vectorBijector({
    name: 'reverse',
    map: (x) => ({ value: tf.reverse(x, x.rank - 1), logDeterminant: tf.zeros(x.shape.slice(0, -1)) }),
    inverse: (y) => tf.reverse(y, y.rank - 1),
  });
}
