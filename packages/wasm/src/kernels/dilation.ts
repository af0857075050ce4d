import * as tf from '@tensorflow/tfjs-core';
import { type Call, type Kernel, sizeOf } from './kernel.js';

/**
 * `tf.dilation2d`, the largest sum of a window and the filter, and its gradients. tfjs's own on this backend take a sum
 * below zero for none.
 */
export const dilation: readonly Kernel[] = [
  { name: 'Dilation2D', run: (call) => eachWindow(call, 'value') },
  { name: 'Dilation2DBackpropInput', run: (call) => eachWindow(call, 'x') },
  { name: 'Dilation2DBackpropFilter', run: (call) => eachWindow(call, 'filter') },
];

/**
 * Finds the largest sum of each window, the first of equals: that is the value, and its place in x and in the filter
 * receives the number of dy.
 */
function eachWindow({ runtime, inputs, attrs, original }: Call, by: 'value' | 'x' | 'filter'): tf.TensorInfo {
  const { x, filter, dy } = inputs as { x: tf.TensorInfo; filter: tf.TensorInfo; dy?: tf.TensorInfo };
  if (![x, filter, dy ?? x].every(({ dtype }) => dtype === 'float32')) return original();
  const info = tf.backend_util.computeDilation2DInfo(
    x.shape as [number, number, number, number],
    filter.shape as [number, number, number],
    attrs.strides,
    attrs.pad as 'same' | 'valid' | number,
    'NHWC',
    attrs.dilations,
  );
  const out = runtime.output({ value: info.outShape, x: x.shape, filter: filter.shape }[by]);
  const numbers = (tensor: tf.TensorInfo) => runtime.float32(runtime.pointer(tensor), sizeOf(tensor.shape));
  const [image, weights, to] = [numbers(x), numbers(filter), numbers(out).fill(0)];
  const gradient = dy && numbers(dy);
  const channels = info.inChannels;
  for (let o = 0; o < sizeOf(info.outShape); o++) {
    const channel = o % channels;
    const pixel = (o - channel) / channels;
    const x0 = (pixel % info.outWidth) * info.strideWidth - info.padInfo.left;
    const line = Math.floor(pixel / info.outWidth);
    const y0 = (line % info.outHeight) * info.strideHeight - info.padInfo.top;
    const n = Math.floor(line / info.outHeight);
    let largest = -Infinity;
    let target = -1;
    for (let fy = 0; fy < info.filterHeight; fy++) {
      const y = y0 + fy * info.dilationHeight;
      if (y < 0 || y >= info.inHeight) continue;
      for (let fx = 0; fx < info.filterWidth; fx++) {
        const column = x0 + fx * info.dilationWidth;
        if (column < 0 || column >= info.inWidth) continue;
        const at = ((n * info.inHeight + y) * info.inWidth + column) * channels + channel;
        const tap = (fy * info.filterWidth + fx) * channels + channel;
        const sum = image[at]! + weights[tap]!;
        if (sum > largest) {
          largest = sum;
          target = by === 'x' ? at : tap;
        }
      }
    }
    if (gradient === undefined) to[o] = largest;
    else if (target >= 0) to[target]! += gradient[o]!;
  }
  return out;
}
