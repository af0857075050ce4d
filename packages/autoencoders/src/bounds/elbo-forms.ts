import {
  type ApplyOptions,
  type Distribution,
  elbo,
  klDivergence,
  type TensorBound,
  tensorBound,
  tidyBound,
} from '@latents/core';
import { checkRng } from '@latents/math';
import type * as tf from '@tensorflow/tfjs-core';
import { drawWithRate } from '../rate.js';
import { checkBatch, type DrawOptions, type LatentModel, logJoint, priorOf } from './latent-model.js';
import { scalarMean } from './scalar-mean.js';

/** The two parts of the first form, which only a model with a tractable posterior has. */
export interface Evidence {
  /** log p(x) per example, `[batch]`, in nats. */
  readonly logEvidence: tf.Tensor;
  /** The true posterior p(z | x). */
  readonly posterior: Distribution;
}

/**
 * Returns the ELBO in its first form, log p(x) - KL(q(z | x), p(z | x)), in nats: it shows that the ELBO is a bound, and how far
 * below. The three forms are equal. This one takes what a VAE lacks, and is for models that have it.
 *
 * @param x `[batch, ...]` of the encoder's input.
 * @returns Value and terms, and no other new tensor.
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
  return tidyBound(() =>
    tensorBound('lower', 'log p(x)', [
      { name: 'evidence', nats: scalarMean(logEvidence), weight: 1 },
      { name: 'gap', nats: scalarMean(klDivergence(model.encoder.given(x, options), posterior)), weight: -1 },
    ]),
  );
}

/**
 * Returns the ELBO in its second form, E_q log p(x, z) + H(q), in nats: one draw of z per example, the entropy in closed form.
 *
 * @param x `[batch, ...]` of the encoder's input.
 * @returns Value and terms, and no other new tensor.
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
  checkRng('entropyForm(model, x, { rng })', options.rng);
  return tidyBound(() => {
    const q = model.encoder.given(x, options);
    return tensorBound('lower', 'log p(x)', [
      { name: 'joint', nats: scalarMean(logJoint(model, x, q.sample(options.rng), options)), weight: 1 },
      { name: 'entropy', nats: scalarMean(q.entropy()), weight: 1 },
    ]);
  });
}

/**
 * Returns the ELBO in its third form, E_q log p(x | z) - KL(q(z | x), p(z)), in nats: one draw of z per example. The divergence is
 * in closed form where there is one, or else of the same draw. `vae.elbo` is this bound.
 *
 * @param x `[batch, ...]` of the encoder's input.
 * @returns Value and terms (`reconstruction`, `rate`), and no other new tensor.
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
 * @see Stratos A.3.1, third form, and eq. (1)
 */
export function autoencoderForm(model: LatentModel, x: tf.Tensor, options: DrawOptions): TensorBound<'lower'> {
  checkBatch('autoencoderForm(model, x, options)', model, x);
  checkRng('autoencoderForm(model, x, { rng })', options.rng);
  return tidyBound(() => {
    const { z, rate } = drawWithRate(model.encoder.given(x, options), priorOf(model, options), options.rng);
    return elbo({ reconstruction: model.decoder.given(z, options).logProb(x), rate });
  });
}
