import { gaussianMixture, initializeGaussianMixture, maximizeLikelihood, withRestarts } from '@latents/em';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { iris, matrix } from '../fixture.js';

const column = (...values: number[]) => ndArray([values.length, 1], Float64Array.from(values));
const pair = (weights: number[], means: number[], variances: number[], extra = {}) =>
  gaussianMixture({
    weights,
    means: matrix(means.map((m) => [m])),
    covariances: ndArray([means.length], Float64Array.from(variances)),
    covariance: 'spherical',
    ...extra,
  });
const density = (x: number, m: number, v: number) => Math.exp((-0.5 * (x - m) ** 2) / v) / Math.sqrt(2 * Math.PI * v);

describe('posterior, predict, score, ICL: two Gaussians on a line, by hand', () => {
  const model = pair([0.3, 0.7], [-1, 2], [1, 0.5]);
  const rows = [-3, -0.5, 0.4, 0.6, 1, 4];
  const joints = rows.map((x) => [0.3 * density(x, -1, 1), 0.7 * density(x, 2, 0.5)] as const);
  const sums = joints.map(([a, b]) => a + b);
  it('they are', () => {
    const x = column(...rows);
    const posterior = model.posterior(x).data;
    joints.forEach(([a, b], i) => {
      expect(posterior[2 * i]).toBeCloseTo(a / (a + b), 12);
      expect(model.logProb(x)[i]).toBeCloseTo(Math.log(a + b), 12);
      expect(model.predict(x)[i]).toBe(a > b ? 0 : 1);
    });
    const logMarginal = sums.reduce((total, p) => total + Math.log(p), 0);
    expect(model.score(x)).toBeCloseTo(logMarginal / 6, 12);
    // 1 weight, 2 means, 2 variances.
    expect(model.freeParameters).toBe(5);
    const entropy = joints.reduce(
      (total, joint, i) => total - joint.reduce((sum, p) => sum + (p / sums[i]!) * Math.log(p / sums[i]!), 0),
      0,
    );
    expect(entropy).toBeGreaterThan(0.1);
    expect(model.icl(x)).toBeCloseTo(5 * Math.log(6) - 2 * logMarginal + 2 * entropy, 10);
  });
});

describe('partial labels', () => {
  const model = pair([0.5, 0.5], [-1, 1], [1, 1]);
  const x = column(-2, 0.5, 3);
  it('a known component counts whole, an unknown one by its posterior', () => {
    const { logMarginal, statistics, entropy } = model.expect({ x, labels: ndArray([3], Int32Array.of(1, -1, -1)) });
    const p = (row: number) => 0.5 * density(row, -1, 1) + 0.5 * density(row, 1, 1);
    expect(logMarginal).toBeCloseTo(Math.log(0.5 * density(-2, 1, 1)) + Math.log(p(0.5)) + Math.log(p(3)), 12);
    const ones = 1 + (0.5 * density(0.5, 1, 1)) / p(0.5) + (0.5 * density(3, 1, 1)) / p(3);
    expect(statistics[1]).toBeCloseTo(ones, 12);
    // What is known has no entropy.
    expect(entropy).toBeCloseTo(model.expect(column(0.5, 3)).entropy, 12);
  });
});

describe('where EM starts', () => {
  const x = column(0, 1, 10);
  const rng = createRng(8);
  const shareOf = (method: 'k-means++' | 'random-points') => {
    let near = 0;
    for (let i = 0; i < 3000; i++) {
      const { means } = initializeGaussianMixture(x, { components: 2, rng, method });
      if (Math.max(...means.data) < 5) near++;
    }
    return near / 3000;
  };
  it.each([
    // The first of three evenly, the second by its squared distance: 0 then 1, or 1 then 0.
    ['k-means++', (1 / 101 + 1 / 82) / 3],
    ['random-points', 1 / 3],
  ] as const)('%s starts at 0 and 1, not at 10, with its probability: 4 standard errors', (method, p) => {
    expect(Math.abs(shareOf(method) - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 3000));
  });

  it('restarts: the best of the runs, each from its own stream', () => {
    const data = iris().x;
    const options = { maxIterations: 30, tolerance: 1e-6 };
    const start = (own: ReturnType<typeof createRng>) =>
      initializeGaussianMixture(data, { components: 4, rng: own, method: 'random-points' });
    const found = withRestarts(start, data, { ...options, restarts: 5, rng: createRng(3) });
    const alone = [0, 1, 2, 3, 4].map((i) => maximizeLikelihood(start(createRng(3).fork(i)), data, options).objective);
    expect(found.objectives).toEqual(alone);
    expect(found.objective).toBe(Math.max(...alone));
    expect(new Set(alone.map((value) => value.toFixed(3))).size).toBeGreaterThan(1);
  });
});

describe('a prior', () => {
  it('log p(x) falls from its maximum, and what is maximised, log p(x) + log prior, rises', () => {
    const rng = createRng(1);
    const x = ndArray(
      [60, 1],
      Float64Array.from({ length: 60 }, (_, i) => rng.normal() + (i % 2 ? 4 : -4)),
    );
    const free = maximizeLikelihood(pair([0.5, 0.5], [-3, 3], [1, 1]), x, {
      maxIterations: 200,
      tolerance: 1e-13,
    }).model;
    const covariancePrior = { strength: 200, scale: 9 };
    const { trace } = maximizeLikelihood(
      pair([...free.weights], [...free.means.data], [...free.covariances.data], { covariancePrior }),
      x,
      { maxIterations: 20, tolerance: 0 },
    );
    expect(trace[1]!.logMarginal).toBeLessThan(trace[0]!.logMarginal - 1);
    trace.slice(1).forEach(({ logMarginal, logPrior, expectedLogJoint, entropy }, i) => {
      expect(logMarginal + logPrior).toBeGreaterThanOrEqual(trace[i]!.logMarginal + trace[i]!.logPrior - 1e-9);
      expect(expectedLogJoint + entropy).toBeCloseTo(logMarginal, 9);
    });
  });
});

it('empty cluster: a component too far to have a share keeps its place, with weight 0, and the rest is as without it', () => {
  const x = column(-1, 0, 1, 2);
  const model = pair([0.5, 0.5], [0, 1e6], [1, 1]);
  const next = model.maximize(model.expect(x).statistics);
  expect([...next.weights]).toEqual([1, 0]);
  expect(next.means.data[0]).toBeCloseTo(0.5, 12);
  expect(next.covariances.data[0]).toBeCloseTo(1.25, 12);
  expect(next.toUnconstrained().some(Number.isNaN)).toBe(false);
  const again = maximizeLikelihood(next, x, { maxIterations: 5, tolerance: 0 }).model;
  expect(again.logProb(x).every(Number.isFinite)).toBe(true);
});
