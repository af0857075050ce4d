import { type NamedArrays, ndArray } from '@latents/math';
import type { Player } from '@latents/training';
import { boundMove } from './bound-move.js';
import { expectationArrays, expectationsOf } from './expectation-state.js';
import { fingerprint, sameFingerprint } from './fingerprint.js';
import type { Expectation, TrainableModel } from './latent-variable-model.js';
import { assertMonotone } from './monotonicity-error.js';

/** The two players of EM and what they share. */
export interface EmPlayers<Data> {
  /** `'posterior'` (E) then `'model'` (M). */
  readonly players: readonly [Player<Data>, Player<Data>];
  /** The result of the latest E step; undefined before the first. */
  readonly expectation: Expectation | undefined;
}

/** The latest E step: what the next one compares itself with. */
interface Latest<Data> {
  readonly expectation: Expectation;
  /** log p(x) + log prior before the M step, in nats. */
  readonly objective: number;
  /** The batch; absent after a resume, where only its fingerprint is known. */
  readonly batch?: Data;
  print?: Float64Array;
}

/** Returns the two players of EM, who train `model` in place. */
export function emPlayers<Data, Model extends TrainableModel<Data, Model>>(model: Model): EmPlayers<Data> {
  let latest: Latest<Data> | undefined;

  const posterior: Player<Data> = {
    name: 'posterior',
    model,
    take(batch, { step }) {
      const expectation = model.expect(batch);
      const objective = expectation.logMarginal + model.logPrior();
      const before = latest && isSame(latest, batch) ? latest : undefined;
      if (before) assertMonotone(step, before.objective, objective);
      const move = before
        ? boundMove(before.expectation, model.expectedLogJoint(before.expectation.statistics))
        : boundMove(expectation);
      latest = { expectation, objective, batch };
      return move;
    },
    state: async () => (latest ? arraysOf(latest) : {}),
    async restore(state) {
      latest = Object.keys(state).length === 0 ? undefined : latestOf(state, model);
    },
  };
  const maximizer: Player<Data> = {
    name: 'model',
    model,
    take() {
      if (!latest)
        throw new Error(
          "fit(players, data, options): expected the player 'posterior' to move before 'model'. Give fit both players of EM.",
        );
      const move = boundMove(latest.expectation);
      model.become(model.maximize(latest.expectation.statistics));
      return move;
    },
  };
  return {
    players: [posterior, maximizer],
    get expectation() {
      return latest?.expectation;
    },
  };
}

/** Whether a batch is that of the latest E step, by identity or else by its values. */
function isSame<Data>(latest: Latest<Data>, batch: Data): boolean {
  return latest.batch === batch || sameFingerprint(printOf(latest), fingerprint(batch));
}

function printOf<Data>(latest: Latest<Data>): Float64Array {
  latest.print ??= fingerprint(latest.batch);
  return latest.print;
}

function arraysOf<Data>(latest: Latest<Data>): NamedArrays {
  return {
    ...expectationArrays([latest.expectation]),
    objective: ndArray([1], Float64Array.of(latest.objective)),
    batch: ndArray([2], printOf(latest)),
  };
}

function latestOf<Data, Model extends TrainableModel<Data, Model>>(state: NamedArrays, model: Model): Latest<Data> {
  const where = 'posterior.restore(state)';
  const [expectation] = expectationsOf(where, 1, state, { objective: { shape: [1] }, batch: { shape: [2] } });
  // Refuses statistics of another model.
  model.maximize(expectation!.statistics);
  return {
    expectation: expectation!,
    objective: state['objective']!.data[0]!,
    print: Float64Array.from(state['batch']!.data),
  };
}
