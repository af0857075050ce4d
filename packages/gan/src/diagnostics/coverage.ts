import { checkPositiveInteger, type NdArray } from '@latents/math';
import { squaredDistance, squaredRadii } from './distances.js';
import { featuresInUnit } from './features-in-unit.js';

/**
 * Returns the fraction of real examples that some generated example is as near to as their own k-th real neighbour. It needs no
 * labels: a mode that the generator has lost lowers it by the mode's fraction of the data. Of n real and m generated examples of one continuous distribution it is
 * 1 - (n - 1)! (n + m - 1 - k)! / ((n - 1 - k)! (n + m - 1)!) in the mean, about 1 - 2^-k for n = m. One generated example per ball is
 * enough, so that a mode that is merely rare counts as covered. Examples away from the data cover nothing, so that a low coverage
 * means lost modes or bad examples: `precisionRecall` tells the two apart.
 *
 * @param real `[rows, columns]`: points, or features of images, for which distances mean something.
 * @param generated `[rows, columns]`; as many, to compare like with like. The time grows with the product of the numbers of rows.
 * @param options `k` (default 5).
 * @example
 * ```ts
 * import { coverage } from '@latents/gan';
 *
 * const points = (values: number[]) => ({ shape: [values.length, 1], data: Float64Array.from(values) });
 * // Half of the data is left out.
 * coverage(points([0, 1, 2, 10, 11, 12]), points([0.1, 1.1, 1.9]), { k: 1 }); // => 0.5
 * ```
 * @throws RangeError for shapes that do not meet, k that is not a positive integer, as many real rows as k or fewer, or values that are
 * not finite.
 * @see Naeem et al. 2020, "Reliable fidelity and diversity metrics for generative models", eq. 6 and 9
 */
export function coverage(real: NdArray, generated: NdArray, { k = 5 }: { readonly k?: number } = {}): number {
  const where = 'coverage(real, generated, options)';
  checkPositiveInteger(where, k, 'k');
  const [points, candidates] = featuresInUnit(where, { real, generated }, 1).sets as [NdArray, NdArray];
  const [n, d] = real.shape as [number, number];
  if (n <= k) throw new RangeError(`${where}: expected more than k = ${k} real rows, got ${n}.`);
  const m = generated.shape[0]!;
  let covered = 0;
  squaredRadii(points, k).forEach((radius, i) => {
    for (let j = 0; j < m; j++) {
      if (squaredDistance(points, i, candidates, j, d) <= radius) {
        covered++;
        break;
      }
    }
  });
  return covered / n;
}
