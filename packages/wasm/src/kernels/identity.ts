import type * as tf from '@tensorflow/tfjs';
import type { Kernel } from './kernel.js';

/**
 * `tensor.clone()` and every tensor that a gradient saves: the same numbers under another name, as on tfjs's other
 * backends. Its WASM backend copies them.
 */
export const identity: Kernel = {
  name: 'Identity',
  run: ({ runtime, inputs, original }) => {
    const { dataId, shape, dtype } = inputs['x'] as tf.TensorInfo;
    if (dtype === 'string') return original();
    runtime.backend.incRef(dataId);
    return { dataId, shape, dtype };
  },
};
