import { expect } from 'vitest';
import { meanAndStandardError } from './standard-error.js';

/** Throws unless the numbers agree to `tolerance`, relative above 1. */
export function close(got: number, expected: number, tolerance: number, what = ''): void {
  if (got === expected) return;
  expect(Math.abs(got - expected), `${what} ${got}, not ${expected}`.trim()).toBeLessThanOrEqual(
    tolerance * Math.max(1, Math.abs(expected)),
  );
}

/**
 * Throws unless the mean of the values is within 4 of its standard errors of the expected mean. A fixed seed makes it pass or
 * fail for good; a right sampler is outside with probability 6e-5.
 *
 * @param slack Absolute rounding of the expected mean.
 */
export function within4(values: ArrayLike<number>, expected: number, slack = 1e-7): void {
  const { mean, standardError } = meanAndStandardError(values);
  expect(Math.abs(mean - expected), `${mean} (s.e. ${standardError}), not ${expected}`).toBeLessThanOrEqual(
    4 * standardError + 1e-5 * Math.abs(expected) + slack,
  );
}
