import type { Rng } from '@latents/math';
import { logGammaShapeGradient } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { expand } from '../../special/index.js';
import type { Parameter } from './parameter.js';

/**
 * The logarithms of draws from Gamma(concentration, 1), of the given shape, differentiable in the concentration by implicit
 * reparameterisation. In log space because at small concentrations the draws underflow. Reads the concentration synchronously.
 *
 * @see Figurnov, Mohamed & Mnih 2018
 */
export function standardLogGamma(rng: Rng, concentration: Parameter, shape: readonly number[]): tf.Tensor {
  const op = tf.customGrad((input) => {
    const a = (input as tf.Tensor).dataSync();
    const draws = Float64Array.from(a, (v) => rng.logGamma(v));
    return {
      value: tf.tensor(Float32Array.from(draws), [...shape]),
      gradFunc: (dy: tf.Tensor) => {
        const slopes = Float32Array.from(draws, (z, i) => logGammaShapeGradient(a[i]!, z));
        return tf.mul(dy, tf.tensor(slopes, [...shape]));
      },
    };
  });
  return tf.tidy(() => op(expand(concentration, shape)));
}

/** The derivative by the shape of a Gamma(shape, 1) variable z at fixed probability. */
export function implicitSlope(shape: number, z: number): number {
  return z > 0 ? z * logGammaShapeGradient(shape, Math.log(z)) : 0;
}
