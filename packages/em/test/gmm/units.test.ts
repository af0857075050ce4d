import {
  type CovarianceType,
  GaussianEmission,
  GaussianMixture,
  gaussianMixture,
  HiddenMarkovModel,
  initializeGaussianMixture,
  load,
  maximizeLikelihood,
  save,
  withRestarts,
} from '@latents/em';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';

const n = 240;
const draws = createRng(3);
const x = Float64Array.from({ length: 2 * n }, (_, i) => draws.normal() + 4 * (Math.floor(i / 2) % 2));

const inUnits = (scales: readonly number[], offsets: readonly number[]) =>
  ndArray(
    [n, 2],
    x.map((value, i) => value * scales[i % 2]! + offsets[i % 2]!),
  );

const CHANGES: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ...[1e-150, 1e-100, 1e-20, 1e-10, 1e-5, 1e5, 1e10, 1e20, 1e100, 1e150].map(
    (s) => [`times ${s}`, [s, s], [0, 0]] as const,
  ),
  ...[1e3, 1e6, 1e8, 1e10].map((o) => [`plus ${o}`, [1, 1], [o, o]] as const),
];
/** Models that have a unit for each column. */
const BY_COLUMN: typeof CHANGES = [['in one column times 1e-6, the other times 1e6', [1e-6, 1e6], [0, 0]]];

const FITS: readonly (readonly [CovarianceType, 'none' | 'squarem'])[] = [
  ['full', 'none'],
  ['full', 'squarem'],
  ['tied', 'none'],
  ['diagonal', 'none'],
  ['tied-diagonal', 'none'],
  ['spherical', 'none'],
  ['tied-spherical', 'none'],
];

describe.each(FITS)('mixture, %s, acceleration %s', (covariance, acceleration) => {
  // log p(x) of a density falls by the log of the unit per number.
  const fit = (scales: readonly number[], offsets: readonly number[]) => {
    const data = inUnits(scales, offsets);
    const start = initializeGaussianMixture(data, { components: 2, covariance, rng: createRng(5) });
    const { objective, converged } = maximizeLikelihood(start, data, { maxIterations: 300, acceleration });
    return { objective: objective + n * (Math.log(scales[0]!) + Math.log(scales[1]!)), converged };
  };
  const changes = covariance.includes('spherical') ? CHANGES : [...CHANGES, ...BY_COLUMN];

  it.each(changes)('data %s', (_, scales, offsets) => {
    const reference = fit([1, 1], [0, 0]);
    const changed = fit(scales, offsets);
    expect(changed.converged).toBe(reference.converged);
    expect(Math.abs(changed.objective - reference.objective)).toBeLessThan(1e-6 * Math.abs(reference.objective));
  });
});

describe('hidden Markov model with the Gaussians of an initial mixture', () => {
  const fit = (scales: readonly number[], offsets: readonly number[]) => {
    const data = inUnits(scales, offsets);
    const { gaussians } = initializeGaussianMixture(data, { components: 2, rng: createRng(5) });
    const hmm = new HiddenMarkovModel({
      start: [0.5, 0.5],
      transitions: ndArray([2, 2], Float64Array.of(0.6, 0.4, 0.4, 0.6)),
      emission: new GaussianEmission(gaussians),
    });
    const { objective } = maximizeLikelihood(hmm, [data], { maxIterations: 100 });
    return objective + n * (Math.log(scales[0]!) + Math.log(scales[1]!));
  };

  it.each([...CHANGES, ...BY_COLUMN])('data %s', (_, scales, offsets) => {
    const reference = fit([1, 1], [0, 0]);
    expect(Math.abs(fit(scales, offsets) - reference)).toBeLessThan(1e-6 * Math.abs(reference));
  });
});

