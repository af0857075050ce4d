import { type Bound, bound, maximize, type Objective } from '@latents/core/bounds';
import type { Move, Step } from '@latents/core/training';
import type { Expectation, LatentVariableModel } from './latent-variable-model.js';

export interface EmOptions {
  /**
   * By how many nats an example the objective may fall from one iteration to the next before it counts as an error. Default 1e-9,
   * what float64 arithmetic loses.
   */
  readonly tolerance?: number;
}

/** EM under way: the two players, and the model as it stands. */
export interface ExpectationMaximization<X, M> {
  /** The model after the last M step. */
  readonly model: M;
  /** log p(x) of the data by that model's predecessor, plus the log prior if there is one, in nats: what the last E step found. */
  readonly logLikelihood: number;
  /** Whether the last E step gained less than `gain` nats an example over the one before. */
  converged(gain: number): boolean;
  /** The players for `fit`, on `fullBatch(data, n)`: the posterior makes the bound exact, then the model moves it up. */
  readonly steps: readonly [posterior: Step<X>, model: Step<X>];
}

/**
 * EM as two players who raise one bound in turn: the posterior, who makes the ELBO equal to log p(x) (E step), and the model, who raises
 * it with the posterior held (M step). Readings are in nats an example.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/core/rng';
 * import { fit, fullBatch } from '@latents/core/training';
 * import { ndArray } from '@latents/core/arrays';
 * import { expectationMaximization, GaussianMixture } from '@latents/em';
 *
 * const x = ndArray([4, 1], Float64Array.of(-1.1, -0.9, 0.9, 1.1));
 * const start = GaussianMixture.initialize(x, { components: 2, rng: createRng(0) });
 * const em = expectationMaximization(start);
 * const nats: number[] = [];
 * for await (const reading of fit(em.steps, fullBatch(x, 4), { steps: 5, rng: createRng(0) })) nats.push(reading.nats);
 * nats.every((value, i) => i === 0 || value >= nats[i - 1]! - 1e-9); // => true
 * ```
 * @throws Error from the E step, naming iteration and amount, if the objective fell: EM cannot lower it, so a posterior or an M step is wrong.
 * @see Stratos A.3.1; Dempster, Laird & Rubin 1977; Neal & Hinton 1998
 */
export function expectationMaximization<X, S, M extends LatentVariableModel<X, S>>(
  start: M & LatentVariableModel<X, S>,
  { tolerance = 1e-9 }: EmOptions = {},
): ExpectationMaximization<X, M> {
  let model: M = start;
  let found: Expectation<S> | undefined;
  let count = 1;
  let logLikelihood = -Infinity;
  let gained = Infinity;
  const penalty = () => model.logPrior?.() ?? 0;

  const posterior: Step<X> = {
    player: 'posterior',
    take(data, { step }) {
      const expectation = model.expectation(data);
      count = model.examples(data);
      const value = expectation.logLikelihood + penalty();
      if (value < logLikelihood - tolerance * count * Math.max(1, Math.abs(logLikelihood / count))) {
        throw new Error(
          `expectationMaximization: expected the objective not to fall, got ${value - logLikelihood} nats at iteration ${step} (from ${logLikelihood} to ${value}). The posterior or the M step of the model is wrong.`,
        );
      }
      gained = (value - logLikelihood) / count;
      logLikelihood = value;
      found = expectation;
      return moved(maximize(ofExpectation('exact', expectation, model, count)));
    },
  };

  const modelStep: Step<X> = {
    player: 'model',
    take() {
      if (found === undefined)
        throw new Error('expectationMaximization: expected the posterior to move before the model.');
      model = model.maximization(found.statistics);
      return moved(maximize(ofExpectation('lower', found, model, count)));
    },
  };

  return {
    get model() {
      return model;
    },
    get logLikelihood() {
      return logLikelihood;
    },
    converged: (gain) => gained < gain,
    steps: [posterior, modelStep],
  };
}

/** The ELBO of a posterior and a model, an example: E_q log p(x, z) + H(q), and the log prior where there is one. */
function ofExpectation<X, S, Side extends 'exact' | 'lower'>(
  side: Side,
  { statistics, entropy }: Expectation<S>,
  model: LatentVariableModel<X, S>,
  count: number,
): Bound<Side, number> {
  const complete = model.expectedCompleteLogLikelihood(statistics) / count;
  const prior = model.logPrior?.();
  return bound(side, prior === undefined ? 'log p(x)' : 'log p(x) + log p(parameters)', [
    { name: 'expected complete log-likelihood', nats: complete, weight: 1 },
    { name: 'entropy', nats: entropy / count, weight: 1 },
    ...(prior === undefined ? [] : [{ name: 'log prior', nats: prior / count, weight: 1 }]),
  ]);
}

function moved({ bound: { of, side, value, terms }, direction, sound }: Objective<number>): Move {
  return {
    of,
    side,
    nats: value,
    direction,
    sound,
    terms: Object.fromEntries(terms.map(({ name, nats }) => [name, nats])),
  };
}
