import { type NdArray, ndArray } from '@latents/math';

/** A sequence of steps, each the MIDI numbers (21 to 108) of the keys that sound; none is a rest. */
export type NoteSequence = readonly (readonly number[])[];

/** Sequences padded to one length. A type and not an interface, so that `batches` and `splitRows` take it. */
export type PianoRolls = {
  /** `[sequences, steps, 88]`: 1 where key `column` sounds; column 0 is MIDI 21 (A0). Zeros beyond the length. */
  readonly rolls: NdArray<Uint8Array>;
  /** `[sequences]`: how many steps of each are not padding. */
  readonly lengths: NdArray<Int32Array>;
};

const KEYS = 88;
const LOWEST = 21;

/**
 * Sequences of notes as 88-key piano rolls, padded with silence to the longest.
 *
 * @example
 * ```ts
 * import { pianoRolls } from '@latents/datasets';
 *
 * const { rolls, lengths } = pianoRolls([[[60, 64, 67], []], [[21]]]);
 * rolls.shape; // => [2, 2, 88]
 * lengths.data; // => Int32Array.of(2, 1)
 * rolls.data.indexOf(1); // => 60 - 21
 * ```
 * @throws RangeError if there are no sequences, a sequence has no steps, or a note is not an integer from 21 to 108.
 */
export function pianoRolls(sequences: readonly NoteSequence[]): PianoRolls {
  if (sequences.length === 0) throw new RangeError('pianoRolls(sequences): expected at least one sequence, got none.');
  const lengths = Int32Array.from(sequences, (sequence) => sequence.length);
  const steps = lengths.reduce((longest, length) => Math.max(longest, length), 0);
  const rolls = new Uint8Array(sequences.length * steps * KEYS);
  for (const [n, sequence] of sequences.entries()) {
    if (sequence.length === 0) {
      throw new RangeError(`pianoRolls(sequences): expected at least one step, got none in sequence ${n}.`);
    }
    for (const [step, notes] of sequence.entries()) {
      for (const note of notes) {
        if (!Number.isInteger(note) || note < LOWEST || note >= LOWEST + KEYS) {
          throw new RangeError(
            `pianoRolls(sequences): expected MIDI notes from 21 to 108, got ${note} in sequence ${n}, step ${step}.`,
          );
        }
        rolls[(n * steps + step) * KEYS + note - LOWEST] = 1;
      }
    }
  }
  return { rolls: ndArray([sequences.length, steps, KEYS], rolls), lengths: ndArray([sequences.length], lengths) };
}
