import { correlatedGaussian, gaussianPair, mappedPair, spiral, studentPair } from '@latents/datasets/synthetic';
import {
  automaticEstimator,
  heldOutGaussianEstimator,
  type InformationEstimator,
  ksgEstimator,
  monomials,
  projectionEstimator,
  radialFeatures,
} from '@latents/infotheory/samples';
import { createRng, ndArray } from '@latents/math';
import { meanAndStandardError } from '@latents/testing';
import { describe, expect, it } from 'vitest';

const normal = (n: number, d: number, seed: number) =>
  ndArray([n, d], createRng(seed).fillNormal(new Float64Array(n * d)));

describe('projections', () => {
  it('one pair in twenty dimensions, where neighbours of whole vectors see a third of it', async () => {
    const covariance = Array.from({ length: 40 }, (_, i) =>
      Array.from({ length: 40 }, (_, j) => (i === j ? 1 : Math.min(i, j) === 0 && Math.max(i, j) === 20 ? 0.9 : 0)),
    );
    const pair = gaussianPair({ covariance, dx: 20 });
    const { x, y } = pair.sample(1500, createRng(0));
    const { nats, standardError } = await projectionEstimator().estimate(x, y, createRng(1));
    expect(Math.abs(nats - pair.mutualInformation)).toBeLessThan(4 * standardError + 0.05);
    expect((await ksgEstimator().estimate(x, y, createRng(1))).nats).toBeLessThan(0.5 * pair.mutualInformation);
  });

  it('scale without correlation: Student-t', async () => {
    const pair = studentPair({ dx: 3, dy: 3, df: 1 });
    const { x, y } = pair.sample(2000, createRng(2));
    const estimator = projectionEstimator({ features: radialFeatures(1), components: 1 });
    const { nats, standardError } = await estimator.estimate(x, y, createRng(3));
    expect(Math.abs(nats - pair.mutualInformation)).toBeLessThan(4 * standardError + 0.08);
  });

  it('unbiased without dependence, whatever chance correlates', async () => {
    const values = [];
    for (let seed = 0; seed < 12; seed++) {
      const estimator = projectionEstimator({ features: monomials(2), components: 1 });
      values.push((await estimator.estimate(normal(400, 4, seed), normal(400, 4, 100 + seed), createRng(seed))).nats);
    }
    const { mean, standardError } = meanAndStandardError(values);
    expect(Math.abs(mean)).toBeLessThan(4 * standardError);
    expect(4 * standardError).toBeLessThan(0.06);
  });

  it('constant coordinates say nothing and do no harm', async () => {
    const pair = correlatedGaussian({ dim: 1, correlation: 0.9 });
    const { x, y } = pair.sample(800, createRng(4));
    const wide = ndArray(
      [800, 2],
      Float64Array.from({ length: 1600 }, (_, i) => (i % 2 === 0 ? 3 : x.data[i >> 1]!)),
    );
    const { nats, standardError } = await projectionEstimator({ components: 1 }).estimate(wide, y, createRng(5));
    expect(Math.abs(nats - pair.mutualInformation)).toBeLessThan(4 * standardError + 0.02);
  });

  it('refuses options out of range and too few pairs for the features', async () => {
    expect(() => projectionEstimator({ components: 0 })).toThrow('components');
    expect(() => projectionEstimator({ k: 1.5 })).toThrow('k');
    const [x, y] = [normal(300, 10, 6), normal(300, 10, 7)];
    await expect(projectionEstimator({ features: monomials(3) }).estimate(x, y, createRng(0))).rejects.toThrow(
      'at least 1140 pairs, got 300',
    );
    await expect(projectionEstimator().estimate(normal(100, 1, 8), normal(100, 1, 9), createRng(0))).rejects.toThrow(
      'at least 160 pairs, got 100',
    );
  });
});

