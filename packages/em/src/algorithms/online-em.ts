import { checkOptions, checkPositive, type NamedArrays, type NdArray, ndArray } from '@latents/math';
import { checkArrays, type Player } from '@latents/training';
import { boundMove } from './bound-move.js';
import type { TrainableModel } from './latent-variable-model.js';

/** One player that does both halves of EM on each batch, and the model that it trains: a copy of the start. */
export interface BatchEm<Data, Model> {
  readonly player: Player<Data>;
  readonly model: Model;
}

export interface OnlineOptions {
  /** In (0.5, 1]: the step of batch t is `(t + delay)^-decay` (default 0.6). */
  readonly decay?: number;
  /** At least 1 (default 2). */
  readonly delay?: number;
}

/**
 * Returns stepwise EM for streams: the statistics per example are an exponentially forgetting average over batches, and the
 * model is the M step of that average, weighted as `examples` in all. Not monotone; it forgets its start at rate `decay`.
 *
 * `start` stays as it is: a copy is trained, `model`. Give both `model` and `player` to `checkpoint` and `resume`.
 *
 * @param examples Number of examples of the whole stream or data set: how strongly the data count against a prior.
 * @throws RangeError for a decay outside (0.5, 1], a delay below 1, `examples` that are not positive, or an unknown option.
 * @see Cappe & Moulines 2009; Liang & Klein 2009
 */
export function onlineEm<Data, Model extends TrainableModel<Data, Model>>(
  start: Model,
  examples: number,
  options: OnlineOptions = {},
): BatchEm<Data, Model> {
  checkOptions('onlineEm(start, examples, options)', options, ['decay', 'delay']);
  const { decay = 0.6, delay = 2 } = options;
  if (!(decay > 0.5 && decay <= 1))
    throw new RangeError(`onlineEm(start, examples, { decay }): expected a number in (0.5, 1], got ${decay}.`);
  if (!(delay >= 1 && delay < Infinity))
    throw new RangeError(`onlineEm(start, examples, { delay }): expected a finite number >= 1, got ${delay}.`);
  checkPositive('onlineEm(start, examples)', examples);
  const model = start.copy();
  let average: Float64Array | undefined;
  const player: Player<Data> = {
    name: 'em',
    model,
    settings: { method: 'online', examples, decay, delay },
    take(batch, { step }) {
      const expectation = model.expect(batch);
      const rate = average ? (step + delay) ** -decay : 1;
      const fresh = expectation.statistics.map((value) => (value * examples) / expectation.examples);
      const next = average ? average.map((value, i) => value + rate * (fresh[i]! - value)) : fresh;
      model.become(model.maximize(next));
      average = next;
      return boundMove(expectation);
    },
    state: async (): Promise<NamedArrays> => (average ? { average: ndArray([average.length], average) } : {}),
    async restore(state) {
      average = Object.keys(state).length === 0 ? undefined : averageOf(state, model);
    },
  };
  return { player, model };
}

/** Throws an Error unless a state is an average of the model's statistics. */
function averageOf<Data, Model extends TrainableModel<Data, Model>>(state: NamedArrays, model: Model): Float64Array {
  checkArrays(
    'onlineEm(start, examples).player.restore(state)',
    { average: { shape: state['average']?.shape ?? [0] } },
    state,
  );
  const { average } = state as { readonly average: NdArray };
  const statistics = Float64Array.from(average.data);
  model.maximize(statistics);
  return statistics;
}
