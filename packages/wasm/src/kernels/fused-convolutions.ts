import type * as tf from '@tensorflow/tfjs-core';
import { activated, knowsActivation } from './activation.js';
import type { Call, Kernel } from './kernel.js';

/**
 * `tf.fused.conv2d` and `tf.fused.depthwiseConv2d` where tfjs's own refuse: channels first, or a bias that is not of rank 1.
 * There the convolution, the bias and the activation are run one after the other.
 */
export const fusedConvolutions: readonly Kernel[] = [
  { name: 'FusedConv2D', run: (call) => fused(call, 'Conv2D') },
  { name: 'FusedDepthwiseConv2D', run: (call) => fused(call, 'DepthwiseConv2dNative') },
];

function fused(call: Call, convolution: string): tf.TensorInfo {
  const { runtime, attrs, delegate } = call;
  const { x, filter, bias, preluActivationWeights: alpha } = call.inputs as { [name: string]: tf.TensorInfo };
  const first = attrs.dataFormat === 'NCHW';
  const missing = first || (bias !== undefined && bias !== null && bias.shape.length !== 1);
  if (!missing || !knowsActivation(attrs.activation)) return call.original();
  const linear = delegate(convolution, { x: x!, filter: filter! }, attrs);
  if (bias === undefined || bias === null) return activated(call, linear, perChannel(alpha, first));
  const biased = delegate('Add', { a: linear, b: perChannel(bias, first)! });
  runtime.backend.disposeData(linear.dataId);
  return activated(call, biased, perChannel(alpha, first));
}

/** A vector of one number per channel, with a shape that broadcasts along the channels. */
function perChannel(operand: tf.TensorInfo | undefined, first: boolean): tf.TensorInfo | undefined {
  if (!first || operand?.shape.length !== 1) return operand;
  return { ...operand, shape: [operand.shape[0]!, 1, 1] };
}
