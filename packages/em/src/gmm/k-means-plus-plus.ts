import { drawIndex, type Rng } from '@latents/math';

/**
 * Returns `k` rows of data `[n, d]` that lie apart: the first is drawn by weight, each later one by its weight times the squared
 * distance to the nearest row drawn before.
 *
 * @param weights Weight of each row, `[n]`; absent: 1 each.
 * @see Arthur & Vassilvitskii 2007
 */
export function kMeansPlusPlus(
  x: ArrayLike<number>,
  d: number,
  k: number,
  rng: Rng,
  weights?: ArrayLike<number>,
): Int32Array {
  const n = x.length / d;
  const chance = Float64Array.from({ length: n }, (_, row) => weights?.[row] ?? 1);
  const nearest = new Float64Array(n).fill(Infinity);
  const rows = new Int32Array(k);
  for (let c = 0; c < k; c++) {
    const chosen = drawIndex(rng, chance);
    rows[c] = chosen;
    for (let row = 0; row < n; row++) {
      let distance = 0;
      for (let j = 0; j < d; j++) distance += (x[row * d + j]! - x[chosen * d + j]!) ** 2;
      nearest[row] = Math.min(nearest[row]!, distance);
      chance[row] = nearest[row]! * (weights?.[row] ?? 1);
    }
  }
  return rows;
}
