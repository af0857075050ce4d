import { createRng, symmetricEigen } from '@latents/math';

import { describe, expect, it } from 'vitest';

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) expect(actual[i]).toBeCloseTo(expected[i]!, 10);
}

describe('symmetricEigen', () => {
  it('finds vectors that the matrix only stretches, orthonormal, largest first', () => {
    const n = 12;
    const half = createRng(0).fillNormal(new Float64Array(n * n));
    const matrix = half.map((value, i) => value + half[(i % n) * n + Math.floor(i / n)]!);
    const { values, vectors } = symmetricEigen(matrix, n);
    expect([...values]).toEqual([...values].sort((a, b) => b - a));
    for (const [k, vector] of vectors.entries()) {
      const image = vector.map((_, i) => vector.reduce((sum, v, j) => sum + matrix[i * n + j]! * v, 0));
      expectClose(
        image,
        vector.map((v) => v * values[k]!),
      );
      for (const [l, other] of vectors.entries()) {
        expect(vector.reduce((sum, v, i) => sum + v * other[i]!, 0)).toBeCloseTo(k === l ? 1 : 0, 12);
      }
    }
  });

  it('takes a matrix of rank 1, a diagonal one and a zero one', () => {
    expectClose(symmetricEigen(Float64Array.of(1, 2, 2, 4), 2).values, [5, 0]);
    expectClose(symmetricEigen(Float64Array.of(1, 0, 0, 3), 2).values, [3, 1]);
    expectClose(symmetricEigen(new Float64Array(9), 3).values, [0, 0, 0]);
  });

  it('takes equal diagonal entries without a coupling', () => {
    // Axis 1 by itself; axes 0 and 2 have trace 7 and determinant 9.
    const { values } = symmetricEigen([2, 0, 1, 0, 2, 0, 1, 0, 5], 3);
    expectClose(values, [(7 + Math.sqrt(13)) / 2, 2, (7 - Math.sqrt(13)) / 2]);
  });

  it('sees a coupling of two axes in the middle', () => {
    const { values } = symmetricEigen([0, 0, 0, 0, 0, 2, 1, 0, 0, 1, 2, 0, 0, 0, 0, 0], 4);
    expectClose(values, [3, 1, 0, 0]);
  });

  it.each([1e-150, 1e-12, 1e12])('scales with the units of the matrix, %d', (unit) => {
    const { values } = symmetricEigen([2 * unit, unit, unit, 2 * unit], 2);
    expectClose(
      values.map((value) => value / unit),
      [3, 1],
    );
  });
});
