import * as tf from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime/runtime.js';
import type { Geometry } from './convolution.js';
import { type Call, type Kernel, sizeOf } from './kernel.js';

/**
 * `tf.avgPool` and `tf.maxPool` where tfjs's own are wrong: its mean passes over NaN, and both read past an input that the
 * windows do not fill. The other inputs are left to tfjs.
 */
export const pools: readonly Kernel[] = [
  { name: 'AvgPool', run: (call) => pool(call, (info, x) => !fits(info) || !finite(call.runtime, x), mean) },
  { name: 'MaxPool', run: (call) => pool(call, (info) => !fits(info), largest) },
];

/** Numbers of one channel in one window: `count` rows of `width` pixels from `start` on. */
type Reduce = (values: Float32Array, start: number, rows: number, row: number, width: number, pixel: number) => number;

function pool(call: Call, wrong: (info: Geometry, x: tf.TensorInfo) => boolean, reduce: Reduce): tf.TensorInfo {
  const { runtime, attrs, original } = call;
  const x = call.inputs['x'] as tf.TensorInfo;
  const shape = x.shape as [number, number, number, number];
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  if (x.dtype !== 'float32' || !wrong(info, x)) return original();
  const out = runtime.output(info.outShape);
  const values = runtime.float32(runtime.pointer(x), sizeOf(shape));
  const to = runtime.float32(runtime.pointer(out), sizeOf(info.outShape));
  const channels = info.inChannels;
  const row = info.inWidth * channels;
  let at = 0;
  for (let n = 0; n < info.batchSize; n++) {
    for (let oy = 0; oy < info.outHeight; oy++) {
      const y = oy * info.strideHeight - info.padInfo.top;
      const [top, bottom] = [Math.max(y, 0), Math.min(y + info.filterHeight, info.inHeight)];
      for (let ox = 0; ox < info.outWidth; ox++) {
        const left = ox * info.strideWidth - info.padInfo.left;
        const first = Math.max(left, 0);
        const width = Math.min(left + info.filterWidth, info.inWidth) - first;
        const start = (n * info.inHeight + top) * row + first * channels;
        for (let c = 0; c < channels; c++) to[at++] = reduce(values, start + c, bottom - top, row, width, channels);
      }
    }
  }
  return out;
}

const mean: Reduce = (values, start, rows, row, width, pixel) => {
  let sum = 0;
  for (let y = 0; y < rows; y++) for (let x = 0; x < width; x++) sum += values[start + y * row + x * pixel]!;
  return sum / (Math.max(rows, 0) * Math.max(width, 0));
};

const largest: Reduce = (values, start, rows, row, width, pixel) => {
  let max = -Infinity;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < width; x++) {
      const value = values[start + y * row + x * pixel]!;
      if (value > max) max = value;
    }
  }
  return max;
};

/** Returns whether every window touches the input and ends within its padding. */
function fits(info: Geometry): boolean {
  const { top, bottom, left, right } = info.padInfo;
  const endsAt = (out: number, stride: number, filter: number) => (out - 1) * stride + filter;
  return (
    top < info.filterHeight &&
    left < info.filterWidth &&
    endsAt(info.outHeight, info.strideHeight, info.filterHeight) <= info.inHeight + top + bottom &&
    endsAt(info.outWidth, info.strideWidth, info.filterWidth) <= info.inWidth + left + right
  );
}

/** Returns whether the sum of all numbers is finite, which it is not if one of them is NaN. */
function finite(runtime: Runtime, x: tf.TensorInfo): boolean {
  const sum = runtime.scratch(4);
  runtime.kernels.sumMiddle(runtime.pointer(x), sum, 1, sizeOf(x.shape), 1, 1);
  return Number.isFinite(runtime.float32(sum, 1)[0]);
}
