import type { Move, Player } from '@latents/training';
import type { Expectation, LatentVariableModel } from './latent-variable-model.js';
import { assertMonotone } from './monotonicity-error.js';

/** The two players of EM, to be given to `fit`, and where they stand. */
export interface ExpectationMaximization<Data, Model> {
  /** `'posterior'` (E) then `'model'` (M). */
  readonly players: readonly [Player<Data>, Player<Data>];
  /** The model after the latest M step. */
  readonly model: Model;
  /** What the latest E step left; undefined before the first. */
  readonly expectation: Expectation | undefined;
}

/**
 * EM as two players who raise one bound in turn: the posterior makes it tight, the model raises it. Both readings hold the
 * bound before the move, per example, with its two terms; a posterior's first reading, with no bound before it, holds the tight one.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { fit, fullBatch } from '@latents/training';
 * import { ndArray } from '@latents/math';
 * import { expectationMaximization, initializeGaussianMixture } from '@latents/em';
 *
 * const x = ndArray([4, 1], Float64Array.of(-1.2, -1, 1, 1.3));
 * const rng = createRng(0);
 * const em = expectationMaximization(initializeGaussianMixture(x, { components: 2, rng }));
 * for await (const reading of fit(em.players, fullBatch(x, 4), { steps: 20, rng })) void reading;
 * em.model.components; // => 2
 * ```
 * @throws MonotonicityError (from the stream) if log p(x) + log prior falls between two steps on the same batch.
 * @see Stratos A.3.1 eqs. (9), (10); Dempster, Laird & Rubin 1977; Neal & Hinton 1998
 */
export function expectationMaximization<Data, Model extends LatentVariableModel<Data, Model>>(
  start: Model,
): ExpectationMaximization<Data, Model> {
  let model = start;
  let expectation: Expectation | undefined;
  let previous: { batch: Data; objective: number } | undefined;

  const posterior: Player<Data> = {
    name: 'posterior',
    take(batch, { step }) {
      const before = expectation;
      const next = model.expect(batch);
      const objective = next.logMarginal + model.logPrior();
      if (previous?.batch === batch) assertMonotone(step, previous.objective, objective);
      const move =
        previous?.batch === batch && before
          ? moveOf(model.expectedLogJoint(before.statistics), before)
          : moveOf(next.expectedLogJoint, next);
      previous = { batch, objective };
      expectation = next;
      return move;
    },
  };
  const maximizer: Player<Data> = {
    name: 'model',
    take() {
      if (!expectation)
        throw new Error(
          "expectationMaximization(start): expected the player 'posterior' to move before 'model'. Give fit both players.",
        );
      const move = moveOf(expectation.expectedLogJoint, expectation);
      model = model.maximize(expectation.statistics);
      return move;
    },
  };
  return {
    players: [posterior, maximizer],
    get model() {
      return model;
    },
    get expectation() {
      return expectation;
    },
  };
}

function moveOf(expectedLogJoint: number, { entropy, examples }: Expectation): Move {
  const terms = { 'expected log joint': expectedLogJoint / examples, entropy: entropy / examples };
  const nats = terms['expected log joint'] + terms.entropy;
  return { nats, of: 'log p(x)', side: 'lower', direction: 'up', sound: true, terms };
}
