import { klDivergence, type MultivariateNormalDiag, Normal } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import { checkBatch, checkStandardPrior, type LatentModel } from '../bounds/latent-model.js';

/**
 * KL(q(z_i | x), N(0, 1)) of each example and latent coordinate, `[batch, latentDim]`, in nats; their sum over the coordinates is
 * the rate under the prior N(0, I). What {@link freeBits} and {@link posteriorCollapse} take.
 *
 * @example
 * ```ts
 * import { createVae, unitRates } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const x = tf.ones([3, 4]);
 * unitRates(vae, x).shape; // => [3, 2]
 * ```
 * @throws RangeError if `x` is not `[batch, ...]` of the encoder's input; Error if the model's prior is another.
 */
export function unitRates(model: LatentModel<MultivariateNormalDiag>, x: tf.Tensor): tf.Tensor2D {
  checkBatch('unitRates(model, x)', model, x);
  checkStandardPrior('unitRates(model, x)', model);
  return tf.tidy(
    () =>
      klDivergence(
        model.encoder.given(x).coordinates,
        new Normal({ loc: 0, scale: 1, validate: false }),
      ) as tf.Tensor2D,
  );
}
