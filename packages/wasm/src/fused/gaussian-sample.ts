import { OPERATIONS } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import { type FusedKernel, sizeOf } from '../kernels/kernel.js';
import { gradientOf, run } from './run.js';

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
  name: OPERATIONS.gaussianSample.kernel,
  run: ({ runtime, inputs }) => {
    const { loc, logVariance, noise } = inputs as { [name: string]: tf.TensorInfo };
    const out = runtime.output(loc!.shape);
    runtime.kernels.gaussianSample(
      runtime.pointer(loc!),
      runtime.pointer(logVariance!),
      runtime.pointer(noise!),
      runtime.pointer(out),
      sizeOf(loc!.shape),
    );
    return out;
  },
  gradient: gradientOf(OPERATIONS.gaussianSample, {
    fused: (dy, { logVariance, noise }) => ({
      loc: () => dy.clone(),
      logVariance: () => run(GRADIENT, { dy, logVariance, noise }),
      noise: () => tf.mul(tf.exp(tf.mul(logVariance, 0.5)), dy),
    }),
  }),
};

export const gaussianSampleKernels: readonly FusedKernel[] = [SAMPLE, GRADIENT];
