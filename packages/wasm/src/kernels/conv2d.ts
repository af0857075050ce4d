import type * as tf from '@tensorflow/tfjs-core';
import { channelsLast, withChannelsLast } from './channels.js';
import { convolved, workspace } from './convolution.js';
import type { Kernel } from './kernel.js';

/**
 * `tf.conv2d`. tfjs's own packs the filter for XNNPACK and keeps that for the next call with the same filter; in training
 * every call has a new one, and a plain product over im2col is faster. tfjs's own also refuses channels first. Types other
 * than float32 are left to tfjs.
 */
export const conv2d: Kernel = {
  name: 'Conv2D',
  run: (call) => {
    const { runtime, attrs } = call;
    const { x, filter } = call.inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
    if (x.dtype !== 'float32' || filter.dtype !== 'float32') return call.original();
    const info = channelsLast(x.shape, filter.shape, attrs, attrs.dilations, false);
    if (info === undefined) return withChannelsLast(call, ['x'], conv2d, true);
    const out = runtime.output(info.outShape);
    const space = workspace(runtime, info, (pixels, patch) => [pixels, patch]);
    return convolved(runtime, 'convolve', info, [x, filter], out, space);
  },
};
