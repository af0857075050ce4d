import { checkInteger, checkNdArray, checkOptions, checkPositive, type NdArray } from '@latents/math';
import { type MidiEvent, writeMidi } from 'midi-file';

/** Ticks per quarter note. */
const PPQ = 480;
/** How hard every key is struck, from 0 to 127. */
const VELOCITY = 88;

export interface MidiOptions {
  /** Quarter notes per step (default 1). */
  readonly quartersPerStep?: number;
  /** Quarter notes per minute (default 90). */
  readonly tempo?: number;
  /** The MIDI number of column 0 (default 21, A0). */
  readonly lowest?: number;
}

/**
 * Returns a piano roll as the bytes of a Standard MIDI file with one track. A key that sounds in successive steps is one held
 * note.
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
export function pianoRollToMidi(roll: NdArray, options: MidiOptions = {}): Uint8Array {
  checkOptions('pianoRollToMidi(roll, options)', options, ['quartersPerStep', 'tempo', 'lowest']);
  const { quartersPerStep = 1, tempo = 90, lowest = 21 } = options;
  checkNdArray('pianoRollToMidi(roll)', 'roll', roll);
  const [steps, keys] = roll.shape;
  if (roll.shape.length !== 2 || !steps || !keys) {
    throw new RangeError(`pianoRollToMidi(roll): expected a roll of shape [steps, keys], got [${roll.shape}].`);
  }
  for (const [name, value] of Object.entries({ quartersPerStep, tempo })) {
    checkPositive(`pianoRollToMidi(roll, { ${name} })`, value);
  }
  checkInteger('pianoRollToMidi(roll, { lowest })', lowest, 0, 128 - keys, `${keys} keys within MIDI's 0 to 127`);
  const ticks = Math.round(PPQ * quartersPerStep);
  const notes: Note[] = [];
  for (let key = 0; key < keys; key++) {
    for (let step = 0; step < steps; step++) {
      const start = step;
      while (step < steps && sounds(roll, step, key)) step++;
      if (step > start) notes.push(...noteOf(lowest + key, start * ticks, step * ticks));
    }
  }
  // At one tick notes end before others begin.
  notes.sort((a, b) => a.tick - b.tick || Number(a.begins) - Number(b.begins));
  const events: MidiEvent[] = [
    { deltaTime: 0, meta: true, type: 'setTempo', microsecondsPerBeat: Math.floor(60e6 / tempo) },
    ...notes.map(({ tick, begins, noteNumber }, i): MidiEvent => {
      const deltaTime = tick - (notes[i - 1]?.tick ?? 0);
      return begins
        ? { deltaTime, channel: 0, type: 'noteOn', noteNumber, velocity: VELOCITY }
        : { deltaTime, channel: 0, type: 'noteOff', noteNumber, velocity: 0 };
    }),
    { deltaTime: 0, meta: true, type: 'endOfTrack' },
  ];
  return Uint8Array.from(writeMidi({ header: { format: 0, numTracks: 1, ticksPerBeat: PPQ }, tracks: [events] }));
}

/** The beginning or the end of a note. */
interface Note {
  readonly tick: number;
  readonly begins: boolean;
  readonly noteNumber: number;
}

function noteOf(noteNumber: number, from: number, to: number): Note[] {
  return [
    { tick: from, begins: true, noteNumber },
    { tick: to, begins: false, noteNumber },
  ];
}

function sounds({ data, shape }: NdArray, step: number, key: number): boolean {
  const value = data[step * shape[1]! + key];
  if (value !== 0 && value !== 1) {
    throw new RangeError(`pianoRollToMidi(roll): expected zeros and ones, got ${value} at step ${step}, key ${key}.`);
  }
  return value === 1;
}
