import type * as tf from '@tensorflow/tfjs-core';
import { type Kernel, sizeOf } from './kernel.js';

/** `tf.gather` of rows: one run of numbers an index, where tfjs's own goes number by number. */
export const gather: Kernel = {
  name: 'GatherV2',
  run: ({ runtime, inputs, attrs, original }) => {
    const { x, indices } = inputs as { x: tf.TensorInfo; indices: tf.TensorInfo };
    const [rows = 0, ...rest] = x.shape;
    const count = sizeOf(indices.shape);
    const wide = x.dtype === 'float32' || x.dtype === 'int32';
    const byRows = attrs.axis === 0 && (attrs.batchDims ?? 0) === 0 && x.shape.length > 0;
    if (!wide || !byRows || indices.dtype !== 'int32' || count === 0 || sizeOf(rest) === 0) return original();
    const ids = runtime.int32(runtime.pointer(indices), count);
    // tfjs's own says what is wrong.
    if (ids.some((id) => id < 0 || id >= rows)) return original();
    const width = sizeOf(rest);
    const out = runtime.output([...indices.shape, ...rest], x.dtype);
    const from = runtime.pointer(x) / 4;
    const to = runtime.pointer(out) / 4;
    // Making the output may have grown the memory.
    const at = runtime.pointer(indices) / 4;
    const numbers = runtime.int32(0, Math.max(from + rows * width, to + count * width, at + count));
    for (let i = 0; i < count; i++) {
      const row = from + numbers[at + i]! * width;
      numbers.copyWithin(to + i * width, row, row + width);
    }
    return out;
  },
};
