import * as tf from '@tensorflow/tfjs-core';
import { type Bijector, vectorBijector } from './bijector.js';

export interface PlanarParameters {
  /** The direction along which points are told apart, `[..., n]`. */
  readonly w: tf.Tensor;
  /** The direction in which they are moved, `[..., n]`; what of it would fold the space over is taken away. */
  readonly u: tf.Tensor;
  /** Where, `[...]`. */
  readonly b: tf.Tensor;
}

/**
 * y = x + u tanh(w'x + b): the planar flow. So that it is a bijection for all parameters, the part of u along w is replaced, to make
 * w'u into log(1 + (e - 1) exp(w'u)) - 1 > -1 (the paper has log(1 + exp(w'u)) - 1; here u = 0 is the identity). The inverse is the root
 * of a monotone equation in one number, by bisection; gradients go through it.
 *
 * @example
 * ```ts
 * import { bijectors } from '@latents/core';
 *
 * const layer = bijectors.planar({ w: tf.tensor1d([1, 0]), u: tf.tensor1d([0, 2]), b: tf.scalar(0) });
 * layer.forward(tf.tensor2d([[0, 1]])).arraySync(); // => [[0, 1]]
 * layer.logDeterminant(tf.tensor2d([[0.5, 1]])).dataSync()[0]; // => 0
 * ```
 * @throws RangeError if w and u do not have the same number of coordinates.
 * @see Rezende & Mohamed 2015, planar flows and appendix A.1
 */
export function planar({ w, u, b }: PlanarParameters): Bijector {
  if (w.rank < 1 || w.shape.at(-1) !== u.shape.at(-1)) {
    throw new RangeError(`planar({ w, u, b }): expected w and u of one length, got [${w.shape}] and [${u.shape}].`);
  }
  const dot = (a: tf.Tensor, c: tf.Tensor) => tf.sum(tf.mul(a, c), -1);
  /** The u that is used, and w'u. */
  const unfolded = () => {
    const along = dot(w, u);
    const slope = tf.sub(tf.softplus(tf.add(along, Math.log(Math.E - 1))), 1);
    const length2 = tf.maximum(dot(w, w), 1e-12);
    const used = tf.add(u, tf.mul(w, tf.expandDims(tf.div(tf.sub(slope, along), length2), -1)));
    return { used, slope };
  };
  return vectorBijector({
    name: 'planar',
    map: (x) => {
      const { used, slope } = unfolded();
      const h = tf.tanh(tf.add(dot(x, w), b));
      return {
        value: tf.add(x, tf.mul(used, tf.expandDims(h, -1))),
        logDeterminant: tf.log1p(tf.mul(slope, tf.sub(1, tf.square(h)))),
      };
    },
    inverse: (y) => {
      const { used, slope } = unfolded();
      const at = solve(dot(y, w), slope, b);
      return tf.sub(y, tf.mul(used, tf.expandDims(tf.tanh(tf.add(at, b)), -1)));
    },
  });
}

/** The a of a + slope tanh(a + b) = target, for slope > -1, with its gradient by the implicit function. */
function solve(target: tf.Tensor, slope: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const root = tf.customGrad((...inputs) => {
    const [t, c, d, save] = inputs as unknown as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const width = tf.abs(c);
    let low = tf.sub(t, width);
    let high = tf.add(t, width);
    for (let i = 0; i < 30; i++) {
      const middle = tf.mul(tf.add(low, high), 0.5);
      const below = tf.less(tf.add(middle, tf.mul(c, tf.tanh(tf.add(middle, d)))), t);
      [low, high] = [tf.where(below, middle, low), tf.where(below, high, middle)];
    }
    const value = tf.mul(tf.add(low, high), 0.5);
    save([value, c, d]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [a, c, d] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        const h = tf.tanh(tf.add(a, d));
        const bend = tf.mul(c, tf.sub(1, tf.square(h)));
        const toTarget = tf.div(dy, tf.add(1, bend));
        return [toTarget, tf.neg(tf.mul(toTarget, h)), tf.neg(tf.mul(toTarget, bend))];
      },
    };
  });
  // Of one shape, so that the gradients above are those of each input.
  const shape = tf.zerosLike(tf.add(tf.add(target, slope), b));
  return root(tf.add(target, shape), tf.add(slope, shape), tf.add(b, shape));
}
