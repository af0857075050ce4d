import { type NdArray, symmetricEigenvalues, transpose } from '@latents/math';
import { matMul } from '@latents/math/kernels';
import { featuresInUnit } from './features-in-unit.js';
import { semidefiniteFactor } from './semidefinite-factor.js';

/** Rows whose products are added at a time. */
const BLOCK = 1024;

/**
 * Returns the squared Frechet (2-Wasserstein) distance of two normals fitted to features:
 * |m_1 - m_2|^2 + tr(C_1 + C_2 - 2 (C_1^1/2 C_2 C_1^1/2)^1/2), in float64.
 *
 * Its meaning depends on the features. With those of the Inception network, over 50,000 images, it is called FID; with the features of
 * another network it must not be. Values from different features or sample sizes cannot be compared.
 *
 * @param a Features of one set, `[rows, features]`.
 * @param b Features of the other set, `[rows, features]`.
 * @example
 * ```ts
 * import { frechetDistance } from '@latents/gan';
 *
 * const line = (from: number) => ({ shape: [3, 1], data: Float64Array.of(from, from + 1, from + 2) });
 * frechetDistance(line(0), line(5)); // => 25
 * ```
 * @throws RangeError for shapes that do not meet, fewer than two rows, features that are not finite, or a distance that overflows.
 * @see Heusel et al. 2017, eq. 6; Dowson & Landau 1982
 */
export function frechetDistance(a: NdArray, b: NdArray): number {
  const where = 'frechetDistance(a, b)';
  const { sets, unit } = featuresInUnit(where, { a, b }, 2);
  const d = a.shape[1]!;
  const [first, second] = sets.map(momentsOf) as [Moments, Moments];
  let distance = 0;
  for (let i = 0; i < d; i++) {
    distance += (first.mean[i]! - second.mean[i]!) ** 2;
    distance += first.covariance[i * d + i]! + second.covariance[i * d + i]!;
  }
  // The distance is symmetric. The covariance of fewer rows has the smaller rank.
  const isFewer = a.shape[0]! <= b.shape[0]!;
  distance -= 2 * traceOfRoot((isFewer ? first : second).covariance, (isFewer ? second : first).covariance, d);
  const squared = Math.max(distance, 0) * unit * unit;
  if (squared === Infinity) {
    throw new RangeError(
      `${where}: expected features whose squared distances are below 1.8e308, got features of the size of ${unit}. Take another unit.`,
    );
  }
  return squared;
}

/**
 * Returns tr (C_1^1/2 C_2 C_1^1/2)^1/2. With C_1 = F F' the matrix F' C_2 F has the same eigenvalues other than 0, so neither a root nor
 * an eigenvector is needed.
 */
function traceOfRoot(first: Float64Array, second: Float64Array, d: number): number {
  const { factor, rank } = semidefiniteFactor(first, d);
  const inner = matMul(transpose(factor, d, rank), matMul(second, factor, d, d, rank), rank, d, rank);
  return symmetricEigenvalues(inner, rank).reduce((sum, value) => sum + Math.sqrt(Math.max(value, 0)), 0);
}

interface Moments {
  readonly mean: Float64Array;
  /** `[d, d]`, row-major. */
  readonly covariance: Float64Array;
}

/** Returns the mean and the covariance, with n - 1 in the denominator, of rows. */
function momentsOf({ shape, data }: NdArray): Moments {
  const [n, d] = shape as [number, number];
  const mean = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < d; j++, at++) mean[j]! += data[at]! / n;
  const covariance = new Float64Array(d * d);
  for (let from = 0; from < n; from += BLOCK) {
    const rows = Math.min(BLOCK, n - from);
    const centred = new Float64Array(rows * d);
    for (let i = 0, at = 0; i < rows; i++) {
      for (let j = 0; j < d; j++, at++) centred[at] = data[from * d + at]! - mean[j]!;
    }
    const products = matMul(transpose(centred, rows, d), centred, d, rows, d);
    for (let i = 0; i < d * d; i++) covariance[i]! += products[i]! / (n - 1);
  }
  return { mean, covariance };
}
