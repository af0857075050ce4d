import { type EmPlayers, emPlayers } from './em-players.js';
import type { TrainableModel } from './latent-variable-model.js';

/** The two players of EM, to be given to `fit`, and where they stand. */
export interface ExpectationMaximization<Data, Model> extends EmPlayers<Data> {
  /** The model that they train: a copy of the start. */
  readonly model: Model;
}

/**
 * Returns EM as two players who raise one bound in turn: the posterior makes it tight, the model raises it. Both readings
 * hold the bound before the move, per example, with its two terms; a posterior's first reading, with no bound before it,
 * holds the tight one.
 *
 * `start` stays as it is: a copy is trained. `model.players()` returns the same players, who train the model itself.
 *
 * @example
 * ```ts
 * import { createRng, expectationMaximization, fit, fullBatch, initializeGaussianMixture, ndArray } from '@latents/em';
 *
 * const x = ndArray([4, 1], Float64Array.of(-1.2, -1, 1, 1.3));
 * const rng = createRng(0);
 * const em = expectationMaximization(initializeGaussianMixture(x, { components: 2, rng }));
 * for await (const reading of fit(em.players, fullBatch(x, 4), { steps: 20, rng })) void reading;
 * em.expectation!.examples; // => 4
 * em.model.components; // => 2
 * ```
 * @throws MonotonicityError (from the stream) if log p(x) + log prior falls between two steps on the same batch.
 * @see Stratos A.3.1 eqs. (9), (10); Dempster, Laird & Rubin 1977; Neal & Hinton 1998
 */
export function expectationMaximization<Data, Model extends TrainableModel<Data, Model>>(
  start: Model,
): ExpectationMaximization<Data, Model> {
  const model = start.copy();
  const run = emPlayers<Data, Model>(model);
  return {
    model,
    players: run.players,
    get expectation() {
      return run.expectation;
    },
  };
}
