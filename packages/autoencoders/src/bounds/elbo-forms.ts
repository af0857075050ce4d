import { type ApplyOptions, type Distribution, klDivergence, type TensorBound, tensorBound } from '@latents/core';

import * as tf from '@tensorflow/tfjs-core';
import { checkBatch, type DrawOptions, type LatentModel, logJoint, priorOf } from './latent-model.js';

/** The two parts of the first form, which only a model with a tractable posterior has. */
export interface Evidence {
  /** log p(x), `[batch]`, in nats. */
  readonly logEvidence: tf.Tensor;
  /** The true posterior p(z | x). */
  readonly posterior: Distribution;
}

/**
 * The ELBO in its first form, log p(x) - KL(q(z | x), p(z | x)): what shows that it is a bound, and how far below. The three forms
 * are equal; this one takes what a VAE lacks, and is for models that have it. Call it inside `tf.tidy`.
 *
 * @param x `[batch, ...]` of the encoder's input.
 *
 * @example
 * ```ts
 * import { createVae, evidenceForm } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 * import { MultivariateNormalDiag } from '@latents/core';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const x = tf.ones([3, 4]);
 * // A model whose evidence and posterior are known; here they are made up.
 * const posterior = MultivariateNormalDiag.standard(2, [3]);
 * evidenceForm(vae, x, { logEvidence: tf.tensor1d([-2, -2, -2]), posterior }).side; // => 'lower'
 * ```
 * @throws RangeError for another shape.
 * @see Stratos A.3.1, first form
 */
export function evidenceForm(
  model: LatentModel,
  x: tf.Tensor,
  { logEvidence, posterior, ...options }: Evidence & ApplyOptions,
): TensorBound<'lower'> {
  checkBatch('evidenceForm(model, x, options)', model, x);
  return tensorBound('lower', 'log p(x)', [
    { name: 'evidence', nats: tf.reshape<tf.Rank.R0>(tf.mean(logEvidence), []), weight: 1 },
    { name: 'gap', nats: mean(klDivergence(model.encoder.given(x, options), posterior)), weight: -1 },
  ]);
}

/**
 * The ELBO in its second form, E_q log p(x, z) + H(q): one draw of z an example, the entropy in closed form. Call it inside
 * `tf.tidy`.
 *
 * @param x `[batch, ...]` of the encoder's input.
 *
 * @example
 * ```ts
 * import { createVae, entropyForm } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const x = tf.ones([3, 4]);
 * entropyForm(vae, x, { rng: createRng(1) }).terms.map(({ name }) => name); // => ['joint', 'entropy']
 * ```
 * @throws RangeError for another shape.
 * @throws Error if the posterior has no closed entropy.
 * @see Stratos A.3.1, second form
 */
export function entropyForm(model: LatentModel, x: tf.Tensor, options: DrawOptions): TensorBound<'lower'> {
  checkBatch('entropyForm(model, x, options)', model, x);
  const q = model.encoder.given(x, options);
  return tensorBound('lower', 'log p(x)', [
    { name: 'joint', nats: mean(logJoint(model, x, q.sample(options.rng), options)), weight: 1 },
    { name: 'entropy', nats: mean(q.entropy()), weight: 1 },
  ]);
}

/**
 * The ELBO in its third form, E_q log p(x | z) - KL(q(z | x), p(z)): one draw of z an example, the divergence in closed form. It is
 * what `vae.elbo` gives. Call it inside `tf.tidy`.
 *
 * @param x `[batch, ...]` of the encoder's input.
 *
 * @example
 * ```ts
 * import { autoencoderForm, createVae } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const x = tf.ones([3, 4]);
 * autoencoderForm(vae, x, { rng: createRng(1) }).terms.map(({ name }) => name); // => ['reconstruction', 'rate']
 * ```
 * @throws RangeError for another shape.
 * @throws Error if the divergence from the prior has no closed form.
 * @see Stratos A.3.1, third form, and eq. (1)
 */
export function autoencoderForm(model: LatentModel, x: tf.Tensor, options: DrawOptions): TensorBound<'lower'> {
  checkBatch('autoencoderForm(model, x, options)', model, x);
  const q = model.encoder.given(x, options);
  const z = q.sample(options.rng);
  return tensorBound('lower', 'log p(x)', [
    { name: 'reconstruction', nats: mean(model.decoder.given(z, options).logProb(x)), weight: 1 },
    { name: 'rate', nats: mean(klDivergence(q, priorOf(model, options))), weight: -1 },
  ]);
}

function mean(value: tf.Tensor): tf.Scalar {
  return tf.reshape<tf.Rank.R0>(tf.mean(value), []);
}
