import { elbo, klDivergence, stopGradient, type TensorBound } from '@latents/core';
import { checkInteger } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { withSlope } from '../gradients/with-slope.js';
import { type DiscreteDrawOptions, type DiscreteModel, posteriorAndPrior } from './discrete-model.js';

export interface ScoreFunctionOptions extends DiscreteDrawOptions {
  /** Draws of z an example. */
  readonly samples: number;
  /**
   * What is taken from log p(x | z) before it multiplies the score: the mean of the example's other draws (default; needs two
   * samples), or a number that does not depend on the draws, such as a running mean. Either leaves the gradient's
   * expectation alone; 0 is no baseline.
   */
  readonly baseline?: 'leave-one-out' | number;
}

/**
 * The ELBO of a discrete latent by draws of z, with the score-function gradient (REINFORCE): unbiased, and noisy. The rate is in closed
 * form. Call it in a step's objective.
 *
 * @param x `[batch, ...]` of the encoder's input.
 *
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
  const { q, prior } = posteriorAndPrior('scoreFunctionElbo(model, x, options)', model, x, options);
  const z = stopGradient(q.sample(rng, [samples]));
  const nats = model.decoder.given(z).logProb(x);
  // nats minus the mean of the others is samples / (samples - 1) times nats minus the mean of all.
  const advantage =
    baseline === 'leave-one-out'
      ? tf.mul(tf.sub(nats, tf.mean(nats, 0)), samples / (samples - 1))
      : tf.sub(nats, baseline);
  const score = withSlope(q.logProb(z), { value: tf.zerosLike(nats), slope: advantage });
  return elbo({ reconstruction: tf.mean(tf.add(nats, score), 0), rate: klDivergence(q, prior) });
}
