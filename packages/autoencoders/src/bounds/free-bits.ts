import { type TensorBound, tensorBound } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';

export interface FreeBitsTerms {
  /** E_q log p(x | z), `[batch]`, in nats. */
  readonly reconstruction: tf.Tensor;
  /** The rate of each latent coordinate, `[batch, latentDim]`, in nats. */
  readonly rates: tf.Tensor;
}

/**
 * The ELBO in which each coordinate's rate, averaged over the batch, counts as at least `floor` nats: below it there is nothing to gain
 * by encoding less. Never above the ELBO, so still a lower bound. The term `rate`, of weight 0, is the true one. Call it
 * inside `tf.tidy`.
 *
 * @example
 * ```ts
 * import { freeBits } from '@latents/autoencoders';
 *
 * const rates = tf.tensor2d([[0.1, 3]]);
 * freeBits({ reconstruction: tf.tensor1d([-90]), rates }, 0.5).value.dataSync()[0]; // => -93.5
 * ```
 * @throws RangeError for a negative or non-finite floor, or rates that are not `[batch, latentDim]`.
 * @see Kingma et al. 2016, "Improving variational inference with inverse autoregressive flow", eq. 15
 */
export function freeBits({ reconstruction, rates }: FreeBitsTerms, floor: number): TensorBound<'lower'> {
  if (!(floor >= 0 && floor < Infinity)) {
    throw new RangeError(`freeBits(terms, floor): expected a finite number of nats >= 0, got ${floor}.`);
  }
  if (rates.rank !== 2 || rates.shape[0] !== reconstruction.shape[0]) {
    throw new RangeError(
      `freeBits({ reconstruction, rates }): expected [batch] and [batch, latentDim], got [${reconstruction.shape}] and [${rates.shape}].`,
    );
  }
  const perCoordinate = tf.mean(rates, 0);
  return tensorBound('lower', 'log p(x)', [
    { name: 'reconstruction', nats: tf.reshape<tf.Rank.R0>(tf.mean(reconstruction), []), weight: 1 },
    { name: 'floored rate', nats: tf.reshape<tf.Rank.R0>(tf.sum(tf.maximum(perCoordinate, floor)), []), weight: -1 },
    { name: 'rate', nats: tf.reshape<tf.Rank.R0>(tf.sum(perCoordinate), []), weight: 0 },
  ]);
}
