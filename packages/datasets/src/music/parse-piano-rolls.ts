import { bytesOf } from '../files/bytes.js';
import { gunzip, type InflateOptions } from '../files/gunzip.js';
import { type NoteSequence, type PianoRolls, pianoRolls } from './piano-rolls.js';

/** The three parts of a benchmark, each padded to its own longest sequence. */
export interface PianoRollSplits {
  readonly train: PianoRolls;
  readonly validation: PianoRolls;
  readonly test: PianoRolls;
}

/**
 * Returns the piano rolls in a JSON file, gzipped or not, of the form in which the JSB chorales are kept:
 * `{ "train": sequences, "valid": sequences, "test": sequences }`, a sequence being a list of steps and a step a list
 * of MIDI notes.
 *
 * @example
 * ```ts
 * import { parsePianoRolls } from '@latents/datasets';
 *
 * const json = JSON.stringify({ train: [[[60], [62]], [[64]]], valid: [[[65]]], test: [[[67, 71]]] });
 * const { train } = await parsePianoRolls(new TextEncoder().encode(json));
 * train.rolls.shape; // => [2, 2, 88]
 * ```
 * @throws RangeError (the promise rejects) if the bytes are not such a file or inflate to more than `maxBytes`, or as {@link pianoRolls}
 * does.
 * @see Boulanger-Lewandowski, Bengio & Vincent 2012, "Modeling temporal dependencies in high-dimensional sequences"
 */
export async function parsePianoRolls(
  bytes: Uint8Array | ArrayBuffer,
  options?: InflateOptions,
): Promise<PianoRollSplits> {
  const where = 'parsePianoRolls(bytes, options)';
  const file = parseJson(await gunzip(bytesOf(where, bytes), where, options));
  return { train: part(file, 'train'), validation: part(file, 'valid'), test: part(file, 'test') };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new RangeError(`parsePianoRolls(bytes): expected JSON, got ${(cause as Error).message}.`, { cause });
  }
}

function part(file: unknown, name: string): PianoRolls {
  const sequences = (file as Record<string, unknown> | null)?.[name];
  if (!isListOf(sequences, (sequence) => isListOf(sequence, Array.isArray))) {
    throw new RangeError(
      `parsePianoRolls(bytes): expected a list of lists of lists of notes as '${name}', got another.`,
    );
  }
  try {
    return pianoRolls(sequences as NoteSequence[]);
  } catch (cause) {
    throw new RangeError(`parsePianoRolls(bytes): in '${name}': ${(cause as Error).message}`, { cause });
  }
}

function isListOf(value: unknown, test: (item: unknown) => boolean): value is unknown[] {
  return Array.isArray(value) && value.every(test);
}
