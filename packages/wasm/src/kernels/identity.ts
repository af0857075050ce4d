import type * as tf from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime/runtime.js';
import { type Kernel, sizeOf } from './kernel.js';

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

/**
 * `tensor.cast(dtype)`: a tensor that has this type already is shared too. The gradient of `relu` casts so. A number that
 * becomes a boolean is 1 unless it is 0; tfjs's own keeps its last byte.
 */
export const cast: Kernel = {
  name: 'Cast',
  run: ({ runtime, inputs, attrs, original }) => {
    const x = inputs['x'] as tf.TensorInfo;
    if (x.dtype === attrs.dtype && x.dtype !== 'string') return shared(runtime, x);
    const number = x.dtype === 'float32' || x.dtype === 'int32';
    return attrs.dtype === 'bool' && number ? isNonzero(runtime, x) : original();
  },
};

function shared(runtime: Runtime, { dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
  runtime.backend.incRef(dataId);
  return { dataId, shape, dtype };
}

function isNonzero(runtime: Runtime, x: tf.TensorInfo): tf.TensorInfo {
  const out = runtime.output(x.shape, 'bool');
  const size = sizeOf(x.shape);
  const to = runtime.uint8(runtime.pointer(out), size);
  const from = runtime.pointer(x);
  const values = x.dtype === 'float32' ? runtime.float32(from, size) : runtime.int32(from, size);
  for (let i = 0; i < size; i++) to[i] = values[i] === 0 ? 0 : 1;
  return out;
}
