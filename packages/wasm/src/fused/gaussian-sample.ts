import * as tf from '@tensorflow/tfjs-core';
import { type FusedKernel, sizeOf } from '../kernels/kernel.js';
import type { DiagonalGaussian } from './gaussian-kl.js';
import { available, expectShape, run } from './run.js';

const GRADIENT: FusedKernel = {
  name: 'LatentsGaussianSampleGradient',
  run: ({ runtime, inputs }) => {
    const { dy, logVariance, noise } = inputs as { [name: string]: tf.TensorInfo };
    const out = runtime.output(dy!.shape);
    runtime.kernels.gaussianSampleGradient(
      runtime.pointer(dy!),
      runtime.pointer(logVariance!),
      runtime.pointer(noise!),
      runtime.pointer(out),
      sizeOf(dy!.shape),
    );
    return out;
  },
};

const SAMPLE: FusedKernel = {
  name: 'LatentsGaussianSample',
  run: ({ runtime, inputs }) => {
    const { mean, logVariance, noise } = inputs as { [name: string]: tf.TensorInfo };
    const out = runtime.output(mean!.shape);
    runtime.kernels.gaussianSample(
      runtime.pointer(mean!),
      runtime.pointer(logVariance!),
      runtime.pointer(noise!),
      runtime.pointer(out),
      sizeOf(mean!.shape),
    );
    return out;
  },
  gradient: {
    inputsToSave: ['logVariance', 'noise'],
    gradFunc: (dy, [logVariance, noise]) => ({
      mean: () => (dy as tf.Tensor).clone(),
      logVariance: () => run(GRADIENT, { dy: dy as tf.Tensor, logVariance: logVariance!, noise: noise! }),
      noise: () => tf.mul(tf.exp(tf.mul(logVariance!, 0.5)), dy as tf.Tensor),
    }),
  },
};

export const gaussianSampleKernels: readonly FusedKernel[] = [SAMPLE, GRADIENT];

/**
 * The reparameterised draw `mean + exp(logVariance / 2) noise` as one operation forwards and backwards.
 *
 * @param noise standard normals of the shape of the mean; see {@link randomNormal}
 * @throws RangeError if the shapes differ, or an operand is not float32.
 * @see Kingma & Welling 2013, section 2.4
 */
export function gaussianSample({ mean, logVariance }: DiagonalGaussian, noise: tf.Tensor): tf.Tensor {
  expectShape('gaussianSample(q, noise)', 'q.mean', mean, mean.shape);
  expectShape('gaussianSample(q, noise)', 'q.logVariance', logVariance, mean.shape);
  expectShape('gaussianSample(q, noise)', 'noise', noise, mean.shape);
  if (available(SAMPLE)) return run(SAMPLE, { mean, logVariance, noise });
  return tf.tidy(() => tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise)));
}
