import { type Kernel, type Reparameterization, stopGradient } from '@latents/core';
import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** Epsilon for division by a zero norm; negligible otherwise. */
const TINY = 1e-12;

/**
 * Returns a reparameterization that divides kernels by their largest singular value, so that a dense layer has Lipschitz constant
 * 1. The kernel of a convolution is divided by that of its matrix. One step of power iteration per use in training keeps the
 * singular vector up to date. The vector is a constant to gradients, and gradients of any order are right. A kernel of zeros
 * stays all zeros.
 *
 * @example
 * ```ts
 * import { mlp } from '@latents/core';
 * import { createRng, spectralNorm } from '@latents/gan';
 *
 * const critic = mlp({ inputDim: 2, hidden: [8], outputDim: 1, reparameterize: spectralNorm(), rng: createRng(0) });
 * Object.keys(critic.variables)[1]; // => 'dense0/singular'
 * ```
 * @see Miyato et al. 2018, algorithm 1
 */
export function spectralNorm(): Reparameterization {
  return Object.assign(spectralKernel, { config: 'spectralNorm' });
}

function spectralKernel(kernel: tf.Variable, rng: Rng): Kernel {
  const columns = kernel.shape.at(-1)!;
  const start = rng.fillNormal(new Float32Array(columns));
  const singular = tf.tidy(() => tf.variable(unit(tf.tensor2d(start, [columns, 1])), false));
  const matrix = () => tf.reshape(kernel, [-1, columns]) as tf.Tensor2D;
  const left = (w: tf.Tensor) => unit(tf.matMul(w as tf.Tensor2D, singular as tf.Tensor as tf.Tensor2D));
  const iterate = (w: tf.Tensor) => unit(tf.matMul(w as tf.Tensor2D, left(w) as tf.Tensor2D, true));
  for (let i = 0; i < 20; i++) tf.tidy(() => singular.assign(iterate(matrix())));
  return {
    variables: { kernel, singular },
    value: ({ training = false } = {}) => {
      if (training) singular.assign(stopGradient(matrix(), iterate));
      const sigma = tf.sum(
        tf.mul(stopGradient(matrix(), left), tf.matMul(matrix(), singular as tf.Tensor as tf.Tensor2D)),
      );
      return tf.div(kernel, tf.add(sigma, TINY));
    },
  };
}

function unit(v: tf.Tensor): tf.Tensor {
  return tf.div(v, tf.add(tf.norm(v), TINY));
}
