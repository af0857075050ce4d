import { correlatedGaussian } from '@latents/datasets/synthetic';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { expectClose, expectMean, expectMoments } from '../expect-close.js';
import { array, fixture } from '../fixture.js';

describe('correlatedGaussian', () => {
  it.each(fixture.correlated)('has the mutual information that quadrature gives at $correlation', (reference) => {
    const { correlation, mutualInformation } = reference;
    expect(correlatedGaussian({ dim: 1, correlation }).mutualInformation).toBeCloseTo(mutualInformation, 7);
    expect(correlatedGaussian({ dim: 5, correlation }).mutualInformation).toBeCloseTo(5 * mutualInformation, 6);
  });

  it.each(fixture.correlated)('has the density ratio that scipy has at $correlation', (reference) => {
    const pairs = correlatedGaussian({ dim: 2, correlation: reference.correlation });
    expectClose(pairs.logDensityRatio(array(reference.x), array(reference.y)), reference.logDensityRatio);
  });

  it('draws standard normals that correlate pair by pair only, with that mean ratio', () => {
    const pairs = correlatedGaussian({ dim: 2, correlation: 0.6 });
    const { x, y } = pairs.sample(10_000, createRng(1));
    const joined = Float64Array.from({ length: 40_000 }, (_, i) => {
      const [row, j] = [i >> 2, i & 3];
      return j < 2 ? x.data[2 * row + j]! : y.data[2 * row + j - 2]!;
    });
    expectMoments(joined, [0, 0, 0, 0], [[1], [0, 1], [0.6, 0, 1], [0, 0.6, 0, 1]]);
    expectMean(pairs.logDensityRatio(x, y), pairs.mutualInformation);
    // Against the standard error of a normal's variance: that of heavier tails would excuse them.
    const square = y.data.reduce((sum, v) => sum + v * v, 0) / 20_000;
    expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000));
  });

  it('is independent at correlation 0, and keeps its digits near 1', () => {
    expect(correlatedGaussian({ dim: 3, correlation: 0 }).mutualInformation).toBeCloseTo(0, 15);
    // 1 - c^2 with c = 1 - 1e-12 is 2e-12 - 1e-24; c itself is rounded to 2^-53.
    expect(correlatedGaussian({ dim: 1, correlation: 1 - 1e-12 }).mutualInformation).toBeCloseTo(
      -0.5 * Math.log(2e-12),
      4,
    );
  });

  it.each([1, -1, 2, Number.NaN])('refuses correlation %f', (correlation) => {
    expect(() => correlatedGaussian({ dim: 1, correlation })).toThrow(`strictly between -1 and 1, got ${correlation}`);
  });

  it('refuses dim 0, a sample of none, and views of different length or width', () => {
    expect(() => correlatedGaussian({ dim: 0, correlation: 0 })).toThrow('expected a positive integer, got 0');
    const pairs = correlatedGaussian({ dim: 1, correlation: 0 });
    const rows = (n: number, width: number) => ndArray([n, width], new Float64Array(n * width));
    expect(() => pairs.sample(0, createRng(0))).toThrow('expected a positive integer, got 0');
    expect(() => pairs.logDensityRatio(rows(2, 1), rows(3, 1))).toThrow('expected 2 rows in both, got 3 in y');
    expect(() => pairs.logDensityRatio(rows(2, 2), rows(2, 1))).toThrow('expected shape [n, 1], got [2,2]');
  });
});
