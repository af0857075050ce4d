import { type Bound, elbo, klDivergence } from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import { type DiscreteModel, type DiscreteOptions, posteriorAndPrior } from './discrete-model.js';

/**
 * The ELBO of a discrete latent with the expectation over z summed out: no noise, exact gradients, K passes of the decoder. The
 * first of three ways where reparameterisation cannot go (ERRATA E11); see {@link scoreFunctionElbo} and
 * {@link relaxedElbo}. Call it in a step's objective.
 *
 * @param x `[batch, ...]` of the encoder's input.
 * @throws RangeError for another shape.
 * @see Stratos section 4, where z is summed out; footnote 1
 */
export function enumeratedElbo(model: DiscreteModel, x: tf.Tensor, options: DiscreteOptions = {}): Bound<'lower'> {
  const { q, prior } = posteriorAndPrior('enumeratedElbo(model, x, options)', model, x, options);
  const nats = model.decoder.given(q.enumerateSupport()).logProb(x);
  const reconstruction = tf.mul(q.mean().transpose(), nats).sum(0);
  return elbo({ reconstruction, rate: klDivergence(q, prior) });
}
