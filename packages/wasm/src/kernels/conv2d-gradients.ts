import type * as tf from '@tensorflow/tfjs-core';
import { channelsLast, withChannelsLast } from './channels.js';
import { convolved, workspace } from './convolution.js';
import { type Kernel, sizeOf } from './kernel.js';

/** The gradient of `tf.conv2d` by its filter, which tfjs's WASM backend lacks (tensorflow/tfjs#8474). */
export const conv2dBackpropFilter: Kernel = {
  name: 'Conv2DBackpropFilter',
  run: (call) => {
    const { x, dy } = call.inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const filterShape = call.attrs.filterShape;
    const info = channelsLast(x.shape, filterShape, call.attrs, 1, false);
    if (info === undefined) return withChannelsLast(call, ['x', 'dy'], conv2dBackpropFilter, false);
    const { runtime } = call;
    const { kernels } = runtime;
    const out = runtime.output(filterShape);
    const pixels = info.outHeight * info.outWidth;
    const patch = filterShape[0]! * filterShape[1]! * info.inChannels;
    const space = workspace(runtime, info, (rows) => [patch, rows]);
    const [from, gradient, to] = [runtime.pointer(x), runtime.pointer(dy), runtime.pointer(out)];
    const image = info.inHeight * info.inWidth * info.inChannels;
    for (let n = 0; n < info.batchSize; n += space.images) {
      const count = Math.min(space.images, info.batchSize - n);
      const rows = count * pixels;
      kernels.im2col(from + 4 * n * image, space.columns, count, space.geometry);
      const dyRows = gradient + 4 * n * pixels * info.outChannels;
      kernels.gemm(space.columns, dyRows, to, patch, info.outChannels, rows, 1, 0, n > 0 ? to : 0, space.gemm);
    }
    if (info.batchSize === 0) runtime.float32(to, sizeOf(filterShape)).fill(0);
    return out;
  },
};

/** The gradient of `tf.conv2d` by its input, which is also what `tf.conv2dTranspose` computes. */
export const conv2dBackpropInput: Kernel = {
  name: 'Conv2DBackpropInput',
  run: (call) => {
    const { dy, filter } = call.inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
    const inputShape = call.attrs.inputShape;
    const info = channelsLast(inputShape, filter.shape, call.attrs, 1, false);
    if (info === undefined) return withChannelsLast(call, ['dy'], conv2dBackpropInput, true);
    const expected = [info.batchSize, info.outHeight, info.outWidth, info.outChannels];
    // A transposed convolution may be asked for a shape whose convolution is not of the size of dy.
    if (expected.some((size, axis) => size !== dy.shape[axis])) return call.original();
    const { runtime } = call;
    const out = runtime.output(inputShape);
    const space = workspace(runtime, info, (pixels) => [pixels, info.outChannels]);
    return convolved(runtime, 'convolveInput', info, [dy, filter], out, space);
  },
};
