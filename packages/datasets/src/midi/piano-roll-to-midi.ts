import { checkPositive, type NdArray } from '@latents/math';
import * as tonejs from '@tonejs/midi';

// Node sees the package's CommonJS build as one default export, bundlers its modules as named ones.
const { Midi } = 'Midi' in tonejs ? tonejs : (tonejs as { readonly default: typeof tonejs }).default;

export interface MidiOptions {
  /** Quarter notes a step lasts (default 1). */
  readonly quartersPerStep?: number;
  /** Quarter notes a minute (default 90). */
  readonly tempo?: number;
  /** The MIDI number of column 0 (default 21, A0). */
  readonly lowest?: number;
}

/**
 * A piano roll as the bytes of a Standard MIDI file. A key that sounds in steps on end is one held note.
 *
 * @param roll `[steps, keys]` of zeros and ones.
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { pianoRollToMidi } from '@latents/datasets/midi';
 *
 * const bytes = pianoRollToMidi(ndArray([2, 88], new Uint8Array(176).fill(1, 39, 40)));
 * String.fromCharCode(...bytes.subarray(0, 4)); // => 'MThd'
 * ```
 * @throws RangeError for another shape or value, keys beyond MIDI's 0 to 127, or a tempo or step that is not positive.
 */
export function pianoRollToMidi(
  roll: NdArray,
  { quartersPerStep = 1, tempo = 90, lowest = 21 }: MidiOptions = {},
): Uint8Array {
  const [steps, keys] = roll.shape;
  if (roll.shape.length !== 2 || !steps || !keys) {
    throw new RangeError(`pianoRollToMidi(roll): expected a roll of shape [steps, keys], got [${roll.shape}].`);
  }
  for (const [name, value] of Object.entries({ quartersPerStep, tempo })) {
    checkPositive(`pianoRollToMidi(roll, { ${name} })`, value);
  }
  if (!Number.isInteger(lowest) || lowest < 0 || lowest + keys > 128) {
    throw new RangeError(
      `pianoRollToMidi(roll, { lowest }): expected ${keys} keys within MIDI's 0 to 127, got ${lowest} to ${lowest + keys - 1}.`,
    );
  }
  const midi = new Midi();
  midi.header.setTempo(tempo);
  const track = midi.addTrack();
  const ticks = Math.round(midi.header.ppq * quartersPerStep);
  for (let key = 0; key < keys; key++) {
    for (let step = 0; step < steps; step++) {
      const start = step;
      while (step < steps && sounds(roll, step, key)) step++;
      if (step > start)
        track.addNote({
          midi: lowest + key,
          ticks: start * ticks,
          durationTicks: (step - start) * ticks,
          velocity: 0.7,
        });
    }
  }
  return midi.toArray();
}

function sounds({ data, shape }: NdArray, step: number, key: number): boolean {
  const value = data[step * shape[1]! + key];
  if (value !== 0 && value !== 1) {
    throw new RangeError(`pianoRollToMidi(roll): expected zeros and ones, got ${value} at step ${step}, key ${key}.`);
  }
  return value === 1;
}
