import type { Rng } from '@latents/math';
import { sizeOfShape } from '@latents/math';
import { logGammaShapeGradient } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { choose, ln1p, ln1pMinus } from '../../special/composed/elementary.js';
import { logGammaShapeGradient as composedShapeGradient } from '../../special/composed/gamma-inc.js';
import { expand, hostValues } from '../../special/index.js';
import type { Parameter } from './parameter.js';
import { logUniforms, type Rejection, rejectOnDevice, rejectOnHost } from './rejection.js';

/**
 * The logarithms of draws from Gamma(concentration, 1), of the given shape, differentiable in the concentration by implicit
 * reparameterisation. In log space because at small concentrations the draws underflow. One seed gives the same draws on every
 * backend, to float32, and no tensor is read from a device.
 *
 * @see Figurnov, Mohamed & Mnih 2018
 */
export function standardLogGamma(rng: Rng, concentration: Parameter, shape: readonly number[]): tf.Tensor {
  const stream = rng.split();
  const boost = logUniforms(stream, sizeOfShape(shape));
  const op = tf.customGrad((input, save) => {
    const a = input as tf.Tensor;
    const known = typeof concentration === 'number' ? new Float32Array(a.size).fill(concentration) : hostValues(a);
    if (known) {
      const shapes = Float64Array.from(known);
      const above = rejectOnHost(GAMMA, stream, shapes);
      const draws = above.map((value, i) => value + boostOf(shapes[i]!, boost[i]!));
      return {
        value: tf.tensor(Float32Array.from(draws), [...shape]),
        gradFunc: (dy: tf.Tensor) => {
          const slopes = Float32Array.from(draws, (z, i) => logGammaShapeGradient(shapes[i]!, z));
          return tf.mul(dy, tf.tensor(slopes, [...shape]));
        },
      };
    }
    const boosted = choose(tf.less(a, 0), Number.NaN, tf.div(tf.tensor(boost, [...shape]), a));
    const value = tf.add(rejectOnDevice(GAMMA, stream, a), choose(tf.less(a, 1), boosted, 0));
    (save as (tensors: tf.Tensor[]) => void)([a, value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, composedShapeGradient(saved[0]!, saved[1]!)),
    };
  });
  return tf.tidy(() => op(expand(concentration, shape)));
}

/** The step in log space from Gamma(a + 1, 1) down to Gamma(a, 1) for a < 1. */
function boostOf(a: number, logUniform: number): number {
  if (a < 0) return Number.NaN;
  return a < 1 ? logUniform / a : 0;
}

/**
 * The sampler of the logarithm of Gamma(a, 1) for a >= 1, and of Gamma(a + 1, 1) below, from which `boost` leads down. A round fails
 * with a probability below 0.05, so all 8 do with one below 4e-11.
 *
 * @see Marsaglia & Tsang 2000, "A simple method for generating gamma variables"
 */
const GAMMA: Rejection<'normal' | 'logUniform'> = {
  rounds: 8,
  noise: (rng, size) => ({ normal: rng.fillNormal(new Float32Array(size)), logUniform: logUniforms(rng, size) }),
  scalar(a, { normal, logUniform }) {
    const d = (a < 1 ? a + 1 : a) - 1 / 3;
    const w = normal / Math.sqrt(9 * d);
    if (w <= -1) return [Math.log(d), false];
    const log = Math.log1p(w);
    return [Math.log(d) + 3 * log, logUniform < (normal * normal) / 6 + d * (3 * (log - w) - w ** 3)];
  },
  tensors(a, { normal, logUniform }) {
    const d = tf.sub(tf.where(tf.less(a, 1), tf.add(a, 1), a), 1 / 3);
    const w = tf.div(normal, tf.sqrt(tf.mul(d, 9)));
    const inside = tf.greater(w, -1);
    // The terms in w^2 of x^2 / 2 + d (1 - v + log v), with v = (1 + w)^3, cancel.
    const cubic = tf.sub(tf.mul(ln1pMinus(w), 3), tf.mul(tf.square(w), w));
    const level = tf.add(tf.div(tf.square(normal), 6), tf.mul(d, cubic));
    const value = tf.add(tf.log(d), choose(inside, tf.mul(ln1p(w), 3), 0));
    return [value, tf.logicalAnd(inside, tf.less(logUniform, level))];
  },
};

/** The derivative by the shape of a Gamma(shape, 1) variable z at fixed probability. */
export function implicitSlope(shape: number, z: number): number {
  return z > 0 ? z * logGammaShapeGradient(shape, Math.log(z)) : 0;
}
