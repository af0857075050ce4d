import {
  type CovarianceType,
  elboForms,
  gaussianMixture,
  gradientAscent,
  incrementalEm,
  initializeGaussianMixture,
  maximizeLikelihood,
  mergeExpectations,
  onlineEm,
  SingularCovarianceError,
  withRestarts,
} from '@latents/em';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { fixture, iris, matrix } from '../fixture.js';

interface Golden {
  init: { weights: number[]; means: number[][] };
  results: Record<
    string,
    {
      trace: { m_steps: number; total_loglik: number }[];
      final: { weights: number[]; means: number[][]; bic: number; aic: number };
    }
  >;
}

const TYPES: CovarianceType[] = ['full', 'tied', 'diagonal', 'spherical', 'tied-diagonal', 'tied-spherical'];
const { x, y } = iris();
const eye = (type: CovarianceType, k: number, d: number) => {
  const one =
    type === 'full' || type === 'tied'
      ? Array.from({ length: d * d }, (_, i) => (i % (d + 1) ? 0 : 1))
      : type.endsWith('spherical')
        ? [1]
        : new Array<number>(d).fill(1);
  const tied = type.startsWith('tied');
  const shape = type.endsWith('spherical') ? [] : one.length === d ? [d] : [d, d];
  return ndArray(
    tied ? shape : [k, ...shape],
    Float64Array.from(tied ? one : Array.from({ length: k }, () => one).flat()),
  );
};
const start = (covariance: CovarianceType, extra = {}) => {
  const { init } = fixture<Golden>('gmm_iris');
  return gaussianMixture({
    weights: init.weights,
    means: matrix(init.means),
    covariances: eye(covariance, 3, 4),
    covariance,
    ...extra,
  });
};
const names = { full: 'full', tied: 'tied', diag: 'diagonal', spherical: 'spherical' } as const;

describe.each(Object.entries(names))('against scikit-learn on iris, %s', (key, type) => {
  const golden = fixture<Golden>('gmm_iris').results[key]!;
  it('trace to 1e-9, final parameters, AIC and BIC', () => {
    const seen: number[] = [];
    const { model } = maximizeLikelihood(start(type), x, {
      maxIterations: 100,
      tolerance: 0,
      onIteration: ({ logMarginal }) => seen.push(logMarginal),
    });
    seen.push(model.expect(x).logMarginal);
    for (const { m_steps, total_loglik } of golden.trace) expect(seen[m_steps]! / total_loglik - 1).toBeCloseTo(0, 9);
    golden.final.weights.forEach((w, c) => {
      expect(model.weights[c]).toBeCloseTo(w, 8);
    });
    golden.final.means.flat().forEach((m, i) => {
      expect(model.means.data[i]).toBeCloseTo(m, 7);
    });
    expect(model.bic(x)).toBeCloseTo(golden.final.bic, 6);
    expect(model.aic(x)).toBeCloseTo(golden.final.aic, 6);
  });
});

it.each([
  ['full', -180.1855],
  ['tied', -256.354],
  ['diagonal', -306.8605],
  ['spherical', -384.3141],
] as const)('from the true species, %s reaches %d', (type, total) => {
  const labelled = start(type).expect({ x, labels: y });
  const { model } = maximizeLikelihood(start(type).maximize(labelled.statistics), x, {
    maxIterations: 3000,
    tolerance: 1e-11,
  });
  expect(model.expect(x).logMarginal).toBeCloseTo(total, 3);
});

describe.each(TYPES)('%s', (type) => {
  const prior = { covariancePrior: { strength: 3, scale: 0.2 } };
  it('the statistics give the same expected log joint as the densities; joint + entropy is log p', () => {
    const model = start(type);
    const e = model.expect(x);
    expect(model.expectedLogJoint(e.statistics)).toBeCloseTo(e.expectedLogJoint, 8);
    expect(e.expectedLogJoint + e.entropy).toBeCloseTo(e.logMarginal, 9);
  });
  it('gradient is the finite difference of log p + log prior', () => {
    const model = maximizeLikelihood(start(type, prior), x, { maxIterations: 2 }).model;
    const point = model.toUnconstrained();
    const gradient = model.gradient(model.expect(x).statistics);
    const value = (i: number, h: number) => {
      const m = model.fromUnconstrained(point.map((p, j) => (i === j ? p + h : p)));
      return m.expect(x).logMarginal + m.logPrior();
    };
    for (let i = 0; i < point.length; i++)
      expect(gradient[i]).toBeCloseTo((value(i, 1e-5) - value(i, -1e-5)) / 2e-5, 3);
  });
  it('collapse: the floor and the prior keep EM monotone; without either a clear error', () => {
    const few = matrix([
      [0, 0, 0, 1],
      [0, 0, 0, 1],
      [5, 5, 0, 1],
      [9, 1, 0, 1],
    ]);
    const make = (extra: object) =>
      gaussianMixture({
        weights: [0.5, 0.5],
        means: matrix([
          [0, 0, 0, 1],
          [6, 4, 0, 1],
        ]),
        covariances: eye(type, 2, 4),
        covariance: type,
        ...extra,
      });
    for (const extra of [{ covarianceFloor: 1e-3 }, prior]) {
      const { model } = maximizeLikelihood(make(extra), few, { maxIterations: 50, tolerance: 0 });
      expect(model.toUnconstrained().every(Number.isFinite)).toBe(true);
    }
    if (type !== 'tied-spherical')
      expect(() => maximizeLikelihood(make({}), few, { maxIterations: 500 })).toThrow(SingularCovarianceError);
  });
});

