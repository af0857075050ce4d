import * as tf from '@tensorflow/tfjs-core';
import { type Activation, activation as activationOf, type FusedActivation, isFused } from './activation.js';
import { expectFloats, expectRows, hasKernel, type Operation, runOperation } from './operation.js';

/** One layer of a network, `activation(x kernel + bias)`. */
export interface DenseLayer {
  /** `[inputs, outputs]` */
  readonly kernel: tf.Tensor;
  /** `[outputs]` */
  readonly bias: tf.Tensor;
  readonly activation: Activation;
}

/** The kernel of {@link dense}: x `[..., inputs]`, kernel `[inputs, outputs]` and bias `[outputs]` to `[..., outputs]`. */
export const DENSE: Operation<'x' | 'kernel' | 'bias', { readonly activation: FusedActivation }> = {
  kernel: 'LatentsDense',
  inputs: ['x', 'kernel', 'bias'],
  composed: (inputs, { activation }) => composed(inputs, activationOf(activation)),
};

/**
 * Returns `activation(x kernel + bias)`: one operation, forwards and backwards, where the backend has a kernel for it.
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
  expectRows('dense(x, kernel, bias)', 'x', x);
  const outputs = kernel.shape[1] ?? 0;
  expectFloats('dense(x, kernel, bias)', 'kernel', kernel, [x.shape[x.rank - 1]!, outputs]);
  expectFloats('dense(x, kernel, bias)', 'bias', bias, [outputs]);
  const activate = activationOf(activation);
  const inputs = { x, kernel, bias };
  if (isFused(activation)) return runOperation(DENSE, inputs, { activation });
  return tf.tidy(() =>
    hasKernel(DENSE.kernel)
      ? activate(runOperation(DENSE, inputs, { activation: 'linear' }))
      : composed(inputs, activate),
  );
}

function composed(
  { x, kernel, bias }: Readonly<Record<'x' | 'kernel' | 'bias', tf.Tensor>>,
  activate: (x: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  if (x.rank === 2) return activate(tf.add(tf.matMul(x, kernel), bias));
  const flat = activate(tf.add(tf.matMul(tf.reshape(x, [-1, kernel.shape[0]!]), kernel), bias));
  return tf.reshape(flat, [...x.shape.slice(0, -1), kernel.shape[1]!]);
}
