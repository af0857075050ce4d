import { OPERATIONS } from '@latents/core';
import type * as tf from '@tensorflow/tfjs-core';
import { type FusedKernel, sizeOf } from '../kernels/kernel.js';

/** The sum of the squares of all entries of some tensors. */
export const sumOfSquares: FusedKernel = {
  name: OPERATIONS.sumOfSquares.kernel,
  run: ({ runtime, inputs }) => {
    const out = runtime.output([]);
    const total = (Object.values(inputs) as tf.TensorInfo[]).reduce(
      (sum, info) => sum + runtime.kernels.sumOfSquares(runtime.pointer(info), sizeOf(info.shape)),
      0,
    );
    runtime.float32(runtime.pointer(out), 1)[0] = total;
    return out;
  },
};
