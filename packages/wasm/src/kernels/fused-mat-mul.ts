import type * as tf from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime/runtime.js';
import { product } from './batch-mat-mul.js';
import { type Kernel, sizeOf } from './kernel.js';

const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  sigmoid: 'Sigmoid',
  elu: 'Elu',
  leakyrelu: 'LeakyRelu',
  prelu: 'Prelu',
};

/** `tf.fused.matMul`: the product, the bias and the activation, which is tfjs's own kernel of that name. */
export const fusedMatMul: Kernel = {
  name: '_FusedMatMul',
  run: ({ runtime, inputs, attrs, original, delegate }) => {
    const { a, b, bias, preluActivationWeights } = inputs as { [name: string]: tf.TensorInfo };
    const activation = attrs.activation;
    const supported = activation === 'linear' || activation in ACTIVATIONS;
    if (a!.dtype !== 'float32' || b!.dtype !== 'float32' || !supported) return original();
    const linear = product(runtime, a!, b!, attrs.transposeA, attrs.transposeB);
    const biased = bias === undefined || bias === null ? linear : withBias(runtime, linear, bias, delegate);
    if (activation === 'linear') return biased;
    const out = delegate(
      ACTIVATIONS[activation]!,
      activation === 'prelu' ? { x: biased, alpha: preluActivationWeights! } : { x: biased },
      { alpha: attrs.leakyreluAlpha },
    );
    runtime.backend.disposeData(biased.dataId);
    return out;
  },
};

type Add = (name: string, inputs: tf.NamedTensorInfoMap) => tf.TensorInfo;

function withBias(runtime: Runtime, x: tf.TensorInfo, bias: tf.TensorInfo, delegate: Add): tf.TensorInfo {
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
