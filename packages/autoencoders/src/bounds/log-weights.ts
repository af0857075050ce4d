import { checkPositiveInteger, checkRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { checkBatch, type DrawOptions, type LatentModel, logJoint } from './latent-model.js';

export interface WeightOptions extends DrawOptions {
  /** Draws of z per example. */
  readonly samples: number;
}

/**
 * Returns log p(x, z_k) - log q(z_k | x) of draws from the encoder, `[samples, batch]`, in nats: the log-weights of importance
 * sampling. Core's `importanceWeightedBound` takes them.
 *
 * @param x `[batch, ...]` of the encoder's input.
 * @example
 * ```ts
 * import { createVae, logWeights } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const x = tf.ones([3, 4]);
 * logWeights(vae, x, { samples: 5, rng: createRng(1) }).shape; // => [5, 3]
 * ```
 * @throws RangeError if `x` is not `[batch, ...]` of the encoder's input, or `samples` is not a positive integer.
 * @see Burda, Grosse & Salakhutdinov 2015, eq. 8
 */
export function logWeights(model: LatentModel, x: tf.Tensor, options: WeightOptions): tf.Tensor2D {
  checkBatch('logWeights(model, x, options)', model, x);
  checkPositiveInteger('logWeights(model, x, { samples })', options.samples);
  checkRng('logWeights(model, x, { rng })', options.rng);
  return tf.tidy(() => {
    const q = model.encoder.given(x, options);
    const { sample, logProb } = q.sampleAndLogProb(options.rng, [options.samples]);
    return tf.sub(logJoint(model, x, sample, options), logProb) as tf.Tensor2D;
  });
}
