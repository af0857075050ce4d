import { importanceWeightedBound, logSumExp, type TensorBound, tensorBound, tidyBound } from '@latents/core';
import { checkFraction, checkPositiveInteger } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import type { LatentModel } from './latent-model.js';
import { logWeights, type WeightOptions } from './log-weights.js';
import { scalarMean } from './scalar-mean.js';

export interface GroupedWeightOptions extends WeightOptions {
  /** Number of groups of draws. It divides `samples`. */
  readonly groups: number;
}

export interface MixedWeightOptions extends WeightOptions {
  /** Weight of the ELBO, from 0 to 1. */
  readonly mix: number;
}

/**
 * Returns MIWAE, in nats: the mean of `groups` importance-weighted bounds, each of samples / groups draws. One group is the
 * importance-weighted bound, as many groups as draws the ELBO.
 *
 * @param x `[batch, ...]` of the encoder's input.
 * @returns Value and term, and no other new tensor.
 * @example
 * ```ts
 * import { createVae, multiplyImportanceWeightedBound } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const x = tf.ones([3, 4]);
 * multiplyImportanceWeightedBound(vae, x, { samples: 6, groups: 2, rng: createRng(1) }).side; // => 'lower'
 * ```
 * @throws RangeError for another shape, samples or groups that are not positive integers, or if `groups` does not divide the samples.
 * @see Rainforth et al. 2018, "Tighter variational bounds are not necessarily better", eq. 7
 */
export function multiplyImportanceWeightedBound(
  model: LatentModel,
  x: tf.Tensor,
  { groups, ...options }: GroupedWeightOptions,
): TensorBound<'lower'> {
  const where = 'multiplyImportanceWeightedBound(model, x, { groups })';
  checkPositiveInteger(where, groups);
  if (options.samples % groups !== 0) {
    throw new RangeError(`${where}: expected a divisor of the ${options.samples} samples, got ${groups}.`);
  }
  return tidyBound(() => boundOfGroups(logWeights(model, x, options), groups));
}

/**
 * Returns CIWAE, in nats: `mix` times the ELBO plus 1 - `mix` times the importance-weighted bound of the same draws. A convex
 * combination of lower bounds is a lower bound.
 *
 * @param x `[batch, ...]` of the encoder's input.
 * @returns Value and terms (`elbo`, `importance weighted`), and no other new tensor.
 * @example
 * ```ts
 * import { combinedBound, createVae } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const x = tf.ones([3, 4]);
 * combinedBound(vae, x, { samples: 6, mix: 0.5, rng: createRng(1) }).side; // => 'lower'
 * ```
 * @throws RangeError for another shape, samples that are not a positive integer, or a `mix` outside [0, 1].
 * @see Rainforth et al. 2018, eq. 8
 */
export function combinedBound(
  model: LatentModel,
  x: tf.Tensor,
  { mix, ...options }: MixedWeightOptions,
): TensorBound<'lower'> {
  checkFraction('combinedBound(model, x, { mix })', mix);
  return tidyBound(() => mixedBound(logWeights(model, x, options), mix));
}

/** Returns MIWAE of log-weights `[samples, batch]`, in nats. */
export function boundOfGroups(weights: tf.Tensor2D, groups: number): TensorBound<'lower'> {
  const [samples, batch] = weights.shape;
  const size = samples / groups;
  const each = tf.sub(logSumExp(tf.reshape(weights, [groups, size, batch]), 1), Math.log(size));
  return tensorBound('lower', 'log p(x)', [
    { name: 'multiply importance weighted', nats: scalarMean(each), weight: 1 },
  ]);
}

/** Returns CIWAE of log-weights `[samples, batch]`, in nats. */
export function mixedBound(weights: tf.Tensor2D, mix: number): TensorBound<'lower'> {
  return tensorBound('lower', 'log p(x)', [
    { name: 'elbo', nats: scalarMean(weights), weight: mix },
    { name: 'importance weighted', nats: importanceWeightedBound(weights).value, weight: 1 - mix },
  ]);
}
