import { ndArray } from '@latents/math';
import type { Player } from '@latents/training';
import { boundMove } from './bound-move.js';
import { expectationArrays, expectationsOf } from './expectation-state.js';
import { fingerprint } from './fingerprint.js';
import type { Expectation, TrainableModel } from './latent-variable-model.js';
import type { BatchEm } from './online-em.js';

/**
 * Returns incremental EM: each batch's statistics are kept, and replaced when the batch comes round again, so that every
 * visit is an exact E step on a part of the data. The bound over all the data never falls.
 *
 * `start` stays as it is: a copy is trained, `model`. Give both `model` and `player` to `checkpoint` and `resume`.
 *
 * @param parts The batches, in a fixed division of the data.
 * @throws RangeError if there are no parts.
 * @see Neal & Hinton 1998
 */
export function incrementalEm<Data, Model extends TrainableModel<Data, Model>>(
  start: Model,
  parts: readonly Data[],
): BatchEm<Data, Model> & { /** The bound over all the data, in nats. */ readonly bound: number } {
  if (parts.length === 0) throw new RangeError('incrementalEm(start, parts): expected at least one part, got none.');
  const model = start.copy();
  let kept: readonly Expectation[] = parts.map((part) => model.expect(part));
  let total = sumOf(kept);
  const player: Player<Data> = {
    name: 'em',
    model,
    settings: { method: 'incremental', parts: parts.length },
    take(batch, { step }) {
      const index = parts.indexOf(batch);
      if (index < 0)
        throw new RangeError(
          `incrementalEm(start, parts): expected one of the ${parts.length} parts given at the start, got another batch at step ${step}.`,
        );
      const fresh = model.expect(batch);
      const next = kept.map((part, p) => (p === index ? fresh : part));
      const sum = sumOf(next);
      model.become(model.maximize(sum));
      [kept, total] = [next, sum];
      return boundMove(fresh);
    },
    state: async () => ({
      ...expectationArrays(kept),
      parts: ndArray([parts.length, 2], Float64Array.from(parts.flatMap((part) => [...fingerprint(part)]))),
    }),
    async restore(state) {
      const where = 'incrementalEm(start, parts).player.restore(state)';
      const found = expectationsOf(where, parts.length, state, { parts: { shape: [parts.length, 2] } });
      for (const [p, part] of parts.entries()) {
        const [a, b] = fingerprint(part);
        const { data } = state['parts']!;
        if (data[2 * p] !== a || data[2 * p + 1] !== b)
          throw new Error(`${where}: expected the parts that the run had, got other data as part ${p}.`);
      }
      const sum = sumOf(found);
      // Refuses statistics of another model.
      model.maximize(sum);
      [kept, total] = [found, sum];
    },
  };
  return {
    player,
    model,
    get bound() {
      return model.expectedLogJoint(total) + kept.reduce((sum, { entropy }) => sum + entropy, 0);
    },
  };
}

/** The statistics of all parts, `[statistics]`. */
function sumOf(kept: readonly Expectation[]): Float64Array {
  return kept[0]!.statistics.map((_, i) => kept.reduce((sum, { statistics }) => sum + statistics[i]!, 0));
}
