import type * as tf from '@tensorflow/tfjs-core';
import { channelsLast, convolved, workspace } from './convolution.js';
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
    const out = runtime.output(info.outShape);
    const space = workspace(runtime, info, (pixels, patch) => [pixels, patch]);
    return convolved(runtime, 'convolve', info, [x, filter], out, space);
  },
};
