/** A key held for some steps on end. */
export interface Note {
  /** The row of the roll, 0 the lowest key. */
  readonly key: number;
  /** The step that it starts in, and how many steps it sounds. */
  readonly start: number;
  readonly steps: number;
}

/** The notes of a roll `[steps, keys]` of zeros and ones, row by row: a key that sounds in steps on end is one note. */
export function notesOf(roll: ArrayLike<number>, keys: number): Note[] {
  const steps = roll.length / keys;
  const notes: Note[] = [];
  for (let key = 0; key < keys; key++) {
    for (let step = 0; step < steps; step++) {
      const start = step;
      while (step < steps && roll[step * keys + key] === 1) step++;
      if (step > start) notes.push({ key, start, steps: step - start });
    }
  }
  return notes;
}

/** The pitch of a MIDI note in hertz, in equal temperament with A4, note 69, at 440. */
export function frequency(midi: number): number {
  return 440 * 2 ** ((midi - 69) / 12);
}