it('the three forms of the bound agree to 1e-10 for any posterior, and are tight at the exact one', () => {
  const model = start('full');
  const rng = createRng(1);
  const joint = model.logJoint(x);
  const logPrior = model.weights.map(Math.log);
  const exact = model.posterior(x).data;
  const marginal = model.logProb(x);
  for (let row = 0; row < 150; row++) {
    const logLikelihood = logPrior.map((p, c) => joint.data[row * 3 + c]! - p);
    const q = Float64Array.from({ length: 3 }, () => rng.exponential());
    const sum = q.reduce((a, b) => a + b);
    const latent = { logPrior, logLikelihood, posterior: q.map((v) => v / sum) };
    const values = Object.values(elboForms(latent)).map((b) => b.value);
    expect(Math.max(...values) - Math.min(...values)).toBeLessThan(1e-10 * Math.abs(values[0]!));
    expect(values[0]).toBeLessThanOrEqual(marginal[row]! + 1e-12);
    expect(
      elboForms({ logPrior, logLikelihood, posterior: exact.subarray(row * 3, row * 3 + 3) }).entropy.value,
    ).toBeCloseTo(marginal[row]!, 10);
  }
});

it('weights: a row of weight 3 is three rows', () => {
  const weights = ndArray(
    [150],
    Float64Array.from({ length: 150 }, (_, i) => i % 4),
  );
  const rows = Array.from({ length: 150 }, (_, i) => i).flatMap((i) => new Array<number>(i % 4).fill(i));
  const repeated = ndArray(
    [rows.length, 4],
    Float64Array.from(rows.flatMap((i) => [...x.data.subarray(4 * i, 4 * i + 4)])),
  );
  const a = maximizeLikelihood(start('full'), { x, weights }, { maxIterations: 9, tolerance: 0 });
  const b = maximizeLikelihood(start('full'), repeated, { maxIterations: 9, tolerance: 0 });
  expect(a.objective).toBeCloseTo(b.objective, 8);
});

it('parts of the data, merged, give the M step of the whole', () => {
  const model = start('full');
  const part = (from: number, to: number) => model.expect(ndArray([to - from, 4], x.data.slice(from * 4, to * 4)));
  const merged = mergeExpectations([part(0, 37), part(37, 38), part(38, 150)]);
  expect(model.maximize(merged.statistics).expect(x).logMarginal).toBeCloseTo(
    model.maximize(model.expect(x).statistics).expect(x).logMarginal,
    9,
  );
  expect(() => mergeExpectations([])).toThrow('at least one part');
});

it('missing values: one Gaussian from gaps is the fixed point of the observed-data likelihood', () => {
  const gaps = ndArray(
    [150, 4],
    x.data.map((value, i) => ((i * 7919) % 11 === 0 ? Number.NaN : value)),
  );
  const { model, trace } = maximizeLikelihood(
    start('full'),
    { x: gaps, missing: true },
    { maxIterations: 30, tolerance: 0 },
  );
  const e = model.expect({ x: gaps, missing: true });
  expect(e.logMarginal).toBeGreaterThan(trace[0]!.logMarginal);
  expect(e.expectedLogJoint).toBeCloseTo(model.expectedLogJoint(e.statistics), 7);
  const point = model.toUnconstrained();
  const gradient = model.gradient(e.statistics);
  const value = (i: number, h: number) =>
    model.fromUnconstrained(point.map((p, j) => (i === j ? p + h : p))).expect({ x: gaps, missing: true }).logMarginal;
  for (const i of [0, 3, 5, 9, 16, 21, 30, 44])
    expect(gradient[i]).toBeCloseTo((value(i, 1e-5) - value(i, -1e-5)) / 2e-5, 3);
});

