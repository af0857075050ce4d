import { createRng, ndArray } from '@latents/core';
import { conditionalEstimator, histogramEstimator, monomials, normalScores, radialFeatures } from '@latents/infotheory';
import { describe, expect, it } from 'vitest';

const rng = createRng(0);
const normal = ndArray([200, 1], rng.fillNormal(new Float64Array(200)));
const withNaN = ndArray([3, 1], Float64Array.of(0, Number.NaN, 1));

describe('points', () => {
  it.each([
    ['normal scores', (points: typeof withNaN) => normalScores(points)],
    ['monomials', (points: typeof withNaN) => monomials(2).apply(points)],
    ['radial features', (points: typeof withNaN) => radialFeatures(1).apply(points)],
  ])('%s refuse what is not finite, by row, and what is no matrix', (_, apply) => {
    expect(() => apply(withNaN)).toThrow(/expected finite values, got NaN in points, row 1/);
    expect(() => apply(ndArray([3], Float64Array.of(0, 1, 2)))).toThrow(/expected points \[n, d\].*got shape \[3\]/);
    expect(() => apply(ndArray([0, 2], new Float64Array(0)))).toThrow(/of at least one each/);
  });
});

describe('a learned conditional of symbols', () => {
  it('has no density: refused, with what to take instead', async () => {
    const y = ndArray(
      [200, 1],
      Float64Array.from(normal.data, (v) => Math.sign(v)),
    );
    for (const method of ['club', 'difference-of-entropies', 'leave-one-out'] as const) {
      await expect(conditionalEstimator({ method }).estimate(normal, y, createRng(1))).rejects.toThrow(
        /expected y of a density.*got 2 distinct values among 200 in coordinate 0.*cotrainEstimator/,
      );
    }
  });
});

describe('histogram', () => {
  it('says no more than so many bins can tell, even of a copy', async () => {
    const { nats, ceiling } = await histogramEstimator({ bins: 4 }).estimate(normal, normal, createRng(2));
    expect(nats).toBeLessThanOrEqual(Math.log(4));
    expect(nats).toBeGreaterThan(0.9 * Math.log(4));
    expect(ceiling).toBeGreaterThanOrEqual(nats);
  });
});
