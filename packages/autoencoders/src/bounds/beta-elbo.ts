import { type TensorBound, tensorBound, tidyBound } from '@latents/core';
import { checkNonNegative } from '@latents/math';
import type * as tf from '@tensorflow/tfjs-core';
import { autoencoderForm } from './elbo-forms.js';
import type { DrawOptions, LatentModel } from './latent-model.js';

export interface BetaElboOptions extends DrawOptions {
  /** Weight of the rate. */
  readonly beta: number;
}

/**
 * Returns the ELBO with its rate weighted by `beta`, in nats, and says what that bounds. From 1 upwards it is a lower bound on
 * log p(x), looser as beta grows. Below 1 it is no bound. A warm-up evaluates its schedule at the step and passes the number.
 *
 * @param x `[batch, ...]` of the encoder's input.
 * @returns Value and terms (`reconstruction` and the unweighted `rate`), and no other new tensor.
 * @example
 * ```ts
 * import { betaElbo, createVae } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const x = tf.ones([3, 4]);
 * betaElbo(vae, x, { beta: 4, rng: createRng(1) }).side; // => 'lower'
 * betaElbo(vae, x, { beta: 0.5, rng: createRng(1) }).side; // => 'none'
 * ```
 * @throws RangeError for another shape, or a beta that is negative or not finite.
 * @see Higgins et al. 2017, eq. 4; Bowman et al. 2016 for the warm-up
 */
export function betaElbo(
  model: LatentModel,
  x: tf.Tensor,
  { beta, ...options }: BetaElboOptions,
): TensorBound<'lower' | 'none'> {
  checkNonNegative('betaElbo(model, x, { beta })', beta);
  return tidyBound(() => weighted(autoencoderForm(model, x, options), beta));
}

/** Returns an ELBO with another weight of its rate. */
function weighted(elbo: TensorBound<'lower'>, beta: number): TensorBound<'lower' | 'none'> {
  if (beta === 1) return elbo;
  const { of, terms } = elbo;
  const parts = terms.map((term) => (term.name === 'rate' ? { ...term, weight: -beta } : term));
  return beta > 1 ? tensorBound('lower', of, parts) : tensorBound('none', of, parts);
}
