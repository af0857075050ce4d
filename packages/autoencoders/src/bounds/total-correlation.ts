import { logSumExp, type MultivariateNormalDiag, type TensorBound, tensorBound, tidyBound } from '@latents/core';
import { checkInteger, checkNonNegative, checkOneOf, checkRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { type BatchWeighting, mixtureLogWeights } from './aggregate-posterior.js';
import { checkBatch, type DrawOptions, type LatentModel, priorOf } from './latent-model.js';
import { scalarMean } from './scalar-mean.js';

export interface TotalCorrelationOptions extends DrawOptions {
  /** Number of examples in all. */
  readonly dataSize: number;
  /** The weight of the index-code mutual information (default 1). */
  readonly alpha?: number;
  /** The weight of the total correlation (default 1). */
  readonly beta?: number;
  /** The weight of the dimension-wise divergence from the prior (default 1). */
  readonly gamma?: number;
  /** How the batch stands for all examples (default `'stratified'`). */
  readonly weighting?: BatchWeighting;
}

/**
 * Returns the ELBO, in nats, with its rate in three parts: index-code mutual information, total correlation, and dimension-wise
 * divergence from the prior, by one draw of z per example. With all weights 1 the estimates of q(z) cancel, and it is an ELBO
 * exactly. With other weights the logarithm of an estimate is biased, so it declares no side. The batch must be drawn without
 * replacement. The prior must be a product over the coordinates for the parts to have their meaning.
 *
 * @param x `[batch, ...]` of the encoder's input, at least 2 examples.
 * @returns Value and terms, and no other new tensor.
 * @example
 * ```ts
 * import { createVae, totalCorrelationElbo } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const x = tf.ones([3, 4]);
 * totalCorrelationElbo(vae, x, { dataSize: 100, beta: 6, rng: createRng(1) }).side; // => 'none'
 * ```
 * @throws RangeError for another shape, a batch of one, a `dataSize` below the batch's, or a weight that is negative or not finite.
 * @see Chen, Li, Grosse & Duvenaud 2018, eqs. 2 and 4
 */
export function totalCorrelationElbo(
  model: LatentModel<MultivariateNormalDiag>,
  x: tf.Tensor,
  options: TotalCorrelationOptions,
): TensorBound<'lower' | 'none'> {
  const where = 'totalCorrelationElbo(model, x, options)';
  checkBatch(where, model, x);
  const { dataSize, alpha = 1, beta = 1, gamma = 1, weighting = 'stratified', rng } = options;
  const batch = x.shape[0]!;
  checkInteger(`${where}: the batch`, batch, 2);
  checkInteger('totalCorrelationElbo(model, x, { dataSize })', dataSize, batch);
  for (const [name, weight] of Object.entries({ alpha, beta, gamma })) {
    checkNonNegative(`totalCorrelationElbo(model, x, { ${name} })`, weight);
  }
  checkOneOf('totalCorrelationElbo(model, x, { weighting })', weighting, ['stratified', 'weighted']);
  checkRng('totalCorrelationElbo(model, x, { rng })', rng);
  return tidyBound(() => {
    const q = model.encoder.given(x, options);
    const z = q.sample(rng);
    // [i, j, coordinate]: the log-density of draw i under the posterior of example j.
    const pairs = q.coordinates.logProb(tf.expandDims(z, 1));
    const weights = mixtureLogWeights(weighting, batch, dataSize);
    const logQ = logSumExp(tf.add(tf.sum(pairs, -1), weights), 1);
    const logProduct = tf.sum(logSumExp(tf.add(pairs, tf.expandDims(weights, -1)), 1), -1);
    const terms = [
      { name: 'reconstruction', nats: scalarMean(model.decoder.given(z, options).logProb(x)), weight: 1 },
      { name: 'mutual information', nats: scalarMean(tf.sub(q.logProb(z), logQ)), weight: -alpha },
      { name: 'total correlation', nats: scalarMean(tf.sub(logQ, logProduct)), weight: -beta },
      {
        name: 'dimension-wise rate',
        nats: scalarMean(tf.sub(logProduct, priorOf(model, options).logProb(z))),
        weight: -gamma,
      },
    ];
    const side = alpha === 1 && beta === 1 && gamma === 1 ? 'lower' : 'none';
    return tensorBound(side, 'log p(x)', terms);
  });
}
