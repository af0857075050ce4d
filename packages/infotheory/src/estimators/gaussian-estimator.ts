import { binaryUnit, checkOneOf, checkOptions, choleskyFactor, type NdArray } from '@latents/math';

import { digamma } from '@latents/math/special';
import { blockStandardError } from './block-standard-error.js';
import { checkPairs, type InformationEstimator, pairsOf } from './estimate.js';
import { normalScores } from './normal-scores.js';

export interface GaussianEstimatorOptions {
  /** `'normal-scores'` (default): exact for any Gaussian copula; `'none'`: exact for Gaussian data, whose linear correlations it takes. */
  readonly preprocess?: 'normal-scores' | 'none';
}

/**
 * The mutual information of the Gaussian with the covariance of the data, which is -1/2 sum log(1 - r^2) over the canonical
 * correlations r, with the bias of the log-determinants of a sample taken off. It sees no dependence but the linear.
 *
 * @example
 * ```ts
 * import { createRng, ndArray } from '@latents/math';
 * import { gaussianEstimator } from '@latents/infotheory/samples';
 *
 * const rng = createRng(0);
 * const x = ndArray([2000, 1], rng.fillNormal(new Float64Array(2000)));
 * const y = ndArray([2000, 1], x.data.map((v) => Math.exp(0.75 * v + Math.sqrt(0.4375) * rng.normal())));
 * const { nats, standardError } = await gaussianEstimator().estimate(x, y, rng);
 * Math.abs(nats - 0.413339) < 4 * standardError; // => true
 * ```
 * @throws RangeError, estimating, for too few pairs to have covariances, 20 (dx + dy + 1), or coordinates that determine each other.
 * @see Misra, Singh & Demchuk 2005, on the entropy of a Gaussian sample; Ince et al. 2017, on the Gaussian copula
 */
export function gaussianEstimator(options: GaussianEstimatorOptions = {}): InformationEstimator {
  checkOptions('gaussianEstimator(options)', options, ['preprocess']);
  const { preprocess = 'normal-scores' } = options;
  checkOneOf('gaussianEstimator({ preprocess })', preprocess, ['normal-scores', 'none']);
  return {
    name: preprocess === 'none' ? 'Gaussian' : 'Gaussian copula',
    async estimate(x, y, rng) {
      const where = 'gaussianEstimator.estimate(x, y)';
      const { x: p, y: q, n, dx, dy } = pairsOf(where, x, y, rng, 1);
      checkPairs(where, n, 20 * (dx + dy + 1));
      const [a, b] = preprocess === 'none' ? [p, q] : [normalScores(p), normalScores(q)];
      return {
        nats: gaussianInformation(where, a, b),
        side: 'none',
        standardError: blockStandardError(a, b, rng, (u, v) => gaussianInformation(where, u, v)),
        ceiling: Infinity,
      };
    },
  };
}

function gaussianInformation(where: string, x: NdArray, y: NdArray): number {
  const [n, dx] = x.shape as [number, number];
  const dy = y.shape[1]!;
  const d = dx + dy;
  const coordinate = (i: number, j: number) => (j < dx ? x.data[i * dx + j]! : y.data[i * dy + j - dx]!);
  const mean = Float64Array.from({ length: d }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += coordinate(i, j);
    return sum / n;
  });
  // In units of powers of two, which round nothing, no square overflows or underflows.
  const unit = Float64Array.from({ length: d }, (_, j) => {
    let widest = 0;
    for (let i = 0; i < n; i++) widest = Math.max(widest, Math.abs(coordinate(i, j) - mean[j]!));
    return binaryUnit(widest);
  });
  const covariance = new Float64Array(d * d);
  const row = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) row[j] = (coordinate(i, j) - mean[j]!) / unit[j]!;
    for (let j = 0; j < d; j++) for (let k = 0; k <= j; k++) covariance[j * d + k]! += (row[j]! * row[k]!) / (n - 1);
  }
  // As correlations, so that determinacy shows whatever the scale.
  const scale = Float64Array.from({ length: d }, (_, j) => Math.sqrt(covariance[j * d + j]!));
  for (let j = 0; j < d; j++) {
    for (let k = 0; k <= j; k++) covariance[k * d + j] = covariance[j * d + k]! /= scale[j]! * scale[k]!;
  }
  const block = (from: number, size: number) =>
    Float64Array.from(
      { length: size * size },
      (_, i) => covariance[(from + Math.floor(i / size)) * d + from + (i % size)]!,
    );
  const entropy = (matrix: Float64Array, size: number) =>
    0.5 * (logDeterminant(where, matrix, size) - logBias(n, size));
  return entropy(block(0, dx), dx) + entropy(block(dx, dy), dy) - entropy(covariance, d);
}

function logDeterminant(where: string, matrix: Float64Array, d: number): number {
  let factor: Float64Array;
  try {
    factor = choleskyFactor(matrix, d);
  } catch {
    throw new RangeError(
      `${where}: expected coordinates that vary and do not determine each other, got a covariance that is not positive definite. Drop constant and repeated coordinates.`,
    );
  }
  let sum = 0;
  for (let i = 0; i < d; i++) sum += 2 * Math.log(factor[i * d + i]!);
  if (!(sum > -30 * d)) {
    throw new RangeError(
      `${where}: expected coordinates that do not determine each other, got log-determinant ${sum}.`,
    );
  }
  return sum;
}

/** E log det S - log det Sigma for the covariance S of n Gaussian draws in d dimensions. */
function logBias(n: number, d: number): number {
  let sum = d * Math.log(2 / (n - 1));
  for (let i = 1; i <= d; i++) sum += digamma((n - i) / 2);
  return sum;
}