describe('columns of unlike units: an income and a rate with two groups', () => {
  const groups = createRng(1);
  const rows = Array.from({ length: 400 }, (_, i) => [
    50000 + 30000 * groups.normal(),
    (i % 2 === 0 ? 0.5 : 0.1) + 0.02 * groups.normal(),
  ]);
  const found = (model: GaussianMixture) => {
    const right = model.predict(rows).filter((label, i) => label === i % 2).length;
    return Math.max(right, 400 - right) / 400;
  };

  it('the default floor leaves the variance of the rate, and the groups are found', () => {
    const start = (rng: ReturnType<typeof createRng>) => initializeGaussianMixture(rows, { components: 2, rng });
    const { model } = withRestarts(start, rows, { restarts: 5, rng: createRng(0), maxIterations: 500 });
    expect(found(model)).toBe(1);
    expect(model.covarianceOf(0).data[3]! / 0.02 ** 2).toBeCloseTo(1, 0);
  });

  it('k-means++ finds the groups from each of 40 single starts', () => {
    for (let seed = 0; seed < 40; seed++) {
      const start = initializeGaussianMixture(rows, { components: 2, rng: createRng(seed) });
      expect(found(maximizeLikelihood(start, rows, { maxIterations: 500 }).model)).toBe(1);
    }
  });
});

describe('a floor of each column', () => {
  const covariancesAfter = (covariance: CovarianceType, covarianceFloor: number | readonly number[]) => {
    const start = initializeGaussianMixture(inUnits([1, 1], [0, 0]), {
      components: 1,
      covariance,
      covarianceFloor,
      rng: createRng(0),
    });
    return [...maximizeLikelihood(start, inUnits([1, 1], [0, 0]), { maxIterations: 3 }).model.covariances.data];
  };

  it('equal floors are one floor', () => {
    for (const covariance of ['full', 'diagonal', 'spherical'] as const) {
      for (const [i, value] of covariancesAfter(covariance, 30).entries())
        expect(covariancesAfter(covariance, [30, 30])[i]!).toBeCloseTo(value, 10);
    }
  });

  it('raises the columns that are below their own', () => {
    const free = covariancesAfter('diagonal', 0);
    expect(covariancesAfter('diagonal', [1e-9, 100])).toEqual([free[0], 100]);
    // For a matrix it is a bound in every direction: S - diag(floor) has no negative eigenvalue, so that both of these hold.
    const [a = 0, b = 0, , c = 0] = covariancesAfter('full', [1e-9, 100]);
    expect(c).toBeGreaterThanOrEqual(100 - 1e-9);
    expect((a - 1e-9) * (c - 100) - b * b).toBeGreaterThanOrEqual(-1e-9);
  });

  it('is saved and loaded', async () => {
    const mixture = initializeGaussianMixture(inUnits([1, 1e5], [0, 0]), { components: 2, rng: createRng(0) });
    const files: Uint8Array[] = [];
    await save(mixture, {
      write: async (bytes) => {
        files.push(bytes);
      },
    });
    const again = await load(GaussianMixture, files[0]!);
    expect(again.gaussians.family.covarianceFloor).toEqual(mixture.gaussians.family.covarianceFloor);
  });

  it.each([
    ['too few', [1], 'expected 2 numbers, one per column, got 1'],
    ['a floor of 0', [1, 0], 'expected a positive finite number, got 0'],
    ['NaN', [1, Number.NaN], 'got NaN'],
  ])('refuses %s', (_, covarianceFloor, message) => {
    const data = inUnits([1, 1], [0, 0]);
    expect(() => initializeGaussianMixture(data, { components: 2, rng: createRng(0), covarianceFloor })).toThrow(
      message,
    );
  });
});

it.each([1e-160, 1e-200, 1e160, 1e300])('data times %s, whose variances float64 cannot hold, are refused', (scale) => {
  expect(() =>
    initializeGaussianMixture(inUnits([scale, scale], [0, 0]), { components: 2, rng: createRng(0) }),
  ).toThrow(/expected variances from 1e-301 to 1e301, got .* Take another unit/);
});

it('weights in float32 are a distribution: thirds', () => {
  const means = ndArray([3, 1], Float64Array.of(0, 1, 2));
  const covariances = ndArray([3], Float64Array.of(1, 1, 1));
  const weights = new Float32Array(3).fill(1 / 3);
  const mixture = gaussianMixture({ weights, means, covariances, covariance: 'spherical' });
  for (const weight of mixture.weights) expect(weight).toBeCloseTo(1 / 3, 15);
});
