import { type Rng, sizeOfShape } from '@latents/math';
import { vonMisesConcentrationGradient } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { expand, hostValues } from '../../special/index.js';
import type { Parameter } from '../base/parameter.js';
import { logUniforms, type Rejection, rejectOnDevice, rejectOnHost } from '../base/rejection.js';
import { concentrationGradient } from './von-mises-composed.js';

/**
 * Returns angles with mean direction 0, differentiable in the concentration by implicit reparameterisation. One seed gives the same draws
 * on every backend, to float32.
 */
export function centredDraws(rng: Rng, concentration: Parameter, shape: readonly number[]): tf.Tensor {
  const stream = rng.split();
  const signs = stream.fillUniform(new Float32Array(sizeOfShape(shape))).map((u) => (u < 0.5 ? -1 : 1));
  const op = tf.customGrad((input, save) => {
    const k = input as tf.Tensor;
    const known = typeof concentration === 'number' ? new Float32Array(k.size).fill(concentration) : hostValues(k);
    if (known) {
      const values = Float64Array.from(known);
      const draws = rejectOnHost(VON_MISES, stream, values).map((angle, i) => angle * signs[i]!);
      return {
        value: tf.tensor(Float32Array.from(draws), [...shape]),
        gradFunc: (dy: tf.Tensor) => {
          const slopes = Float32Array.from(draws, (z, i) => vonMisesConcentrationGradient(values[i]!, z));
          return tf.mul(dy, tf.tensor(slopes, [...shape]));
        },
      };
    }
    const value = tf.mul(rejectOnDevice(VON_MISES, stream, k), tf.tensor(signs, [...shape]));
    (save as (tensors: tf.Tensor[]) => void)([k, value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, concentrationGradient(saved[0]!, saved[1]!)),
    };
  });
  return op(expand(concentration, shape));
}

/** Below this concentration the density is uniform to float32. */
const LEAST = 1e-8;

/**
 * The sampler of |angle|, from a wrapped Cauchy density. A round fails with a probability below 0.35, so all 18 do with one below 1e-8.
 *
 * @see Best & Fisher 1979
 */
const VON_MISES: Rejection<'cosine' | 'logUniform'> = {
  rounds: 18,
  noise: (rng, size) => ({
    cosine: rng.fillUniform(new Float32Array(size)).map((u) => Math.cos(Math.PI * u)),
    logUniform: logUniforms(rng, size),
  }),
  scalar(concentration, { cosine, logUniform }) {
    const k = Math.max(concentration, LEAST);
    const root = Math.sqrt(1 + 4 * k * k);
    const tau = 1 + root;
    const excess = excessOf(k, tau, Math.sqrt(2 * tau), root);
    // 1 - f with f = (1 + r z) / (r + z), the cosine of the proposal, and r = 1 + excess.
    const gap = (excess * (1 - cosine)) / (1 + excess + cosine);
    const c = k * (excess + gap);
    return [2 * Math.asin(Math.min(1, Math.sqrt(gap / 2))), Math.log(c) + 1 - c >= logUniform];
  },
  tensors(concentration, { cosine, logUniform }) {
    const k = tf.maximum(concentration, LEAST);
    // The square of 2 k would overflow.
    const root = tf.where(tf.less(k, 1e4), tf.sqrt(tf.add(1, tf.square(tf.mul(k, 2)))), tf.mul(k, 2));
    const tau = tf.add(1, root);
    const twice = tf.sqrt(tf.mul(tau, 2));
    const sum = tf.add(tau, twice);
    const gone = tf.div(tf.add(tf.add(1, twice), tf.div(1, tf.add(root, tf.mul(k, 2)))), sum);
    const excess = tf.div(tf.square(gone), tf.div(tf.mul(k, 4), sum));
    const gap = tf.div(tf.mul(excess, tf.sub(1, cosine)), tf.add(tf.add(1, excess), cosine));
    const c = tf.mul(k, tf.add(excess, gap));
    const angle = tf.mul(2, tf.asin(tf.minimum(1, tf.sqrt(tf.mul(gap, 0.5)))));
    return [angle, tf.greaterEqual(tf.add(tf.log(c), tf.sub(1, c)), logUniform)];
  },
};

/** Returns r - 1 with r = (1 + rho^2) / (2 rho) of Best and Fisher, and 1 - rho written so that it does not cancel at large k. */
function excessOf(k: number, tau: number, twice: number, root: number): number {
  const sum = tau + twice;
  const gone = (1 + twice + 1 / (root + 2 * k)) / sum;
  return (gone * gone) / ((4 * k) / sum);
}
