import * as tf from '@tensorflow/tfjs-core';

/**
 * The names under which a backend may register kernels, with their gradients, that do in one operation what is several of
 * tfjs's otherwise; `@latents/wasm` registers them for the WASM backend. tfjs's own registry is the only link: without a kernel
 * the operations are composed, with the same results.
 *
 * - `dense`: inputs x, kernel, bias and attribute `activation`, a {@link FusedActivation}; see {@link dense}.
 * - `gru`: inputs x, h, kernel, bias; the next state is the first of its results; see {@link gruCell}.
 * - `recurrence`: T steps of a posterior q(z_t | evidence_t, h_t), a draw z_t, its features, and a GRU over [features_t, those of z_t]
 *   from h_1 = 0. An array of inputs, time first: evidence, features, standard normal noise; kernel, bias, recurrent kernel and
 *   recurrent bias of the GRU; kernel and bias of each dense layer of the posterior, which puts out loc and log-variance, then of
 *   the features. Attributes `posterior` and `zFeatures`: the layers' {@link FusedActivation}s. The first results are h, z, the
 *   features of z, loc and log-variance, `[T, batch, ...]`; others are its own.
 */
export const FUSED_KERNEL_NAMES = {
  dense: 'LatentsDense',
  gru: 'LatentsGru',
  recurrence: 'LatentsRecurrence',
} as const;

/** The activations that a fused dense kernel must know: those whose derivative is a function of their value. */
export type FusedActivation = 'linear' | 'relu' | 'tanh' | 'sigmoid' | 'softplus';

/** Whether the current backend has a kernel of that name. */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** Runs a kernel through the engine, so that its gradient is taped and its result tracked. */
export function runKernel<T extends tf.Tensor | tf.Tensor[]>(
  name: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attrs: object = {},
): T {
  return tf.engine().runKernel<T>(name, inputs as tf.NamedTensorMap, attrs as tf.NamedAttrMap);
}

/** Throws unless `tensor` is float32 of this shape. */
export function expectFloats(where: string, name: string, tensor: tf.Tensor, shape: readonly number[]): void {
  if (tensor.dtype === 'float32' && tf.util.arraysEqual(tensor.shape, shape as number[])) return;
  throw new RangeError(
    `${where}: expected ${name} to be float32 of shape [${shape}], got ${tensor.dtype} [${tensor.shape}].`,
  );
}
