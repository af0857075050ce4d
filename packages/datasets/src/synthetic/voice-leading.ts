import type { Rng } from '@latents/math';

/** MIDI notes of bass, tenor, alto and soprano, rising. */
export type Voicing = readonly [bass: number, tenor: number, alto: number, soprano: number];

const RANGES = [
  [40, 60],
  [48, 67],
  [55, 74],
  [60, 79],
] as const;
const MIDDLES: Voicing = [48, 55, 62, 69];
/** Neighbours above the tenor are no further apart. */
const OCTAVE = 12;
/** In semitones of motion: how far a voicing drawn may be from the smoothest. */
const FREEDOM = 4;

/**
 * Sets a triad for four voices: the bass on its root (or, for 3 semitones of motion more, its third), all three notes present, no
 * voices crossing, no parallel fifths or octaves after `before`. Of such voicings the one that moves least, up to a random few semitones.
 *
 * @param chord Root, third and fifth, 0 to 11.
 */
export function leadVoices(
  chord: readonly [number, number, number],
  before: Voicing | undefined,
  rng: Pick<Rng, 'uniform'>,
): Voicing {
  const notes = RANGES.map(([low, high]) =>
    Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((note) => chord.includes(note % 12)),
  );
  let best: { readonly cost: number; readonly voicing: Voicing } | undefined;
  for (const bass of notes[0]!.filter((note) => note % 12 !== chord[2])) {
    for (const tenor of notes[1]!) {
      for (const alto of notes[2]!) {
        for (const soprano of notes[3]!) {
          const voicing: Voicing = [bass, tenor, alto, soprano];
          if (!stands(voicing) || (before && hasParallels(before, voicing))) continue;
          const inverted = bass % 12 === chord[0] ? 0 : 3;
          const cost = motion(before ?? MIDDLES, voicing) + inverted + FREEDOM * rng.uniform();
          if (best === undefined || cost < best.cost) best = { cost, voicing };
        }
      }
    }
  }
  return best!.voicing;
}

function stands([bass, tenor, alto, soprano]: Voicing): boolean {
  const rising = bass < tenor && tenor < alto && alto < soprano;
  const close = alto - tenor <= OCTAVE && soprano - alto <= OCTAVE;
  return rising && close && new Set([bass, tenor, alto, soprano].map((note) => note % 12)).size === 3;
}

/** Whether two voices move in the same direction from a fifth to a fifth, or from an octave to an octave. */
export function hasParallels(before: Voicing, after: Voicing): boolean {
  for (let low = 0; low < 4; low++) {
    for (let high = low + 1; high < 4; high++) {
      const interval = (before[high]! - before[low]!) % 12;
      const same = interval === (after[high]! - after[low]!) % 12 && (interval === 0 || interval === 7);
      if (same && (after[low]! - before[low]!) * (after[high]! - before[high]!) > 0) return true;
    }
  }
  return false;
}

/** Semitones moved; the bass, which leaps by nature, counts a third. */
function motion(before: Voicing, after: Voicing): number {
  return after.reduce((sum, note, voice) => sum + Math.abs(note - before[voice]!) / (voice === 0 ? 3 : 1), 0);
}
