import type * as tf from '@tensorflow/tfjs-core';
import { elementwiseBinary } from './elementwise.js';
import { type Kernel, sizeOf } from './kernel.js';

/** `tf.clipByValue`. tfjs's own turns NaN into the lower limit, and takes the bits of integers for those of floats. */
export const clip: Kernel = {
  name: 'ClipByValue',
  run: ({ runtime, inputs, attrs, original }) => {
    const { x } = inputs as { x: tf.TensorInfo };
    if (x.dtype !== 'float32' && x.dtype !== 'int32') return original();
    const { clipValueMin: min, clipValueMax: max } = attrs;
    const out = runtime.output(x.shape, x.dtype);
    const size = sizeOf(x.shape);
    if (x.dtype === 'int32') {
      const values = runtime.int32(runtime.pointer(x), size);
      const to = runtime.int32(runtime.pointer(out), size);
      for (let i = 0; i < size; i++) to[i] = Math.min(Math.max(values[i]!, min), max);
      return out;
    }
    const limits = runtime.scratch(8);
    runtime.float32(limits, 2).set([min, max]);
    const to = runtime.pointer(out);
    const walk = { rows: 1, width: size, rowA: 0, stepA: 1, rowB: 0, stepB: 0 };
    elementwiseBinary(runtime, 'Maximum', runtime.pointer(x), limits, to, walk);
    elementwiseBinary(runtime, 'Minimum', to, limits + 4, to, walk);
    return out;
  },
};
