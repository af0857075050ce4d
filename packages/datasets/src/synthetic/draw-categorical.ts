import type { Rng } from '@latents/math';

/** Draws an index with the probabilities `values[offset .. offset + count - 1]`, which sum to 1; never one of zero. */
export function drawCategorical(
  values: Float64Array,
  offset: number,
  count: number,
  rng: Pick<Rng, 'uniform'>,
): number {
  let left = rng.uniform();
  let last = 0;
  for (let i = 0; i < count; i++) {
    const p = values[offset + i]!;
    if (p === 0) continue;
    last = i;
    left -= p;
    if (left < 0) break;
  }
  return last;
}
