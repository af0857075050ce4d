import { binaryUnit, createRng, symmetricEigen, symmetricEigenvalues, transpose } from '@latents/math';
import { describe, expect, it } from 'vitest';
import fixture from '../fixtures/symmetric-eigen.json' with { type: 'json' };

/** Entries of the matrices whose eigenvalues tools/reference/symmetric_eigen.py computed. */
const ENTRIES: Readonly<Record<string, (i: number, j: number, n: number) => number>> = {
  noise: (i, j) => ((i * j * 7919 + (i + j) * 104729) % 2003) / 2003 - 0.5,
  hilbert: (i, j) => 1 / (i + j + 1),
  wilkinson: (i, j, n) => (i === j ? Math.abs(i - (n - 1) / 2) : Math.abs(i - j) === 1 ? 1 : 0),
  graded: (i, j) => 2 ** -(i + j),
  'rank 1': (i, j) => (i + 1) * (j + 1),
  equal: (i, j) => (i === j ? 3 : 1),
  blocks: (i, j) => (Math.floor(i / 2) !== Math.floor(j / 2) ? 0 : i === j ? 2 : 1),
};

function matrixOf(name: string, n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => ENTRIES[name]!(Math.floor(at / n), at % n, n));
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}

/** Returns V diag(values) V'. */
function rebuilt(values: Float64Array, vectors: readonly Float64Array[]): Float64Array {
  const n = values.length;
  const out = new Float64Array(n * n);
  for (const [k, v] of vectors.entries()) {
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i * n + j]! += values[k]! * v[i]! * v[j]!;
  }
  return out;
}

describe.each(fixture.cases)('the eigenvalues of $n x $n $name', ({ name, n, values: expected }) => {
  const matrix = matrixOf(name, n);
  const allowed = 1e-15 * n * Math.max(...expected.map(Math.abs));

  it('are those of LAPACK, with and without vectors', () => {
    expect(largestDifference(symmetricEigenvalues(matrix, n), expected)).toBeLessThan(allowed);
    expect(largestDifference(symmetricEigen(matrix, n).values, expected)).toBeLessThan(allowed);
  });

  it('come with orthonormal vectors that rebuild the matrix', () => {
    const { values, vectors } = symmetricEigen(matrix, n);
    expect(largestDifference(rebuilt(values, vectors), matrix)).toBeLessThan(2 * allowed);
    const identity = Float64Array.from({ length: n * n }, (_, at) => (Math.floor(at / n) === at % n ? 1 : 0));
    const columns = transpose(
      vectors.flatMap((v) => [...v]),
      n,
      n,
    );
    const rows = Array.from({ length: n }, (_, i) => columns.slice(i * n, (i + 1) * n));
    // V V' = V' V = I, as V is square.
    const ones = new Float64Array(n).fill(1);
    expect(largestDifference(rebuilt(ones, vectors), identity)).toBeLessThan(1e-15 * n + 1e-15);
    expect(largestDifference(rebuilt(ones, rows), identity)).toBeLessThan(1e-15 * n + 1e-15);
  });
});

describe('symmetricEigen', () => {
  it('sorts the largest eigenvalue first, vectors along', () => {
    const { values, vectors } = symmetricEigen([1, 0, 0, 0, 3, 0, 0, 0, 2], 3);
    expect([...values]).toEqual([3, 2, 1]);
    expect(vectors.map((v) => v.map(Math.abs)).map((v) => v.indexOf(1))).toEqual([1, 2, 0]);
  });

  it('takes a zero matrix, an empty one, and a matrix after an offset', () => {
    expect([...symmetricEigen(new Float64Array(9), 3).values]).toEqual([0, 0, 0]);
    expect(symmetricEigen([], 0)).toEqual({ values: new Float64Array(0), vectors: [] });
    expect([...symmetricEigenvalues([9, 9, 1, 0, 0, 5], 2, 2)]).toEqual([5, 1]);
  });

  it('reads the lower triangle only', () => {
    expect(symmetricEigenvalues([2, Number.NaN, 1, 2], 2)).toEqual(symmetricEigenvalues([2, 1, 1, 2], 2));
  });

  it('leaves the matrix as it is', () => {
    const matrix = matrixOf('noise', 5);
    symmetricEigen(matrix, 5);
    expect(matrix).toEqual(matrixOf('noise', 5));
  });

  it.each([5e-324, 1e-310, 2 ** -1000, 2 ** -500, 2 ** 500, 2 ** 1000])(
    'scales with the units of the matrix, %d',
    (u) => {
      const unit = u < 1e-300 ? binaryUnit(u) * 8 : u;
      const rng = createRng(3);
      const half = Float64Array.from({ length: 36 }, () => Math.round(8 * rng.normal()));
      const matrix = half.map((value, at) => value + half[(at % 6) * 6 + Math.floor(at / 6)]!);
      const scaled = symmetricEigenvalues(
        matrix.map((value) => value * unit),
        6,
      ).map((value) => value / unit);
      expect(largestDifference(scaled, symmetricEigenvalues(matrix, 6))).toBeLessThan(1e-12);
    },
  );

  it.each([Number.NaN, Infinity, -Infinity])('refuses %d', (value) => {
    const message = `expected a finite symmetric matrix, got ${value} in row 1, column 0`;
    expect(() => symmetricEigen([1, value, value, 1], 2)).toThrow(`symmetricEigen(matrix, n, offset): ${message}`);
    expect(() => symmetricEigenvalues([1, value, value, 1], 2)).toThrow(RangeError);
  });
});

describe('binaryUnit', () => {
  it.each([
    [1, 1],
    [1.999, 1],
    [0.3, 0.25],
    [1e300, 2 ** 996],
    [Number.MAX_VALUE, 2 ** 1023],
    [5e-324, 2 ** -1022],
    [0, 1],
  ])('of %d is %d', (size, unit) => {
    expect(binaryUnit(size)).toBe(unit);
  });
});

describe('transpose', () => {
  it('turns rows into columns', () => {
    expect([...transpose([1, 2, 3, 4, 5, 6], 2, 3)]).toEqual([1, 4, 2, 5, 3, 6]);
  });
});
