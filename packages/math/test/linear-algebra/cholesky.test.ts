import {
  cholesky,
  choleskyFactor,
  choleskySolve,
  createRng,
  invertLower,
  invertSymmetric,
  solveTriangular,
} from '@latents/math';
import { describe, expect, it } from 'vitest';

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) expect(actual[i]).toBeCloseTo(expected[i]!, 10);
}

/** Returns the product of `[n, m]` and `[m, p]`. */
function product(a: ArrayLike<number>, b: ArrayLike<number>, n: number, m: number, p: number): Float64Array {
  const out = new Float64Array(n * p);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < p; j++) for (let k = 0; k < m; k++) out[i * p + j]! += a[i * m + k]! * b[k * p + j]!;
  return out;
}

const transposed = (a: ArrayLike<number>, n: number) =>
  Float64Array.from({ length: n * n }, (_, i) => a[(i % n) * n + Math.floor(i / n)]!);
const identity = (n: number) => Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));

/** Returns A A' + I for a random A, `[n, n]`. */
function definite(n: number): Float64Array {
  const a = createRng(n).fillNormal(new Float64Array(n * n));
  return product(a, transposed(a, n), n, n, n).map((value, i) => value + (i % (n + 1) === 0 ? 1 : 0));
}

describe('cholesky', () => {
  it('writes the factor of a 2 by 2 matrix known in closed form', () => {
    // 4 = 2^2, 2 = 2 * 1, 10 = 1^2 + 3^2.
    expectClose(choleskyFactor([4, 2, 2, 10], 2), [2, 0, 1, 3]);
  });

  it.each([1, 2, 5, 12])('writes a lower triangle whose product with its transpose is the matrix, n = %d', (n) => {
    const a = definite(n);
    const l = choleskyFactor(a, n);
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) expect(l[i * n + j]).toBe(0);
    expectClose(product(l, transposed(l, n), n, n, n), a);
  });

  it('reads and writes at offsets and leaves the numbers around them alone', () => {
    const out = new Float64Array(7).fill(7);
    expect(cholesky([9, 9, 4, 2, 2, 10], 2, out, 2, 1)).toBe(0);
    expectClose(out, [7, 2, 0, 1, 3, 7, 7]);
  });

  it('returns the order of the first leading minor that is not positive', () => {
    const out = new Float64Array(9);
    expect(cholesky([-1, 0, 0, 0, 1, 0, 0, 0, 1], 3, out)).toBe(1);
    expect(cholesky([1, 2, 0, 2, 1, 0, 0, 0, 1], 3, out)).toBe(2);
    expect(cholesky([1, 0, 0, 0, 1, 0, 0, 0, Number.NaN], 3, out)).toBe(3);
    expect(cholesky([Infinity], 1, out)).toBe(1);
  });

  it('refuses a matrix that is singular to working precision, in any units', () => {
    // The third column is the sum of the others, but for the rounding of one entry.
    for (const scale of [1, 1e-200, 1e200])
      expect(
        cholesky(
          [2, 1, 3, 1, 2, 3, 3, 3, 6 + 1e-15].map((value) => value * scale),
          3,
          new Float64Array(9),
        ),
      ).toBe(3);
  });

  it('factors a matrix whose scales differ by 1e150', () => {
    expectClose(choleskyFactor([1e-300, 0, 0, 1], 2), [1e-150, 0, 0, 1]);
  });
});

describe('choleskyFactor', () => {
  it('refuses a matrix that is not symmetric', () => {
    expect(() => choleskyFactor([1, 0.5, 0, 1], 2)).toThrow(
      'choleskyFactor(a, n): expected a symmetric matrix, got 0 at [1, 0] and 0.5 at [0, 1].',
    );
  });

  it('compares a difference from symmetry with the geometric mean of its own two diagonal entries', () => {
    const almost = (difference: number) => [1, 0, 0, 0, 100, 1 + difference, 0, 1, 100];
    expect(() => choleskyFactor(almost(0.5e-2), 3)).not.toThrow();
    expect(() => choleskyFactor(almost(2e-2), 3)).toThrow('got 1 at [2, 1] and 1.02 at [1, 2]');
  });

  it('says of a zero variance that the matrix is not positive definite, not that it is not symmetric', () => {
    expect(() => choleskyFactor([0, 0, 0, 1], 2)).toThrow('a leading minor of order 1 that is not positive');
  });

  it('refuses a matrix that is not positive definite, in the words of the caller', () => {
    expect(() => choleskyFactor([1, 2, 2, 1], 2, 'covariance')).toThrow(
      'covariance: expected a positive definite matrix, got a leading minor of order 2',
    );
  });
});

describe('what a factor is for', () => {
  const n = 5;
  const a = definite(n);
  const l = choleskyFactor(a, n);
  const b = createRng(1).fillNormal(new Float64Array(2 * n));

  it('solveTriangular solves for several columns, and with the transpose', () => {
    expectClose(product(l, solveTriangular(l, b.slice(), n, 2, false), n, n, 2), b);
    expectClose(product(transposed(l, n), solveTriangular(l, b.slice(), n, 2, true), n, n, 2), b);
  });

  it('choleskySolve solves A x = b', () => {
    const right = b.slice(0, n);
    expectClose(product(a, choleskySolve(l, n, right.slice()), n, n, 1), right);
  });

  it('invertLower and invertSymmetric give the inverses', () => {
    const inverse = new Float64Array(n * n).fill(7);
    invertLower(l, n, inverse);
    expectClose(product(l, inverse, n, n, n), identity(n));
    expectClose(product(a, invertSymmetric(a, n)!, n, n, n), identity(n));
    expect(invertSymmetric([1, 2, 2, 1], 2)).toBeUndefined();
  });
});
