import { isNdArray, type NdArray } from '@latents/math';
import { ImpossibleDataError } from '../algorithms/degenerate-model-error.js';
import type { Emission } from './emission.js';

/** A sequence of observations, or one with states that are known (-1 where not) or a weight. */
export type HmmSequence =
  | NdArray
  | { readonly observations: NdArray; readonly states?: ArrayLike<number>; readonly weight?: number };

/** A sequence with its parts by name. */
export function openSequence(sequence: HmmSequence): {
  observations: NdArray;
  states?: ArrayLike<number>;
  weight?: number;
} {
  return isNdArray(sequence) ? { observations: sequence } : sequence;
}

/**
 * The parts of a sequence, checked against an emission.
 *
 * @throws RangeError for observations that are not the emission's, states out of range or a weight that is negative or not finite.
 */
export function checkedSequence(sequence: HmmSequence, emission: Emission, name: string) {
  const open = openSequence(sequence);
  emission.check(open.observations, name);
  const { states, weight = 1 } = open;
  const steps = open.observations.shape[0]!;
  if (
    states &&
    (states.length !== steps || !Array.from(states).every((z) => Number.isInteger(z) && z >= -1 && z < emission.states))
  ) {
    throw new RangeError(
      `${name}: expected ${steps} states from -1 (unknown) to ${emission.states - 1}, got [${Array.from(states).slice(0, 8)}].`,
    );
  }
  if (!(weight >= 0 && weight < Infinity)) {
    throw new RangeError(`${name}: expected a finite weight >= 0, got ${weight}.`);
  }
  return open;
}

/** Returns the error for a sequence that the model cannot emit. */
export function impossible(what: string): ImpossibleDataError {
  return new ImpossibleDataError(
    `${what} has probability 0: no path can emit it. Give the symbol, transition or start it needs a positive probability.`,
  );
}
