import type { Facts, Standing } from './messages.js';

/** Nats of JSD that are not worth a word: a histogram of so many points has about 0.01 of noise. */
const SMALL = 0.1;

/** Modes with less than a quarter of their share of the points. */
export function lostModes(counts: readonly number[]): number {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.filter((count) => 4 * count * counts.length < all).length;
}

/**
 * What is to be thought of the game, by the truth: how far G is, and whether the game's own bound says so. A bound of `packing` points
 * at once is of another divergence, which is larger: of that the truth of one says nothing.
 */
export function verdictOf(
  { truth, reported, spread, lost }: Pick<Standing, 'truth' | 'reported' | 'spread' | 'lost'>,
  { modes, packing }: Pick<Facts, 'modes' | 'packing'>,
): string {
  const nats = (value: number): string => value.toFixed(2);
  const shape = [...(spread < 0.5 ? ['collapsed'] : []), ...(lost > 0 ? [`${lost} of ${modes} modes lost`] : [])];
  // A bound below 0 says what 0 says.
  const hidden = truth - Math.max(0, reported);
  const how =
    truth < SMALL
      ? `close: the JSD is ${nats(truth)}`
      : packing > 1
        ? `far by ${nats(truth)} nats; the bound is of ${packing} points at once`
        : hidden > SMALL
          ? `the bound hides ${nats(hidden)} of ${nats(truth)} nats`
          : `far by ${nats(truth)} nats, and the bound says so`;
  return [how, ...shape].join('; ');
}
