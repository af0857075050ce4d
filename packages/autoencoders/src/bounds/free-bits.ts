import { type MultivariateNormalDiag, type TensorBound, tensorBound, tidyBound } from '@latents/core';
import { checkNonNegative, checkRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { rateOfEachUnit } from '../rate.js';
import { checkBatch, checkStandardPrior, type DrawOptions, type LatentModel } from './latent-model.js';
import { scalarMean } from './scalar-mean.js';

export interface FreeBitsOptions extends Omit<DrawOptions, 'prior'> {
  /** Rate in nats that each coordinate of z counts as at least, averaged over the batch. */
  readonly floor: number;
}

/**
 * Returns the ELBO, in nats, in which each coordinate's rate counts as at least `floor`, on average over the batch: below the floor
 * there is nothing to gain by encoding less. It is never above the ELBO, so it is still a lower bound. The term `rate`, of weight
 * 0, is the true rate.
 *
 * @param model A model with a diagonal normal posterior and the prior N(0, I).
 * @param x `[batch, ...]` of the encoder's input.
 * @returns Value and terms, and no other new tensor.
 * @example
 * ```ts
 * import { createVae, freeBits } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const players = vae.players({ objective: (x, rng) => freeBits(vae, x, { floor: 0.25, rng, training: true }) });
 * freeBits(vae, tf.ones([3, 4]), { floor: 0.25, rng: createRng(1) }).side; // => 'lower'
 * ```
 * @throws RangeError for another shape, or a floor that is negative or not finite.
 * @throws Error if the model's prior is another, or its posterior is not a diagonal normal.
 * @see Kingma et al. 2016, "Improving variational inference with inverse autoregressive flow", eq. 15
 */
export function freeBits(
  model: LatentModel<MultivariateNormalDiag>,
  x: tf.Tensor,
  { floor, rng, ...options }: FreeBitsOptions,
): TensorBound<'lower'> {
  checkBatch('freeBits(model, x, options)', model, x);
  checkStandardPrior('freeBits(model, x, options)', model);
  checkNonNegative('freeBits(model, x, { floor })', floor);
  checkRng('freeBits(model, x, { rng })', rng);
  return tidyBound(() => {
    const q = model.encoder.given(x, options);
    const reconstruction = model.decoder.given(q.sample(rng), options).logProb(x);
    return flooredElbo({ reconstruction, rates: rateOfEachUnit('freeBits(model, x, options)', q) }, floor);
  });
}

/** Parts of the bound. */
export interface FreeBitsTerms {
  /** E_q log p(x | z) per example, `[batch]`, in nats. */
  readonly reconstruction: tf.Tensor;
  /** The rate of each example and coordinate, `[batch, latentDim]`, in nats. */
  readonly rates: tf.Tensor;
}

/** Returns the bound of {@link freeBits} of its parts. */
export function flooredElbo({ reconstruction, rates }: FreeBitsTerms, floor: number): TensorBound<'lower'> {
  const perCoordinate = tf.mean(rates, 0);
  const total = (values: tf.Tensor) => tf.reshape<tf.Rank.R0>(tf.sum(values), []);
  return tensorBound('lower', 'log p(x)', [
    { name: 'reconstruction', nats: scalarMean(reconstruction), weight: 1 },
    { name: 'floored rate', nats: total(tf.maximum(perCoordinate, floor)), weight: -1 },
    { name: 'rate', nats: total(perCoordinate), weight: 0 },
  ]);
}
