import { type ArrayInput, asNdArray, type NdArray } from '@latents/math';
import { ImpossibleDataError } from '../algorithms/degenerate-model-error.js';
import type { Emission } from './emission.js';

/**
 * A sequence of observations, or one with states that are known (-1 where not) or a weight. Observations are symbols
 * `number[]`, rows `number[][]`, or an array of the shape that the emission takes.
 */
export type HmmSequence =
  | ArrayInput
  | { readonly observations: ArrayInput; readonly states?: ArrayLike<number>; readonly weight?: number };

/** A sequence with its parts by name. */
export interface OpenSequence {
  readonly observations: NdArray;
  readonly states?: ArrayLike<number>;
  readonly weight?: number;
}

/** Returns a sequence with its parts by name, and observations as an array. */
export function openSequence(sequence: HmmSequence, name: string): OpenSequence {
  const isRecord = typeof sequence === 'object' && sequence !== null && 'observations' in sequence;
  const parts = isRecord ? sequence : undefined;
  const observations = parts ? parts.observations : (sequence as ArrayInput);
  return {
    ...parts,
    // The emission checks the values.
    observations: asNdArray(name, 'observations', observations, { finite: false }),
  };
}

/**
 * The parts of a sequence, checked against an emission.
 *
 * @throws RangeError for observations that are not the emission's, states out of range or a weight that is negative or not finite.
 */
export function checkedSequence(sequence: HmmSequence, emission: Emission, name: string): OpenSequence {
  const open = openSequence(sequence, name);
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

/**
 * Returns sequences with their parts by name.
 *
 * @throws TypeError for what is not a list.
 * @throws RangeError as {@link checkedSequence} does, naming the sequence.
 */
export function checkedSequences(where: string, sequences: unknown, emission: Emission): OpenSequence[] {
  if (!Array.isArray(sequences))
    throw new TypeError(`${where}: expected a list of sequences, got ${typeof sequences}. Put one sequence in a list.`);
  return (sequences as readonly HmmSequence[]).map((sequence, i) =>
    checkedSequence(sequence, emission, `${where}: sequence ${i}`),
  );
}

/** Returns the error for a sequence that the model cannot emit. */
export function impossible(where: string, which: string): ImpossibleDataError {
  return new ImpossibleDataError(
    `${where}: expected a path that can emit ${which}, got probability 0. Give the symbol, transition or start that it needs a positive probability.`,
  );
}
