import { type DenseLayer, FUSED_KERNEL_NAMES, type FusedActivation } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import type { VrnnParts } from './parts.js';

/** What the recurrence leaves at every step, `[T, batch, ...]`. */
export interface Recurrence {
  /** h_{t-1}, what step t sees. */
  readonly hidden: tf.Tensor;
  readonly z: tf.Tensor;
  /** The features of z_t. */
  readonly seen: tf.Tensor;
  readonly loc: tf.Tensor;
  readonly logVariance: tf.Tensor;
}

const KNOWN: Readonly<Record<FusedActivation, true>> = {
  linear: true,
  relu: true,
  tanh: true,
  sigmoid: true,
  softplus: true,
};

/**
 * The whole recurrence as one operation, forwards and backwards: where the backend has a kernel for it, and the parts are a GRU
 * that sees x and z and dense layers whose activations the kernel knows. Undefined otherwise.
 *
 * @param evidence What the posterior sees beside h; @param features Those of x; @param noise Standard normal. All `[T, batch, ...]`.
 */
export function fusedUnroll(
  { cell, posterior, zFeatures, stateSeesInput = true }: VrnnParts,
  {
    evidence,
    features,
    noise,
  }: { readonly evidence: tf.Tensor; readonly features: tf.Tensor; readonly noise: tf.Tensor },
): Recurrence | undefined {
  const { gru } = cell;
  const toPosterior = posterior.head?.outputs === 'loc, log-variance' ? posterior.network?.layers : undefined;
  const toFeatures = zFeatures.layers;
  if (!gru || !stateSeesInput || !known(toPosterior) || !known(toFeatures)) return undefined;
  if (tf.getKernel(FUSED_KERNEL_NAMES.recurrence, tf.getBackend()) === undefined) return undefined;
  const weights = [...toPosterior, ...toFeatures].flatMap(({ kernel, bias }) => [kernel, bias]);
  const inputs = [evidence, features, noise, gru.kernel, gru.bias, gru.recurrent, gru.recurrentBias, ...weights];
  const named = (layers: readonly DenseLayer[]) => layers.map(({ activation }) => activation);
  const [hidden, z, seen, loc, logVariance] = tf
    .engine()
    .runKernel<tf.Tensor[]>(FUSED_KERNEL_NAMES.recurrence, inputs as unknown as tf.NamedTensorMap, {
      posterior: named(toPosterior),
      zFeatures: named(toFeatures),
    }) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  return { hidden, z, seen, loc, logVariance };
}

function known(layers: readonly DenseLayer[] | undefined): layers is readonly DenseLayer[] {
  return layers !== undefined && layers.length > 0 && layers.every(({ activation }) => activation in KNOWN);
}
