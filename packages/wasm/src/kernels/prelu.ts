import type * as tf from '@tensorflow/tfjs-core';
import { type Kernel, sizeOf } from './kernel.js';

/** `tf.prelu` with slopes of any shape that broadcasts. tfjs's own takes them for one slope per entry of the last axis. */
export const prelu: Kernel = {
  name: 'Prelu',
  run: ({ runtime, inputs, original, delegate }) => {
    const { x, alpha } = inputs as { x: tf.TensorInfo; alpha: tf.TensorInfo };
    const width = x.shape[x.shape.length - 1];
    const byLastAxis = sizeOf(alpha.shape) === width && alpha.shape[alpha.shape.length - 1] === width;
    if (x.dtype !== 'float32' || alpha.dtype !== 'float32' || byLastAxis) return original();
    const out = delegate('Multiply', { a: x, b: alpha });
    const size = sizeOf(x.shape);
    const values = runtime.float32(runtime.pointer(x), size);
    const to = runtime.float32(runtime.pointer(out), size);
    for (let i = 0; i < size; i++) if (values[i]! >= 0) to[i] = values[i]!;
    return out;
  },
};
