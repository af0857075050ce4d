import * as tf from '@tensorflow/tfjs-core';
import { type Call, type Kernel, sizeOf } from './kernel.js';

type Shape5 = [number, number, number, number, number];
type Triple = number | [number, number, number];

/** `tf.maxPool3d` and its gradient; tfjs's own on this backend take a window without a positive number for empty. */
export const maxPool3d: readonly Kernel[] = [
  { name: 'MaxPool3D', run: (call) => eachWindow(call, call.inputs['x']!) },
  { name: 'MaxPool3DGrad', run: (call) => eachWindow(call, call.inputs['input']!, call.inputs['dy']) },
];

/** Finds the largest number of each window, the first of equals: that is the value, and with dy its place receives the number of dy. */
function eachWindow({ runtime, attrs, original }: Call, x: tf.TensorInfo, dy?: tf.TensorInfo): tf.TensorInfo {
  if (x.dtype !== 'float32') return original();
  const info = tf.backend_util.computePool3DInfo(
    x.shape as Shape5,
    attrs.filterSize as unknown as Triple,
    attrs.strides as unknown as Triple,
    1,
    attrs.pad as 'same' | 'valid' | number,
    attrs.dimRoundingMode,
  );
  const out = runtime.output(dy === undefined ? info.outShape : x.shape);
  const numbers = (tensor: tf.TensorInfo) => runtime.float32(runtime.pointer(tensor), sizeOf(tensor.shape));
  const [volume, to] = [numbers(x), numbers(out).fill(0)];
  const gradient = dy && numbers(dy);
  const channels = info.inChannels;
  const count = sizeOf(info.outShape);
  for (let o = 0; o < count; o++) {
    const channel = o % channels;
    const pixel = (o - channel) / channels;
    const line = Math.floor(pixel / info.outWidth);
    const plane = Math.floor(line / info.outHeight);
    const n = Math.floor(plane / info.outDepth);
    const z0 = (plane % info.outDepth) * info.strideDepth - info.padInfo.front;
    const y0 = (line % info.outHeight) * info.strideHeight - info.padInfo.top;
    const x0 = (pixel % info.outWidth) * info.strideWidth - info.padInfo.left;
    let largest = -Infinity;
    let target = -1;
    for (let z = Math.max(z0, 0); z < Math.min(z0 + info.filterDepth, info.inDepth); z++) {
      for (let y = Math.max(y0, 0); y < Math.min(y0 + info.filterHeight, info.inHeight); y++) {
        const row = ((n * info.inDepth + z) * info.inHeight + y) * info.inWidth;
        for (let column = Math.max(x0, 0); column < Math.min(x0 + info.filterWidth, info.inWidth); column++) {
          const at = (row + column) * channels + channel;
          if (volume[at]! > largest) {
            largest = volume[at]!;
            target = at;
          }
        }
      }
    }
    if (gradient === undefined) to[o] = largest;
    else if (target >= 0) to[target]! += gradient[o]!;
  }
  return out;
}
