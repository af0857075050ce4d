import * as tf from '@tensorflow/tfjs-core';
import { diagonal } from '../../special/index.js';
import type { Bijector } from './bijector.js';

/**
 * Vectors of n (n + 1) / 2 numbers to the lower-triangular n x n matrices with a positive diagonal, row by row, the diagonal
 * through exp: the Cholesky factors of covariances.
 *
 * @example
 * ```ts
 * import { bijectors } from '@latents/core';
 *
 * bijectors.lowerCholesky().forward(tf.zeros([3])).arraySync(); // => [[1, 0], [0, 1]]
 * ```
 */
export function lowerCholesky(): Bijector {
  const orderOf = (size: number) => {
    const n = (Math.sqrt(8 * size + 1) - 1) / 2;
    if (!Number.isInteger(n)) {
      throw new RangeError(`lowerCholesky(): expected vectors of n (n + 1) / 2 numbers, got ${size}.`);
    }
    return n;
  };
  /** The 0-1 matrix [n (n + 1) / 2, n n] that puts a vector into the triangle. */
  const placement = (n: number) => {
    const size = (n * (n + 1)) / 2;
    const matrix = new Float32Array(size * n * n);
    for (let row = 0, k = 0; row < n; row++) {
      for (let column = 0; column <= row; column++, k++) matrix[k * n * n + row * n + column] = 1;
    }
    return tf.tensor2d(matrix, [size, n * n]);
  };
  const triangle = (x: tf.Tensor) => {
    const n = orderOf(x.shape.at(-1)!);
    const flat = tf.matMul(tf.reshape(x, [-1, x.shape.at(-1)!]), placement(n));
    return tf.reshape(flat, [...x.shape.slice(0, -1), n, n]);
  };
  return {
    name: 'lower-cholesky',
    eventRank: 1,
    image: { kind: 'unspecified' },
    forwardShape: (shape) => [...shape.slice(0, -1), orderOf(shape.at(-1)!), orderOf(shape.at(-1)!)],
    inverseShape: (shape) => [...shape.slice(0, -2), (shape.at(-1)! * (shape.at(-1)! + 1)) / 2],
    forward: (x) =>
      tf.tidy(() => {
        const lower = triangle(x);
        const eye = tf.eye(lower.shape.at(-1)!);
        return tf.add(tf.mul(lower, tf.sub(1, eye)), tf.mul(tf.exp(tf.mul(lower, eye)), eye));
      }),
    inverse: (y) =>
      tf.tidy(() => {
        const n = y.shape.at(-1)!;
        const eye = tf.eye(n);
        const logs = tf.mul(tf.log(tf.add(tf.mul(y, eye), tf.sub(1, eye))), eye);
        const flat = tf.reshape(tf.add(tf.mul(y, tf.sub(1, eye)), logs), [-1, n * n]);
        return tf.reshape(tf.matMul(flat, placement(n), false, true), [...y.shape.slice(0, -2), (n * (n + 1)) / 2]);
      }),
    logDeterminant: (x) => tf.tidy(() => tf.sum(diagonal(triangle(x)), -1)),
  };
}
