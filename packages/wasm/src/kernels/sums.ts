import * as tf from '@tensorflow/tfjs-core';
import { type Call, type Kernel, sizeOf } from './kernel.js';

/** `tf.sum` and `tf.mean` of float32 over neighbouring axes, without transposing first. */
export const sums: readonly Kernel[] = [
  { name: 'Sum', run: (call) => reduce(call, () => 1) },
  { name: 'Mean', run: (call) => reduce(call, (length) => 1 / length) },
];

function reduce({ runtime, inputs, attrs, original }: Call, scale: (length: number) => number): tf.TensorInfo {
  const { x } = inputs as { x: tf.TensorInfo };
  const axes = tf.util.parseAxisParam(attrs.axis, x.shape).sort((a, b) => a - b);
  const [first, last] = [axes[0] ?? 0, axes[axes.length - 1] ?? -1];
  const size = sizeOf(x.shape);
  if (x.dtype !== 'float32' || last - first + 1 !== axes.length || axes.length === 0 || size === 0) return original();
  const length = sizeOf(x.shape.slice(first, last + 1));
  const kept = x.shape.map((n, axis) => (axis >= first && axis <= last ? 1 : n));
  const out = runtime.output(attrs.keepDims ? kept : kept.filter((_, axis) => axis < first || axis > last));
  const outer = sizeOf(x.shape.slice(0, first));
  const inner = size / outer / length;
  runtime.kernels.sumMiddle(runtime.pointer(x), runtime.pointer(out), outer, length, inner, scale(length));
  return out;
}
