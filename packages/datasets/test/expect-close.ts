import { meanAndStandardError } from '@latents/testing';
import { expect } from 'vitest';

/** Expects equal length and entries equal to a relative (below 1: absolute) error. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-10): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!);
    expect(error, `entry ${i}: ${actual[i]}, expected ${expected[i]}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(expected[i]!)),
    );
  }
}

/** Expects the mean of a sample within 4 standard errors of `expected`. */
export function expectMean(sample: ArrayLike<number>, expected: number): void {
  const { mean, standardError } = meanAndStandardError(sample);
  expect(standardError).toBeGreaterThan(0);
  const message = `mean ${mean}, expected ${expected}, standard error ${standardError}`;
  expect(Math.abs(mean - expected), message).toBeLessThanOrEqual(4 * standardError);
}

/** Expects each mean and covariance of the rows of a sample within 4 standard errors of the true ones. */
export function expectMoments(rows: Float64Array, mean: readonly number[], covariance: readonly (readonly number[])[]) {
  const dim = mean.length;
  const column = (j: number) => rows.filter((_, i) => i % dim === j).map((value) => value - mean[j]!);
  const centred = mean.map((_, j) => column(j));
  for (const [i, a] of centred.entries()) {
    expectMean(a, 0);
    for (const [j, b] of centred.slice(0, i + 1).entries()) {
      expectMean(
        a.map((value, row) => value * b[row]!),
        covariance[i]![j]!,
      );
    }
  }
}
