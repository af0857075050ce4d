import { discretePair, twoViews } from '@latents/datasets/synthetic';
import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { expectMean, expectMoments } from '../expect-close.js';
import { fixture } from '../fixture.js';

const probabilities = (counts: readonly (readonly number[])[]) => {
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  return counts.map((row) => row.map((count) => count / total));
};

describe('discretePair', () => {
  it.each(fixture.tables)('has the mutual information that scikit-learn gives of $counts', (reference) => {
    expect(discretePair({ joint: probabilities(reference.counts) }).mutualInformation).toBeCloseTo(
      reference.mutualInformation,
      12,
    );
  });

  it('draws each cell as often as the table says, and never one of zero probability', () => {
    const joint = probabilities(fixture.tables[1]!.counts);
    const { a, b } = discretePair({ joint }).sample(20_000, createRng(1));
    for (const [i, row] of joint.entries()) {
      for (const [j, p] of row.entries()) {
        const hits = a.data.map((value, n) => (value === i && b.data[n] === j ? 1 : 0));
        if (p === 0) expect(hits.includes(1)).toBe(false);
        else expectMean(hits, p);
      }
    }
  });

  it.each([
    ['an empty table', [], 'expected a matrix [n, m], got rows of lengths []'],
    ['a ragged table', [[0.5], [0.25, 0.25]], 'got rows of lengths [1,2]'],
    ['a negative entry', [[1.5, -0.5]], 'expected probabilities, got -0.5 at index 1'],
    [
      'counts',
      [
        [4, 1],
        [1, 4],
      ],
      'expected probabilities with sum 1, got sum 10',
    ],
    ['NaN', [[Number.NaN, 1]], 'expected finite numbers, got NaN'],
  ])('refuses %s', (_, joint, message) => {
    expect(() => discretePair({ joint })).toThrow(message);
  });

  it('refuses a sample of none', () => {
    expect(() => discretePair({ joint: [[1]] }).sample(0, createRng(0))).toThrow('expected a positive integer, got 0');
  });
});

describe('twoViews', () => {
  const joint = [
    [0.3, 0.1, 0],
    [0.05, 0.15, 0.4],
  ];
  const views = twoViews({ joint, nuisance: 2 });
  const n = 10_000;
  const { x, y, a, b } = views.sample(n, createRng(2));

  it('has the mutual information of its table', () => {
    expect(views.mutualInformation).toBe(discretePair({ joint }).mutualInformation);
    expect(x.shape).toEqual([n, 4]);
    expect(y.shape).toEqual([n, 5]);
  });

  it('shows the class in each view without doubt: its entry alone is above one half', () => {
    const classOf = (data: Float64Array, row: number, width: number, count: number) => {
      const above = Array.from({ length: count }, (_, j) => j).filter((j) => data[row * width + j]! > 0.5);
      return above.length === 1 ? above[0] : undefined;
    };
    for (let row = 0; row < n; row++) {
      expect(classOf(x.data, row, 4, 2)).toBe(a.data[row]);
      expect(classOf(y.data, row, 5, 3)).toBe(b.data[row]);
    }
  });

  it('shows nothing else: what is not the indicator is uncorrelated within and between the views', () => {
    const rest = Float64Array.from({ length: n * 9 }, (_, i) => {
      const [row, j] = [Math.floor(i / 9), i % 9];
      if (j < 4) return x.data[row * 4 + j]! - (j === a.data[row] ? 1 : 0);
      return y.data[row * 5 + j - 4]! - (j - 4 === b.data[row] ? 1 : 0);
    });
    const variances = [1 / 12, 1 / 12, 1, 1, 1 / 12, 1 / 12, 1 / 12, 1, 1];
    const covariance = variances.map((variance, i) => variances.map((_, j) => (i === j ? variance : 0)));
    expectMoments(rest, new Array(9).fill(0), covariance);
  });

  it.each([-1, 0.5])('refuses %f nuisance features', (nuisance) => {
    expect(() => twoViews({ joint, nuisance })).toThrow(`expected an integer >= 0, got ${nuisance}`);
  });
});
