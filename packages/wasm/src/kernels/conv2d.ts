import type * as tf from '@tensorflow/tfjs';
import { channelsLast, workspace } from './convolution.js';
import type { Kernel } from './kernel.js';

/**
 * `tf.conv2d`. tfjs's own packs the filter for XNNPACK and keeps that for the next call with the same filter; in training
 * every call has a new one, and a plain product over im2col is faster. Other layouts and types are left to tfjs.
 */
export const conv2d: Kernel = {
  name: 'Conv2D',
  run: ({ runtime, inputs, attrs, original }) => {
    const { x, filter } = inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
    const float = x.dtype === 'float32' && filter.dtype === 'float32';
    const info = float ? channelsLast(x.shape, filter.shape, attrs, attrs.dilations, false) : undefined;
    if (info === undefined) return original();
    const { kernels } = runtime;
    const out = runtime.output(info.outShape);
    const pixels = info.outHeight * info.outWidth;
    const patch = info.filterHeight * info.filterWidth * info.inChannels;
    const space = workspace(runtime, info, (rows) => [rows, patch]);
    const [from, weights, to] = [runtime.pointer(x), runtime.pointer(filter), runtime.pointer(out)];
    const image = info.inHeight * info.inWidth * info.inChannels;
    const pointwise = patch === info.inChannels && pixels * info.inChannels === image && info.strideHeight === 1;
    for (let n = 0; n < info.batchSize; n += space.images) {
      const count = Math.min(space.images, info.batchSize - n);
      const at = from + 4 * n * image;
      if (!pointwise) kernels.im2col(at, space.columns, count, space.geometry);
      const columns = pointwise ? at : space.columns;
      const result = to + 4 * n * pixels * info.outChannels;
      kernels.gemm(columns, weights, result, count * pixels, info.outChannels, patch, 0, 0, 0, space.gemm);
    }
    return out;
  },
};