it('SQUAREM, incremental EM and gradient ascent reach the same maximum; online EM comes near it', async () => {
  const plain = maximizeLikelihood(start('full'), x, { maxIterations: 5000, tolerance: 1e-12 });
  const fast = maximizeLikelihood(start('full'), x, { maxIterations: 5000, tolerance: 1e-12, acceleration: 'squarem' });
  expect(fast.objective).toBeCloseTo(plain.objective, 4);
  expect(fast.trace.length).toBeLessThan(plain.trace.length / 1.5);
  expect(fast.trace.some(({ extrapolated }) => extrapolated)).toBe(true);
  expect(plain.trace.some(({ extrapolated }) => extrapolated)).toBe(false);
  const parts = [0, 1, 2].map((p) =>
    ndArray(
      [50, 4],
      Float64Array.from({ length: 200 }, (_, i) => x.data[(Math.floor(i / 4) * 3 + p) * 4 + (i % 4)]!),
    ),
  );
  const incremental = incrementalEm(start('full'), parts);
  const online = onlineEm(start('full'), 150);
  let last = -Infinity;
  for (let step = 0; step < 900; step++) {
    const context = { step, rng: createRng(0) };
    await incremental.player.take(parts[step % 3]!, context);
    await online.player.take(parts[step % 3]!, context);
    expect(incremental.bound).toBeGreaterThanOrEqual(last - 1e-9);
    last = incremental.bound;
  }
  expect(incremental.model.expect(x).logMarginal).toBeCloseTo(plain.objective, 2);
  expect(online.model.expect(x).logMarginal).toBeGreaterThan(plain.objective - 3);
  const climbed = gradientAscent(start('full'), x, { maxIterations: 4000, tolerance: 1e-3 });
  expect(climbed.trace.at(-1)).toBeCloseTo(plain.objective, 2);
});

it('samples: mean and score within 4 standard errors', () => {
  const model = maximizeLikelihood(start('full'), x, { maxIterations: 20 }).model;
  const { x: drawn } = model.sample(20000, createRng(5));
  const truth = Array.from({ length: 4 }, (_, j) =>
    model.weights.reduce((sum, w, c) => sum + w * model.means.data[c * 4 + j]!, 0),
  );
  truth.forEach((mean, j) => {
    const column = Array.from({ length: 20000 }, (_, i) => drawn.data[i * 4 + j]!);
    const m = column.reduce((a, b) => a + b) / 20000;
    const se = Math.sqrt(column.reduce((a, b) => a + (b - m) ** 2, 0) / 20000 / 20000);
    expect(Math.abs(m - mean)).toBeLessThan(4 * se);
  });
});

describe('bad input', () => {
  const options = { components: 2, rng: createRng(0) };
  it.each([
    ['NaN', () => start('full').expect(ndArray([1, 4], Float64Array.of(1, Number.NaN, 2, 3))), 'row 0, column 1'],
    ['infinity', () => start('full').expect(ndArray([1, 4], Float64Array.of(1, Infinity, 2, 3))), 'finite'],
    ['wrong width', () => start('full').expect(ndArray([1, 3], new Float64Array(3))), '[n, 4]'],
    ['statistics of another model', () => start('full').maximize(new Float64Array(5)), 'got 5'],
    ['a sample of no rows', () => start('full').sample(0, createRng(0)), 'positive integer'],
    ['k > n', () => initializeGaussianMixture(matrix([[1]]), options), 'from 1 to 1'],
    [
      'weights that do not sum to 1',
      () =>
        gaussianMixture({
          weights: [1, 1],
          means: matrix([[0], [1]]),
          covariances: ndArray([2], Float64Array.of(1, 1)),
          covariance: 'spherical',
        }),
      'sum to 1',
    ],
    [
      'negative weight',
      () => start('full').expect({ x, weights: ndArray([150], new Float64Array(150).fill(-1)) }),
      '>= 0',
    ],
    [
      'label out of range',
      () => start('full').expect({ x, labels: ndArray([150], new Int32Array(150).fill(3)) }),
      '-1 (unknown) to 2',
    ],
    [
      'asymmetric covariance',
      () =>
        gaussianMixture({
          weights: [1],
          means: matrix([[0, 0]]),
          covariances: ndArray([1, 2, 2], Float64Array.of(2, 1, 0, 2)),
        }),
      'symmetric',
    ],
    [
      'a mean that is NaN',
      () =>
        gaussianMixture({
          weights: [1],
          means: ndArray([1, 1], Float64Array.of(Number.NaN)),
          covariances: ndArray([1], Float64Array.of(1)),
          covariance: 'spherical',
        }),
      'gaussians({ means }): expected finite values, got NaN',
    ],
    ['negative floor', () => start('full', { covarianceFloor: -1 }), 'covarianceFloor'],
    [
      'no restarts',
      () => withRestarts(() => start('full'), x, { restarts: 0, rng: createRng(0), maxIterations: 1 }),
      'restarts',
    ],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(message);
  });
  it.each(TYPES)(
    'duplicate points, constant columns, d > n, an empty cluster: finite parameters (%s)',
    (covariance) => {
      for (const rows of [
        [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
        [
          [1, 0, 0, 3],
          [2, 1, 0, 3],
          [4, 4, 0, 3],
        ],
      ]) {
        const model = initializeGaussianMixture(matrix(rows), { ...options, covariance });
        const fitted = maximizeLikelihood(model, matrix(rows), { maxIterations: 30 }).model;
        expect(fitted.toUnconstrained().some(Number.isNaN)).toBe(false);
      }
    },
  );
});
