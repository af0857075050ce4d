import * as tf from '@tensorflow/tfjs-core';
import { geometryOf } from './convolution.js';
import { type Kernel, sizeOf } from './kernel.js';

/** The gradient of `tf.maxPool`. tfjs's own on this backend drops that of windows without a positive number. */
export const maxPoolGradient: Kernel = {
  name: 'MaxPoolGrad',
  run: ({ runtime, inputs, attrs, original }) => {
    const { dy, input } = inputs as { dy: tf.TensorInfo; input: tf.TensorInfo };
    if (input.dtype !== 'float32' || dy.dtype !== 'float32') return original();
    const { filterSize, strides, pad, dimRoundingMode } = attrs;
    const shape = input.shape as [number, number, number, number];
    const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const out = runtime.output(shape);
    const to = runtime.pointer(out);
    runtime.float32(to, sizeOf(shape)).fill(0);
    const geometry = runtime.scratch(64);
    runtime.int32(geometry, 14).set(geometryOf(info));
    runtime.kernels.maxPoolGradient(runtime.pointer(input), runtime.pointer(dy), to, info.batchSize, geometry);
    return out;
  },
};
