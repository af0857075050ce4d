import type { Examples } from './features.js';

/** Counts, means and centred second moments of each class. */
export interface ClassMoments {
  readonly classes: number;
  readonly n: number;
  readonly d: number;
  readonly counts: Float64Array;
  readonly logPrior: Float64Array;
  /** `[classes, d]`. */
  readonly means: Float64Array;
  /** sum (x - mean)(x - mean)' of each class: `[classes, d, d]`, or its diagonals `[classes, d]`. */
  readonly scatters: Float64Array;
}

/** Returns the moments of labelled examples: full scatters, or their diagonals. */
export function classMoments({ x, y, n, d, classes }: Examples, full: boolean): ClassMoments {
  const size = full ? d * d : d;
  const counts = new Float64Array(classes);
  const means = new Float64Array(classes * d);
  const scatters = new Float64Array(classes * size);
  for (let i = 0; i < n; i++) {
    const c = y[i]!;
    counts[c]!++;
    for (let j = 0; j < d; j++) means[c * d + j]! += x[i * d + j]!;
  }
  for (let j = 0; j < means.length; j++) means[j]! /= counts[Math.floor(j / d)]!;
  // The second pass takes off the rounding of the first: the mean of equal numbers is that number.
  const rest = new Float64Array(classes * d);
  for (let i = 0; i < n; i++)
    for (let j = 0, at = y[i]! * d; j < d; j++, at++) rest[at]! += (x[i * d + j]! - means[at]!) / counts[y[i]!]!;
  for (let j = 0; j < means.length; j++) means[j]! += rest[j]!;
  const centred = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    const c = y[i]!;
    for (let j = 0; j < d; j++) centred[j] = x[i * d + j]! - means[c * d + j]!;
    for (let j = 0; j < d; j++) {
      if (!full) scatters[c * d + j]! += centred[j]! ** 2;
      else for (let l = 0; l < d; l++) scatters[(c * d + j) * d + l]! += centred[j]! * centred[l]!;
    }
  }
  return { classes, n, d, counts, logPrior: counts.map((count) => Math.log(count / n)), means, scatters };
}

/**
 * Returns the covariances of highest likelihood: one around the class means, shared, or one of each class.
 *
 * @param smoothing Share of the variance of each feature over all rows that is added to its variances within classes.
 */
export function covariancesOf(moments: ClassMoments, shared: boolean, smoothing: number): Float64Array {
  const { classes, n, d, counts, scatters } = moments;
  const size = scatters.length / classes;
  const covariances = shared ? new Float64Array(size) : scatters.map((v, i) => v / counts[Math.floor(i / size)]!);
  if (shared)
    for (let c = 0; c < classes; c++) for (let i = 0; i < size; i++) covariances[i]! += scatters[c * size + i]! / n;
  if (smoothing === 0) return covariances;
  const variances = variancesOverRows(moments);
  const stride = size === d ? 1 : d + 1;
  for (let at = 0; at < covariances.length; at += size)
    for (let j = 0; j < d; j++) covariances[at + j * stride]! += smoothing * variances[j]!;
  return covariances;
}

/** Returns the variance of each feature over all rows, `[d]`; a constant one has the mean of the others, or 1: it tells classes nothing. */
function variancesOverRows({ classes, n, d, counts, means, scatters }: ClassMoments): Float64Array {
  const size = scatters.length / classes;
  const variances = Float64Array.from({ length: d }, (_, j) => {
    let mean = means[j]!;
    for (let c = 1; c < classes; c++) mean += (counts[c]! / n) * (means[c * d + j]! - means[j]!);
    let sum = 0;
    for (let c = 0; c < classes; c++)
      sum +=
        scatters[c * size + j * (size === d ? 1 : d + 1)]! / n + (counts[c]! / n) * (means[c * d + j]! - mean) ** 2;
    return sum;
  });
  const average = variances.reduce((sum, v) => sum + v / d, 0);
  return variances.map((v) => v || average || 1);
}
