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

/** Returns the covariances of highest likelihood: one around the class means, shared, or one of each class. */
export function covariancesOf({ classes, n, counts, scatters }: ClassMoments, shared: boolean): Float64Array {
  const size = scatters.length / classes;
  if (!shared) return scatters.map((value, i) => value / counts[Math.floor(i / size)]!);
  const covariance = new Float64Array(size);
  for (let c = 0; c < classes; c++) for (let i = 0; i < size; i++) covariance[i]! += scatters[c * size + i]! / n;
  return covariance;
}
