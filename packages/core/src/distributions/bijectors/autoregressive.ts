import * as tf from '@tensorflow/tfjs-core';
import { type Bijector, vectorBijector } from './bijector.js';

export interface AutoregressiveOptions {
  /**
   * From x, `[..., n]`, to the shift and log-scale of each coordinate, `[..., n]` both, of which coordinate i may depend on the
   * coordinates of x before i alone: `autoregressiveNet` makes such networks. It is taken at your word.
   */
  readonly parameters: (x: tf.Tensor) => { readonly shift: tf.Tensor; readonly logScale: tf.Tensor };
}

/**
 * y_i = x_i exp(logScale_i(x_<i)) + shift_i(x_<i): one layer of an inverse autoregressive flow. All coordinates of y are had at once; its
 * inverse goes coordinate by coordinate, in as many passes as there are. `invert` makes the masked autoregressive flow of it, for which
 * densities are fast and draws slow.
 *
 * @example
 * ```ts
 * import { bijectors } from '@latents/core';
 *
 * const layer = bijectors.autoregressive({
 *   // The second coordinate is moved by twice the first.
 *   parameters: (x) => ({ shift: tf.matMul(x, tf.tensor2d([[0, 2], [0, 0]])), logScale: tf.zerosLike(x) }),
 * });
 * layer.forward(tf.tensor2d([[3, 1]])).arraySync(); // => [[3, 7]]
 * layer.inverse(tf.tensor2d([[3, 7]])).arraySync(); // => [[3, 1]]
 * ```
 * @see Kingma et al. 2016; Papamakarios, Pavlakou & Murray 2017
 */
export function autoregressive({ parameters }: AutoregressiveOptions): Bijector {
  return vectorBijector({
    name: 'autoregressive',
    map: (x) => {
      const { shift, logScale } = parameters(x);
      return { value: tf.add(tf.mul(x, tf.exp(logScale)), shift), logDeterminant: tf.sum(logScale, -1) };
    },
    inverse: (y) => {
      // After pass i the first i coordinates are right, whatever the others were.
      let x: tf.Tensor = tf.zerosLike(y);
      for (let i = 0; i < y.shape.at(-1)!; i++) {
        const { shift, logScale } = parameters(x);
        x = tf.mul(tf.sub(y, shift), tf.exp(tf.neg(logScale)));
      }
      return x;
    },
  });
}
