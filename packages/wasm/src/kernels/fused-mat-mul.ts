import type * as tf from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime/runtime.js';
import { activated, knowsActivation } from './activation.js';
import { product } from './batch-mat-mul.js';
import { type Delegate, type Kernel, sizeOf } from './kernel.js';

/** `tf.fused.matMul`: the product, the bias and the activation, which is tfjs's own kernel of that name. */
export const fusedMatMul: Kernel = {
  name: '_FusedMatMul',
  run: (call) => {
    const { runtime, attrs } = call;
    const { a, b, bias, preluActivationWeights } = call.inputs as { [name: string]: tf.TensorInfo };
    const supported = knowsActivation(attrs.activation);
    if (a!.dtype !== 'float32' || b!.dtype !== 'float32' || !supported) return call.original();
    const linear = product(runtime, a!, b!, attrs.transposeA, attrs.transposeB);
    const biased = bias === undefined || bias === null ? linear : withBias(runtime, linear, bias, call.delegate);
    return activated(call, biased, preluActivationWeights);
  },
};

function withBias(runtime: Runtime, x: tf.TensorInfo, bias: tf.TensorInfo, delegate: Delegate): tf.TensorInfo {
  const width = x.shape[x.shape.length - 1]!;
  const pointer = runtime.pointer(x);
  if (sizeOf(bias.shape) === width && bias.shape[bias.shape.length - 1] === width) {
    runtime.kernels.addBias(pointer, runtime.pointer(bias), pointer, sizeOf(x.shape) / width, width);
    return x;
  }
  const out = delegate('Add', { a: x, b: bias });
  runtime.backend.disposeData(x.dataId);
  return out;
}
