import { choraleLike } from '@latents/datasets/synthetic';
import { ndArray, type Rng } from '@latents/math';
import type { Sequences } from '@latents/vrnn';
import type { Roll } from './messages.js';
import { CHORDS, KEYS, LOWEST } from './settings.js';

/** `count` made-up pieces in C major, cut to the keys that their voices use. */
export function pieces(count: number, rng: Rng): Sequences {
  const { rolls, lengths } = choraleLike({ chords: CHORDS }).sample(count, rng);
  const [keys, first] = [rolls.shape[2]!, LOWEST - 21];
  const x = new Uint8Array(count * CHORDS * KEYS);
  for (let row = 0; row < count * CHORDS; row++) {
    x.set(rolls.data.subarray(row * keys + first, row * keys + first + KEYS), row * KEYS);
  }
  return { x: ndArray([count, CHORDS, KEYS], x), lengths };
}

/** The pieces of `[count, steps, keys]` values, apart. */
export function rollsOf(values: ArrayLike<number>): Roll[] {
  const size = CHORDS * KEYS;
  return Array.from({ length: values.length / size }, (_, i) =>
    Uint8Array.from({ length: size }, (_, j) => values[i * size + j]!),
  );
}
