import { checkNdArray, type NamedArrays, type NdArray, ndArray } from '@latents/math';
import { checkArrays } from '@latents/training';
import { checkedRows } from '../tables/distribution-rows.js';
import type { Emission } from './emission.js';

/** Prefix of the emission's arrays among those of a hidden Markov model. */
export const EMISSION = 'emission/';

/** Parameters of a hidden Markov model. */
export interface HmmParameters<E extends Emission> {
  /** p(z_1), `[states]`. */
  readonly start: ArrayLike<number>;
  /** p(z_t | z_{t-1}), `[states, states]`; each row, with its entry of `stop`, sums to 1. Zeros stay zero in training: left-to-right and sparse chains. */
  readonly transitions: NdArray;
  /** Probability that the sequence ends after a state, `[states]`; absent if lengths are given. */
  readonly stop?: ArrayLike<number>;
  readonly emission: E;
}

/** Parameters as the dynamic programs read them. */
export interface Chain<E extends Emission> {
  readonly start: Float64Array;
  /** `[states, states + 1]` with stop in the last column, or `[states, states]`. */
  readonly moves: Float64Array;
  readonly hasStop: boolean;
  readonly emission: E;
}

/**
 * Returns checked parameters.
 *
 * @throws RangeError for a wrong shape, or rows that are not distributions.
 */
export function chainOf<E extends Emission>({ start, transitions, stop, emission }: HmmParameters<E>): Chain<E> {
  const m = emission.states;
  checkNdArray('new HiddenMarkovModel({ transitions })', 'transitions', transitions, { finite: false });
  if (transitions.shape.join() !== `${m},${m}`)
    throw new RangeError(
      `new HiddenMarkovModel({ transitions }): expected shape [${m}, ${m}], one row a state of the emission, got [${transitions.shape}].`,
    );
  if (stop && stop.length !== m)
    throw new RangeError(`new HiddenMarkovModel({ stop }): expected ${m} numbers, got ${stop.length}.`);
  const rows = Array.from({ length: m }, (_, i) => [
    ...transitions.data.slice(i * m, (i + 1) * m),
    ...(stop ? [stop[i]!] : []),
  ]).flat();
  return {
    start: checkedRows(start, 1, m, 'new HiddenMarkovModel({ start })'),
    moves: checkedRows(rows, m, m + (stop ? 1 : 0), 'new HiddenMarkovModel({ transitions, stop })'),
    hasStop: stop !== undefined,
    emission,
  };
}

/** Returns the transitions, `[states, states]`, and the stop, `[states]`, if there is one. */
export function splitMoves<E extends Emission>({
  moves,
  hasStop,
  emission: { states: m },
}: Chain<E>): {
  readonly transitions: NdArray<Float64Array>;
  readonly stop?: Float64Array;
} {
  const width = m + (hasStop ? 1 : 0);
  const transitions = ndArray(
    [m, m],
    moves.filter((_, i) => i % width < m),
  );
  return { transitions, ...(hasStop && { stop: moves.filter((_, i) => i % width === m) }) };
}

/**
 * Returns the parameters of arrays by name, those of the emission apart.
 *
 * @throws Error if an array of the chain is missing, unknown, misshapen or not finite.
 */
export function parametersOf<E extends Emission>(
  where: string,
  hasStop: boolean,
  emission: E,
  arrays: NamedArrays,
): HmmParameters<E> {
  const m = emission.states;
  const vector = { shape: [m] };
  const own = Object.fromEntries(Object.entries(arrays).filter(([name]) => !name.startsWith(EMISSION)));
  checkArrays(where, { start: vector, transitions: { shape: [m, m] }, ...(hasStop && { stop: vector }) }, own);
  const { start, transitions, stop } = own as Readonly<Record<string, NdArray>>;
  return { start: start!.data, transitions: transitions!, emission, ...(stop && { stop: stop.data }) };
}
