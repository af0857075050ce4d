import { type NdArray, type Rng, takeRows } from '@latents/math';

const BLOCKS = 10;

/**
 * The standard error of an estimate from n pairs, by the spread of estimates from ten disjoint random tenths: the variance falls as 1 / n,
 * and the bias, which does not, is common to the tenths.
 *
 * @see Holmes & Nemenman 2019, "Estimation of mutual information for real-valued data with error bars", section III
 */
export function blockStandardError(
  x: NdArray,
  y: NdArray,
  rng: Rng,
  estimate: (x: NdArray, y: NdArray) => number,
): number {
  const n = x.shape[0]!;
  const order = rng.permutation(n);
  const values = Array.from({ length: BLOCKS }, (_, block) => {
    const rows = order.filter((_, i) => i % BLOCKS === block);
    return estimate(takeRows(x, rows), takeRows(y, rows));
  });
  const mean = values.reduce((a, b) => a + b) / BLOCKS;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (BLOCKS - 1);
  return Math.sqrt(variance / BLOCKS);
}
