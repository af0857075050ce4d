import { checkInteger, checkPositiveInteger, drawIndex, type Rng } from '@latents/math';
import { type NoteSequence, type PianoRolls, pianoRolls } from '../music/piano-rolls.js';
import { leadVoices, type Voicing } from './voice-leading.js';

/** Made-up four-part music. */
export interface ChoraleLike {
  /** `n` independent pieces, a chord a step, as 88-key rolls of four notes a step. */
  sample(n: number, rng: Rng): PianoRolls;
}

/** The degrees, 0 (I) to 5 (vi), whose triads are used: no diminished one. */
const DEGREES = [0, 2, 4, 5, 7, 9];

/** What follows each degree: row I, ii, iii, IV, V, vi; columns alike. */
const PROGRESSION = [
  [0.1, 0.15, 0.05, 0.3, 0.25, 0.15],
  [0, 0.1, 0, 0, 0.8, 0.1],
  [0, 0, 0, 0.5, 0, 0.5],
  [0.25, 0.15, 0, 0.1, 0.5, 0],
  [0.7, 0, 0, 0, 0.1, 0.2],
  [0, 0.4, 0.1, 0.4, 0.1, 0],
].map((row) => Float64Array.from(row));

/**
 * Pieces in the manner of a chorale, from a few rules: a chain of diatonic triads that begins on I and ends V, I; each chord set
 * for soprano, alto, tenor and bass in their ranges, none crossing, no fifths or octaves in parallel, and the upper voices
 * moving little. They are no masterpieces, but they are ours to ship, and they have what real chorales have for a model to learn:
 * voices that depend on each other and on the step before.
 *
 * @param options.chords Steps a piece, at least 3.
 * @param options.tonics The keys that pieces are in, each as likely: semitones above C, 0 to 11 (default C major alone).
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { choraleLike } from '@latents/datasets/synthetic';
 *
 * const { rolls } = choraleLike({ chords: 16 }).sample(2, createRng(0));
 * rolls.shape; // => [2, 16, 88]
 * ```
 * @throws RangeError if `chords` is not an integer of at least 3, or `tonics` empty or not integers from 0 to 11.
 */
export function choraleLike(options: { readonly chords: number; readonly tonics?: readonly number[] }): ChoraleLike {
  const { chords, tonics = [0] } = options;
  checkInteger('choraleLike({ chords })', chords, 3);
  if (tonics.length === 0 || tonics.some((tonic) => !Number.isInteger(tonic) || tonic < 0 || tonic > 11)) {
    throw new RangeError(`choraleLike({ tonics }): expected integers from 0 to 11, at least one, got [${tonics}].`);
  }
  return {
    sample(n, rng) {
      checkPositiveInteger('chorales.sample(n)', n);
      return pianoRolls(Array.from({ length: n }, () => piece(chords, tonics[rng.integer(tonics.length)]!, rng)));
    },
  };
}

function piece(chords: number, tonic: number, rng: Rng): NoteSequence {
  let voicing: Voicing | undefined;
  return degrees(chords, rng).map((degree) => {
    voicing = leadVoices(triad(degree, tonic), voicing, rng);
    return voicing;
  });
}

/** Indices into DEGREES: I, then the chain, then V, I. */
function degrees(chords: number, rng: Rng): number[] {
  const chain = [0];
  while (chain.length < chords - 2) chain.push(drawIndex(rng, PROGRESSION[chain.at(-1)!]!));
  return [...chain, 4, 0];
}

/** Root, third and fifth of a degree of the major key, as semitones above C, 0 to 11. */
function triad(degree: number, tonic: number): readonly [number, number, number] {
  const root = DEGREES[degree]!;
  // I, IV and V are major, the others minor.
  const third = degree === 0 || degree === 3 || degree === 4 ? 4 : 3;
  const above = (interval: number) => (tonic + root + interval) % 12;
  return [above(0), above(third), above(7)];
}
