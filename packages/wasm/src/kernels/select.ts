import type * as tf from '@tensorflow/tfjs-core';
import { type Kernel, sizeOf } from './kernel.js';

/** `tf.where` of booleans. tfjs's own writes four bytes for each boolean, past the end of its output. */
export const select: Kernel = {
  name: 'Select',
  run: ({ runtime, inputs, original }) => {
    const { condition, t, e } = inputs as { condition: tf.TensorInfo; t: tf.TensorInfo; e: tf.TensorInfo };
    if (t.dtype !== 'bool' || e.dtype !== 'bool') return original();
    const out = runtime.output(t.shape, 'bool');
    const size = sizeOf(t.shape);
    const [yes, no, to] = [t, e, out].map((tensor) => runtime.uint8(runtime.pointer(tensor), size)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const choices = sizeOf(condition.shape);
    const which = runtime.uint8(runtime.pointer(condition), choices);
    // A condition of rank 1 chooses whole rows.
    const width = size / choices;
    for (let i = 0; i < size; i++) to[i] = which[Math.floor(i / width)] === 1 ? yes[i]! : no[i]!;
    return out;
  },
};
