import * as tf from '@tensorflow/tfjs-core';
import { type Bijector, vectorBijector } from './bijector.js';

export interface AffineCouplingOptions {
  /** Which half of the coordinates is moved, given the other: the `'first'` has the extra one of an odd number. */
  readonly moves: 'first' | 'second';
  /** From the half that stays, `[..., kept]`, to shift and log-scale of the other, each `[..., moved]`. */
  readonly parameters: (kept: tf.Tensor) => { readonly shift: tf.Tensor; readonly logScale: tf.Tensor };
}

/**
 * One layer of Real NVP: half of a vector's coordinates stay, and the others are scaled and shifted by functions of them, which need no
 * inverse. Its inverse and its log-determinant are as cheap as itself.
 *
 * @example
 * ```ts
 * import { bijectors } from '@latents/core';
 *
 * const layer = bijectors.affineCoupling({
 *   moves: 'second',
 *   parameters: (kept) => ({ shift: kept.mul(2), logScale: tf.zerosLike(kept) }),
 * });
 * layer.forward(tf.tensor2d([[3, 1]])).arraySync(); // => [[3, 7]]
 * ```
 * @throws RangeError, mapping, for vectors of fewer than two coordinates.
 * @see Dinh, Sohl-Dickstein & Bengio 2017, eq. 7 to 8
 */
export function affineCoupling({ moves, parameters }: AffineCouplingOptions): Bijector {
  const halves = (x: tf.Tensor) => {
    const size = x.shape.at(-1) ?? 0;
    if (size < 2) {
      throw new RangeError(`affineCoupling(options): expected vectors of at least two coordinates, got [${x.shape}].`);
    }
    const middle = Math.ceil(size / 2);
    const [a, b] = tf.split(x, [middle, size - middle], -1) as [tf.Tensor, tf.Tensor];
    return moves === 'first' ? { moved: a, kept: b } : { moved: b, kept: a };
  };
  const join = (moved: tf.Tensor, kept: tf.Tensor) => tf.concat(moves === 'first' ? [moved, kept] : [kept, moved], -1);
  return vectorBijector({
    name: 'affine-coupling',
    map: (x) => {
      const { moved, kept } = halves(x);
      const { shift, logScale } = parameters(kept);
      return {
        value: join(tf.add(tf.mul(moved, tf.exp(logScale)), shift), kept),
        logDeterminant: tf.sum(logScale, -1),
      };
    },
    inverse: (y) => {
      const { moved, kept } = halves(y);
      const { shift, logScale } = parameters(kept);
      return join(tf.mul(tf.sub(moved, shift), tf.exp(tf.neg(logScale))), kept);
    },
  });
}
