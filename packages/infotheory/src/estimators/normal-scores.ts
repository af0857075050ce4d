import { type ArrayInput, type NdArray, ndArray } from '@latents/math';
import { ndtri } from '@latents/math/special';
import { pointsOf } from './estimate.js';

/**
 * Each coordinate replaced by the standard normal quantile of its rank, (rank - 1/2) / n: a strictly increasing map of a coordinate
 * changes no mutual information, and outliers and scales are gone. Ties share their mean rank.
 *
 * @param input Points `[n, d]`, finite; a list of n numbers is `[n, 1]`.
 * @throws RangeError for other shapes, or values that are not finite.
 */
export function normalScores(input: ArrayInput): NdArray<Float64Array> {
  const { points, n, d } = pointsOf('normalScores(points)', input);
  const out = new Float64Array(n * d);
  const column = new Float64Array(n);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let j = 0; j < d; j++) {
    for (let i = 0; i < n; i++) column[i] = points.data[i * d + j]!;
    order.sort((a, b) => column[a]! - column[b]!);
    for (let from = 0; from < n; ) {
      let to = from + 1;
      while (to < n && column[order[to]!] === column[order[from]!]) to++;
      const score = ndtri((from + to) / 2 / n);
      for (; from < to; from++) out[order[from]! * d + j] = score;
    }
  }
  return ndArray([n, d], out);
}
