import * as tf from '@tensorflow/tfjs-core';
import { exp } from './any-order.js';
import type { DiagonalGaussian } from './gaussian-kl.js';
import { broadcastShape, hasKernel, type Operation, runKernel, sameShape } from './operation.js';

/** The kernel of {@link gaussianSample}. All inputs and the result have one shape. */
export const GAUSSIAN_SAMPLE: Operation<'loc' | 'logVariance' | 'noise'> = {
  kernel: 'LatentsGaussianSample',
  inputs: ['loc', 'logVariance', 'noise'],
  composed: ({ loc, logVariance, noise }) => composed({ loc, logVariance }, noise),
};

/**
 * Returns the reparameterised draw `loc + exp(logVariance / 2) noise`: one operation, forwards and backwards, where the backend has a
 * kernel for it.
 *
 * @param q Parameters that broadcast against the noise.
 * @param noise Standard normals; see {@link randomNormal}.
 * @returns the broadcast shape
 * @example
 * ```ts
 * import { gaussianSample } from '@latents/core';
 *
 * gaussianSample({ loc: tf.tensor1d([1]), logVariance: Math.log(4) }, tf.tensor1d([0.5])).dataSync()[0]; // => 2
 * ```
 * @throws RangeError if the shapes do not broadcast.
 * @see Kingma & Welling 2013, section 2.4
 */
export function gaussianSample(q: DiagonalGaussian, noise: tf.Tensor): tf.Tensor {
  const { loc, logVariance } = q;
  const [first, second] = [loc, logVariance].map((value) => (typeof value === 'number' ? [] : value.shape));
  broadcastShape('gaussianSample(q, noise)', first!, second!, noise.shape);
  if (sameShape(first!, noise.shape) && sameShape(second!, noise.shape) && hasKernel(GAUSSIAN_SAMPLE.kernel)) {
    // A shape is equal to that of a scalar where the parameter is a number.
    if (typeof loc !== 'number' && typeof logVariance !== 'number') {
      return runKernel(GAUSSIAN_SAMPLE.kernel, { loc, logVariance, noise });
    }
  }
  return tf.tidy(() => composed(q, noise));
}

function composed({ loc, logVariance }: DiagonalGaussian, noise: tf.Tensor): tf.Tensor {
  return tf.add(loc, tf.mul(exp(tf.mul(logVariance, 0.5)), noise));
}
