/** A total in the two units of the field. */
export interface NatsPer {
  /** Nats per sequence: the total divided by the number of sequences. */
  readonly sequence: number;
  /** Nats per step: the total divided by the number of steps of all sequences. */
  readonly step: number;
}

/**
 * Returns log-likelihoods of sequences, or bounds on them, averaged over the sequences and over all their steps. (The mean of
 * each sequence's own nats per step would be a third number. It favours short sequences, and nobody publishes it.)
 *
 * @param values One value per sequence, in nats: the result of `vrnn.logLikelihood`, say.
 * @param lengths Number of steps of each sequence.
 * @example
 * ```ts
 * import { natsPer } from '@latents/vrnn';
 *
 * natsPer([-30, -10], [10, 10]); // => { sequence: -20, step: -2 }
 * ```
 * @throws RangeError if there are no sequences, not as many lengths as values, a length is not a positive integer, or a value is NaN.
 */
export function natsPer(values: ArrayLike<number>, lengths: ArrayLike<number>): NatsPer {
  if (values.length === 0 || values.length !== lengths.length) {
    throw new RangeError(
      `natsPer(values, lengths): expected one length per value and at least one, got ${values.length} values and ${lengths.length} lengths.`,
    );
  }
  let total = 0;
  let steps = 0;
  for (let i = 0; i < values.length; i++) {
    const [value, length] = [values[i]!, lengths[i]!];
    if (Number.isNaN(value)) throw new RangeError(`natsPer(values, lengths): expected numbers, got NaN at index ${i}.`);
    if (!Number.isInteger(length) || length < 1) {
      throw new RangeError(`natsPer(values, lengths): expected positive integer lengths, got ${length} at index ${i}.`);
    }
    total += value;
    steps += length;
  }
  return { sequence: total / values.length, step: total / steps };
}
