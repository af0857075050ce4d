import type * as tf from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime/runtime.js';
import type { Kernel } from './kernel.js';

/**
 * `tensor.clone()` and every tensor that a gradient saves: the same numbers under another name, as on tfjs's other
 * backends. Its WASM backend copies them.
 */
export const identity: Kernel = {
  name: 'Identity',
  run: ({ runtime, inputs, original }) => {
    const x = inputs['x'] as tf.TensorInfo;
    return x.dtype === 'string' ? original() : shared(runtime, x);
  },
};

/** `tensor.cast(dtype)`: a tensor that has this type already is shared too. The gradient of `relu` casts so. */
export const cast: Kernel = {
  name: 'Cast',
  run: ({ runtime, inputs, attrs, original }) => {
    const x = inputs['x'] as tf.TensorInfo;
    return x.dtype === attrs.dtype && x.dtype !== 'string' ? shared(runtime, x) : original();
  },
};

function shared(runtime: Runtime, { dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
  runtime.backend.incRef(dataId);
  return { dataId, shape, dtype };
}
