import type { Rng } from './rng.js';

/**
 * Draws an index from 0 to `length - 1` with probability proportional to `weights[start + index]`. An index of weight 0 is never drawn.
 * Takes one uniform number from `rng`.
 *
 * @param weights Finite numbers >= 0, which need not sum to 1. If all are 0, the index is 0.
 * @example
 * ```ts
 * import { createRng, drawIndex } from '@latents/math';
 *
 * drawIndex(createRng(0), [0, 3, 0]); // => 1
 * ```
 */
export function drawIndex(
  rng: Pick<Rng, 'uniform'>,
  weights: ArrayLike<number>,
  start = 0,
  length = weights.length - start,
): number {
  let total = 0;
  for (let i = 0; i < length; i++) total += weights[start + i]!;
  let left = rng.uniform() * total;
  let last = 0;
  for (let i = 0; i < length; i++) {
    const w = weights[start + i]!;
    if (w > 0) {
      last = i;
      left -= w;
      if (left < 0) return i;
    }
  }
  return last;
}
