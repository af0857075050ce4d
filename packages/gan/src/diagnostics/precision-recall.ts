import { checkPositiveInteger, type NdArray } from '@latents/math';
import { squaredDistance, squaredRadii } from './distances.js';
import { featuresInUnit } from './features-in-unit.js';

export interface PrecisionRecall {
  /** Fraction of generated examples within the data's manifold: their quality. */
  readonly precision: number;
  /** Fraction of the data within the generated manifold: its coverage. */
  readonly recall: number;
}

/**
 * Returns improved precision and recall. A set's manifold is the union of balls about its points, each out to the point's k-th neighbour in the
 * set. The time grows with the product of the numbers of rows.
 *
 * @param real Features of data, `[rows, features]`.
 * @param generated Features of generated examples, `[rows, features]`; as many rows, to compare like with like.
 * @param options `k` (default 3).
 * @example
 * ```ts
 * import { precisionRecall } from '@latents/gan';
 *
 * const points = (values: number[]) => ({ shape: [values.length, 1], data: Float64Array.from(values) });
 * // The generated points are good, and leave out half of the data.
 * const { precision, recall } = precisionRecall(points([0, 1, 2, 10, 11, 12]), points([0.1, 1.1, 1.9]), { k: 1 });
 * [precision, recall]; // => [1, 0.5]
 * ```
 * @throws RangeError for shapes that do not meet, k that is not a positive integer, as many rows as k or fewer, or features that are
 * not finite.
 * @see Kynkaanniemi et al. 2019, eq. 1 and 2
 */
export function precisionRecall(
  real: NdArray,
  generated: NdArray,
  { k = 3 }: { readonly k?: number } = {},
): PrecisionRecall {
  const where = 'precisionRecall(real, generated, options)';
  checkPositiveInteger(where, k, 'k');
  const [data, samples] = featuresInUnit(where, { real, generated }, k + 1).sets as [NdArray, NdArray];
  return { precision: shareWithin(samples, data, k), recall: shareWithin(data, samples, k) };
}

/** Returns the fraction of points within the balls of the other set. */
function shareWithin(points: NdArray, of: NdArray, k: number): number {
  const [n, d] = points.shape as [number, number];
  const radii = squaredRadii(of, k);
  let within = 0;
  for (let i = 0; i < n; i++) {
    if (radii.some((radius, j) => squaredDistance(points, i, of, j, d) <= radius)) within++;
  }
  return within / n;
}
