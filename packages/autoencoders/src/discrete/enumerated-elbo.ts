import { elbo, klDivergence, type TensorBound, tidyBound } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import { checkDiscreteBatch, type DiscreteModel, type DiscreteOptions, posteriorAndPrior } from './discrete-model.js';

/**
 * Returns the ELBO of a discrete latent, in nats, with the expectation over z summed out: no noise, exact gradients, K passes of the
 * decoder. It is the first of three ways where reparameterisation cannot go (ERRATA E11); see {@link scoreFunctionElbo} and
 * {@link relaxedElbo}.
 *
 * @param x `[batch, ...]` of the encoder's input.
 * @returns Value and terms, and no other new tensor.
 * @example
 * ```ts
 * import { enumeratedElbo, oneHotHead } from '@latents/autoencoders';
 * import { bernoulliHead, conditional, mlp } from '@latents/core';
 * import { createRng } from '@latents/math';
 *
 * const rng = createRng(0);
 * const head = oneHotHead(3);
 * const model = {
 *   encoder: conditional(mlp({ inputDim: 4, hidden: [], outputDim: head.units, rng }), head),
 *   decoder: conditional(mlp({ inputDim: 3, hidden: [], outputDim: 4, rng }), bernoulliHead(4)),
 * };
 * const x = tf.ones([2, 4]);
 * enumeratedElbo(model, x).side; // => 'lower'
 * ```
 * @throws RangeError for another shape.
 * @throws Error for a posterior or a prior that is not over one-hot vectors.
 * @see Stratos section 4, where z is summed out; footnote 1
 */
export function enumeratedElbo(
  model: DiscreteModel,
  x: tf.Tensor,
  options: DiscreteOptions = {},
): TensorBound<'lower'> {
  checkDiscreteBatch('enumeratedElbo(model, x, options)', model, x);
  return tidyBound(() => {
    const { q, prior } = posteriorAndPrior('enumeratedElbo(model, x, options)', model, x, options);
    const nats = model.decoder.given(q.enumerateSupport(), options).logProb(x);
    const reconstruction = tf.sum(tf.mul(tf.transpose(q.mean()), nats), 0);
    return elbo({ reconstruction, rate: klDivergence(q, prior) });
  });
}
