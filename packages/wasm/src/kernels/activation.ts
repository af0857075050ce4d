import type * as tf from '@tensorflow/tfjs-core';
import type { Call } from './kernel.js';

const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  sigmoid: 'Sigmoid',
  elu: 'Elu',
  leakyrelu: 'LeakyRelu',
  prelu: 'Prelu',
};

/** Returns whether the activation that tfjs fuses with a product or a convolution is one that {@link activated} knows. */
export function knowsActivation(activation: string): boolean {
  return activation === 'linear' || activation in ACTIVATIONS;
}

/**
 * Applies the activation of a fused operation and disposes of `x`.
 *
 * @param alpha The slopes of 'prelu' below zero.
 */
export function activated({ runtime, attrs, delegate }: Call, x: tf.TensorInfo, alpha?: tf.TensorInfo): tf.TensorInfo {
  const { activation, leakyreluAlpha } = attrs;
  if (activation === 'linear') return x;
  const inputs = activation === 'prelu' ? { x, alpha: alpha! } : { x };
  const out = delegate(ACTIVATIONS[activation]!, inputs, { alpha: leakyreluAlpha });
  runtime.backend.disposeData(x.dataId);
  return out;
}
