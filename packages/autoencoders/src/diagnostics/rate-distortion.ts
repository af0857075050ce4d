import * as tf from '@tensorflow/tfjs-core';
import { autoencoderForm } from '../bounds/elbo-forms.js';
import type { DrawOptions, LatentModel } from '../bounds/latent-model.js';

export interface RateDistortion {
  /** KL(q(z | x), p(z)) averaged over the batch, in nats: at least the information of z on x under the encoder. */
  readonly rate: number;
  /** -E log p(x | z) averaged over the batch, in nats: at a fixed rate, lower is better. */
  readonly distortion: number;
}

/**
 * Returns rate and distortion of a model, in nats. Their sum is minus the ELBO: two models of one ELBO may differ by all of the
 * information in their codes.
 *
 * @param x `[batch, ...]` of the encoder's input.
 *
 * @example
 * ```ts
 * import { createVae, rateDistortion } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const x = tf.ones([3, 4]);
 * rateDistortion(vae, x, { rng: createRng(1) }).rate >= 0; // => true
 * ```
 * @throws RangeError for another shape.
 * @see Alemi et al. 2018, "Fixing a broken ELBO", eq. 3
 */
export function rateDistortion(model: LatentModel, x: tf.Tensor, options: DrawOptions): RateDistortion {
  const [reconstruction, rate] = tf.tidy(() =>
    autoencoderForm(model, x, options).terms.map(({ nats }) => nats.dataSync()[0]!),
  );
  return { rate: rate!, distortion: -reconstruction! };
}