describe('the copula on held-out pairs', () => {
  const pairs = (d: number, count: number, correlation: number) =>
    gaussianPair({
      covariance: Array.from({ length: 2 * d }, (_, i) =>
        Array.from({ length: 2 * d }, (_, j) =>
          i === j ? 1 : Math.abs(i - j) === d && Math.min(i, j) < count ? correlation : 0,
        ),
      ),
      dx: d,
    });

  it('five pairs in ten dimensions: the information, from below', async () => {
    const pair = pairs(10, 5, 0.6);
    const { x, y } = pair.sample(3000, createRng(30));
    const { nats, standardError, side, ceiling } = await heldOutGaussianEstimator().estimate(x, y, createRng(31));
    expect(nats).toBeLessThan(pair.mutualInformation + 4 * standardError);
    // A covariance of 1,500 pairs, in which each of 100 coefficients costs about 1 / 3,000.
    expect(nats).toBeGreaterThan(pair.mutualInformation - 4 * standardError - 0.06);
    expect([side, ceiling]).toEqual(['lower', Math.log(1500)]);
    const automatic = await automaticEstimator().estimate(x, y, createRng(32));
    expect(automatic.chosen).toContain('Gaussian copula');
    expect(Math.abs(automatic.nats - pair.mutualInformation)).toBeLessThan(0.1);
  });

  it('noise in many dimensions: nothing, and no loss to chance', async () => {
    const { x, y } = pairs(20, 0, 0).sample(1000, createRng(33));
    expect((await heldOutGaussianEstimator().estimate(x, y, createRng(34))).nats).toBeCloseTo(0, 12);
  });

  it('a wrong copula stays below: squares', async () => {
    const { x, y } = correlatedGaussian({ dim: 1, correlation: 0.9 }).sample(2000, createRng(35));
    const { nats, standardError } = await heldOutGaussianEstimator().estimate(
      ndArray(
        [2000, 1],
        x.data.map((v) => v * v),
      ),
      ndArray(
        [2000, 1],
        y.data.map((v) => v * v),
      ),
      createRng(36),
    );
    // What the squares share is less than what x and y do.
    expect(nats).toBeLessThan(-0.5 * Math.log(0.19) + 4 * standardError);
    expect(nats).toBeGreaterThan(0);
  });

  it('refuses too few pairs', async () => {
    await expect(
      heldOutGaussianEstimator().estimate(normal(70, 20, 0), normal(70, 1, 1), createRng(0)),
    ).rejects.toThrow('at least 80 pairs, got 70');
  });
});

describe('the automatic choice', () => {
  it('is the copula where the dependence is Gaussian', async () => {
    const pair = correlatedGaussian({ dim: 2, correlation: 0.7 });
    const { x, y } = pair.sample(1500, createRng(10));
    const automatic = await automaticEstimator().estimate(x, y, createRng(11));
    expect(automatic.chosen).toBe('Gaussian copula');
    expect(Math.abs(automatic.nats - pair.mutualInformation)).toBeLessThan(4 * automatic.standardError);
    expect(automatic.side).toBe('none');
    expect(automatic.nats).toBe(automatic.candidates['Gaussian copula']!.nats);
  });

  it('is another where the copula sees nothing', async () => {
    const student = studentPair({ dx: 1, dy: 1, df: 1 });
    const blind = student.sample(1500, createRng(12));
    const seen = await automaticEstimator().estimate(blind.x, blind.y, createRng(13));
    expect(seen.chosen).not.toBe('Gaussian copula');
    expect(Math.abs(seen.nats - student.mutualInformation)).toBeLessThan(4 * seen.standardError + 0.03);
  });

  it('a spiral in six dimensions', async () => {
    const base = correlatedGaussian({ dim: 3, correlation: 0.7 });
    const pair = mappedPair(
      { dx: 3, dy: 3, ...base },
      { x: spiral({ first: 0, speed: 1 / 3 }), y: spiral({ first: 1, speed: 1 / 3 }) },
    );
    const { x, y } = pair.sample(3000, createRng(18));
    const { nats } = await automaticEstimator().estimate(x, y, createRng(19));
    const whole = await ksgEstimator().estimate(x, y, createRng(20));
    expect(nats).toBeGreaterThan(whole.nats);
    expect(nats).toBeLessThan(pair.mutualInformation + 0.05);
  });

  it('independent views: little', async () => {
    const { nats, standardError } = await automaticEstimator().estimate(
      normal(1500, 2, 21),
      normal(1500, 2, 22),
      createRng(23),
    );
    // The largest of nine estimates, each with this error.
    expect(nats).toBeLessThan(4 * standardError + 0.02);
  });

  it('takes candidates of yours, the largest among them', async () => {
    const mine: InformationEstimator = {
      name: 'mine',
      estimate: async () => ({ nats: 9, side: 'lower', standardError: 0.01, ceiling: Infinity }),
    };
    const { chosen, nats, candidates } = await automaticEstimator({ also: [mine] }).estimate(
      normal(200, 1, 24),
      normal(200, 1, 25),
      createRng(26),
    );
    expect([chosen, nats]).toEqual(['mine', 9]);
    expect(Object.keys(candidates)).toContain('Gaussian copula');
  });

  it('refuses too few pairs', async () => {
    await expect(automaticEstimator().estimate(normal(100, 1, 0), normal(100, 1, 1), createRng(0))).rejects.toThrow(
      'at least 160 pairs, got 100',
    );
  });
});
