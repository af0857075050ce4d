import type { ApplyOptions, MultivariateNormalDiag } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import { checkBatch, checkStandardPrior, type LatentModel } from '../bounds/latent-model.js';
import { rateOfEachUnit } from '../rate.js';

/**
 * Returns KL(q(z_i | x), N(0, 1)) of each example and latent coordinate, `[batch, latentDim]`, in nats. The sum over the coordinates
 * is the rate under the prior N(0, I). {@link posteriorCollapse} takes these rates, and {@link freeBits} is made of them.
 *
 * @param model A model with a diagonal normal posterior and the prior N(0, I).
 * @param x `[batch, ...]` of the encoder's input.
 * @example
 * ```ts
 * import { createVae, unitRates } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const x = tf.ones([3, 4]);
 * unitRates(vae, x).shape; // => [3, 2]
 * ```
 * @throws RangeError if `x` is not `[batch, ...]` of the encoder's input.
 * @throws Error if the model's prior is another, or its posterior is not a diagonal normal.
 */
export function unitRates(
  model: LatentModel<MultivariateNormalDiag>,
  x: tf.Tensor,
  options: ApplyOptions = {},
): tf.Tensor2D {
  checkBatch('unitRates(model, x)', model, x);
  checkStandardPrior('unitRates(model, x)', model);
  return tf.tidy(() => rateOfEachUnit('unitRates(model, x)', model.encoder.given(x, options)));
}
