import { describe, expect, it } from 'vitest';
import { cholesky, solveLower, solveLowerTransposed } from '../../src/linear-algebra/cholesky.js';
import { expectClose } from '../expect-close.js';

describe('cholesky', () => {
  // 4 = 2^2, 2 = 2 * 1, 10 = 1^2 + 3^2.
  const lower = cholesky(Float64Array.of(4, 2, 2, 10), 2);

  it('factors and solves', () => {
    expectClose(lower, [2, 0, 1, 3]);
    expectClose(solveLowerTransposed(lower, solveLower(lower, Float64Array.of(8, 22))), [1, 2]);
  });

  it('refuses a matrix that is not positive definite', () => {
    expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow('got pivot -3 in row 1');
  });
});
