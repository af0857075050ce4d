import * as tf from '@tensorflow/tfjs-core';
import { type Activation, activation as activationOf } from './activation.js';
import { expectFloats, FUSED_KERNEL_NAMES, type FusedActivation, hasKernel, runKernel } from './fused-kernel.js';

const FUSED: Readonly<Record<FusedActivation, true>> = {
  linear: true,
  relu: true,
  tanh: true,
  sigmoid: true,
  softplus: true,
};

/**
 * `activation(x kernel + bias)`: one operation, forwards and backwards, where the backend has a kernel for it.
 *
 * @param x `[..., inputs]`
 * @param kernel `[inputs, outputs]`
 * @param bias `[outputs]`
 * @returns `[..., outputs]`
 * @example
 * ```ts
 * import { dense } from '@latents/core';
 *
 * const y = dense(tf.tensor2d([[1, 2]]), tf.tensor2d([[1], [-1]]), tf.tensor1d([3]), 'relu');
 * y.arraySync(); // => [[2]]
 * ```
 * @throws RangeError if the shapes do not fit, an operand is not float32, or the activation is unknown.
 */
export function dense(x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor, activation: Activation = 'linear'): tf.Tensor {
  if (x.dtype !== 'float32' || x.rank < 1) {
    throw new RangeError(
      `dense(x, kernel, bias): expected x to be float32 of rank 1 or more, got ${x.dtype} [${x.shape}].`,
    );
  }
  const width = x.shape[x.rank - 1]!;
  const outputs = kernel.shape[1] ?? 0;
  expectFloats('dense(x, kernel, bias)', 'kernel', kernel, [width, outputs]);
  expectFloats('dense(x, kernel, bias)', 'bias', bias, [outputs]);
  const activate = activationOf(activation);
  const inKernel = activation in FUSED;
  if (hasKernel(FUSED_KERNEL_NAMES.dense)) {
    const inputs = { x, kernel, bias };
    if (inKernel) return runKernel(FUSED_KERNEL_NAMES.dense, inputs, { activation });
    return tf.tidy(() => activate(runKernel(FUSED_KERNEL_NAMES.dense, inputs, { activation: 'linear' })));
  }
  return tf.tidy(() => {
    if (x.rank === 2) return activate(tf.add(tf.matMul(x, kernel), bias));
    const flat = activate(tf.add(tf.matMul(tf.reshape(x, [-1, width]), kernel), bias));
    return tf.reshape(flat, [...x.shape.slice(0, -1), outputs]);
  });
}
