import { checkPositive } from '@latents/math';
import type { Move, Player } from '@latents/training';
import type { LatentVariableModel } from './latent-variable-model.js';

/** One player that does both halves of EM on each batch, and the model it has reached. */
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
 * Stepwise EM for streams: the statistics per example are an exponentially forgetting average over batches, and the model is
 * the M step of that average, weighted as `examples` in all. Not monotone; it forgets its start at rate `decay`.
 *
 * @param examples How many examples the whole stream or data set has: how strongly the data count against a prior.
 * @throws RangeError for a decay outside (0.5, 1], a delay below 1, or `examples` that are not positive.
 * @see Cappe & Moulines 2009; Liang & Klein 2009
 */
export function onlineEm<Data, Model extends LatentVariableModel<Data, Model>>(
  start: Model,
  examples: number,
  { decay = 0.6, delay = 2 }: OnlineOptions = {},
): BatchEm<Data, Model> {
  if (!(decay > 0.5 && decay <= 1))
    throw new RangeError(`onlineEm(start, examples, { decay }): expected a number in (0.5, 1], got ${decay}.`);
  if (!(delay >= 1 && delay < Infinity))
    throw new RangeError(`onlineEm(start, examples, { delay }): expected a finite number >= 1, got ${delay}.`);
  checkPositive('onlineEm(start, examples)', examples);
  let model = start;
  let average: Float64Array | undefined;
  return {
    player: {
      name: 'em',
      take(batch, { step }) {
        const expectation = model.expect(batch);
        const rate = average ? (step + delay) ** -decay : 1;
        const fresh = expectation.statistics.map((value) => (value * examples) / expectation.examples);
        average = average ? average.map((value, i) => value + rate * (fresh[i]! - value)) : fresh;
        model = model.maximize(average);
        return tightMove(expectation);
      },
    },
    get model() {
      return model;
    },
  };
}

/**
 * Incremental EM: each batch's statistics are kept, and replaced when the batch comes round again, so that every visit is an
 * exact E step on a part of the data. The bound over all the data never falls.
 *
 * @param parts The batches, in a fixed division of the data.
 * @throws RangeError if there are no parts.
 * @see Neal & Hinton 1998
 */
export function incrementalEm<Data, Model extends LatentVariableModel<Data, Model>>(
  start: Model,
  parts: readonly Data[],
): BatchEm<Data, Model> & { /** The bound over all the data, in nats. */ readonly bound: number } {
  if (parts.length === 0) throw new RangeError('incrementalEm(start, parts): expected at least one part, got none.');
  let model = start;
  const kept = parts.map((part) => model.expect(part));
  const total = kept[0]!.statistics.map((_, i) => kept.reduce((sum, { statistics }) => sum + statistics[i]!, 0));
  return {
    player: {
      name: 'em',
      take(batch, { step }) {
        const index = parts.indexOf(batch);
        if (index < 0)
          throw new RangeError(
            `incrementalEm(start, parts): expected one of the ${parts.length} parts given at the start, got another batch at step ${step}.`,
          );
        const fresh = model.expect(batch);
        for (let i = 0; i < total.length; i++)
          total[i] = kept.reduce((sum, part, p) => sum + (p === index ? fresh : part).statistics[i]!, 0);
        kept[index] = fresh;
        model = model.maximize(total);
        return tightMove(fresh);
      },
    },
    get model() {
      return model;
    },
    get bound() {
      return model.expectedLogJoint(total) + kept.reduce((sum, { entropy }) => sum + entropy, 0);
    },
  };
}

function tightMove({
  expectedLogJoint,
  entropy,
  examples,
}: {
  expectedLogJoint: number;
  entropy: number;
  examples: number;
}): Move {
  const terms = { 'expected log joint': expectedLogJoint / examples, entropy: entropy / examples };
  return {
    nats: terms['expected log joint'] + terms.entropy,
    of: 'log p(x)',
    side: 'lower',
    direction: 'up',
    sound: true,
    terms,
  };
}
