import { elbo, klDivergence, stopGradient, type TensorBound, tidyBound } from '@latents/core';
import { checkInteger, checkRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { withSlope } from '../gradients/with-slope.js';
import {
  checkDiscreteBatch,
  type DiscreteDrawOptions,
  type DiscreteModel,
  posteriorAndPrior,
} from './discrete-model.js';

export interface ScoreFunctionOptions extends DiscreteDrawOptions {
  /** Draws of z per example. */
  readonly samples: number;
  /**
   * Baseline, which is subtracted from log p(x | z) before it multiplies the score: the mean of the example's other draws (default;
   * needs two samples), or a number that does not depend on the draws, such as a running mean. Either leaves the gradient's
   * expectation alone; 0 is no baseline.
   */
  readonly baseline?: 'leave-one-out' | number;
}

/**
 * Returns the ELBO of a discrete latent, in nats, by draws of z, with the score-function gradient (REINFORCE): unbiased, and noisy.
 * The rate is in closed form.
 *
 * @param x `[batch, ...]` of the encoder's input.
 * @returns Value and terms, and no other new tensor.
 * @example
 * ```ts
 * import { oneHotHead, scoreFunctionElbo } from '@latents/autoencoders';
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
 * scoreFunctionElbo(model, x, { samples: 4, rng }).side; // => 'lower'
 * ```
 * @throws RangeError for another shape, `samples` that is not a positive integer (at least 2 for `'leave-one-out'`), or a
 * baseline that is not finite.
 * @throws Error for a posterior or a prior that is not over one-hot vectors.
 * @see Williams 1992; Kool, van Hoof & Welling 2019 for the baseline
 */
export function scoreFunctionElbo(
  model: DiscreteModel,
  x: tf.Tensor,
  options: ScoreFunctionOptions,
): TensorBound<'lower'> {
  const { samples, baseline = 'leave-one-out', rng } = options;
  checkInteger('scoreFunctionElbo(model, x, { samples })', samples, baseline === 'leave-one-out' ? 2 : 1);
  if (baseline !== 'leave-one-out' && !Number.isFinite(baseline)) {
    throw new RangeError(
      `scoreFunctionElbo(model, x, { baseline }): expected 'leave-one-out' or a finite number, got ${baseline}.`,
    );
  }
  checkDiscreteBatch('scoreFunctionElbo(model, x, options)', model, x);
  checkRng('scoreFunctionElbo(model, x, { rng })', rng);
  return tidyBound(() => {
    const { q, prior } = posteriorAndPrior('scoreFunctionElbo(model, x, options)', model, x, options);
    const z = stopGradient(q.sample(rng, [samples]));
    const nats = model.decoder.given(z, options).logProb(x);
    // nats minus the mean of the others is samples / (samples - 1) times nats minus the mean of all.
    const advantage =
      baseline === 'leave-one-out'
        ? tf.mul(tf.sub(nats, tf.mean(nats, 0)), samples / (samples - 1))
        : tf.sub(nats, baseline);
    const score = withSlope(q.logProb(z), { value: tf.zerosLike(nats), slope: advantage });
    return elbo({ reconstruction: tf.mean(tf.add(nats, score), 0), rate: klDivergence(q, prior) });
  });
}
