import {
  automaticEstimator,
  conditionalEstimator,
  cotrainEstimator,
  criticEstimator,
  gaussianEstimator,
  heldOutGaussianEstimator,
  histogramEstimator,
  type InformationEstimator,
  infoNceMethod,
  interpolatedMethod,
  jensenShannonMethod,
  ksgEstimator,
  mineMethod,
  monomials,
  normalScores,
  nwjMethod,
  projectionEstimator,
  radialFeatures,
  smileMethod,
  tubaMethod,
} from '@latents/infotheory';
import { type ArrayInput, createRng, type NdArray, ndArray } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const N = 200;
const brief = { steps: 5, batchSize: 20 };
const quick = { ...brief, hidden: [4] };
const normal = (seed: number, n = N, d = 1): NdArray =>
  ndArray([n, d], createRng(seed).fillNormal(new Float64Array(n * d)));
const constant = ndArray([N, 1], new Float64Array(N).fill(3));
const [x, y] = [normal(1), normal(2)];

const sampled: Record<string, InformationEstimator> = {
  ksg: ksgEstimator(),
  'ksg of plain values': ksgEstimator({ preprocess: 'none' }),
  'Gaussian copula': gaussianEstimator(),
  Gaussian: gaussianEstimator({ preprocess: 'none' }),
  'copula, held out': heldOutGaussianEstimator(),
  histogram: histogramEstimator(),
  projections: projectionEstimator(),
  automatic: automaticEstimator(),
};
const critics = [
  infoNceMethod,
  nwjMethod,
  mineMethod,
  tubaMethod,
  interpolatedMethod(0.5),
  jensenShannonMethod,
  smileMethod(5),
];
const conditionals = ['barber-agakov', 'difference-of-entropies', 'club', 'leave-one-out'] as const;
const learned = Object.fromEntries(conditionals.map((method) => [method, conditionalEstimator({ method, ...quick })]));
const trained: Record<string, InformationEstimator> = {
  ...Object.fromEntries(critics.map((method) => [method.name, criticEstimator({ method, ...brief })])),
  ...learned,
  'Barber-Agakov, h(Y) given': conditionalEstimator({ method: 'barber-agakov', entropy: 1, ...quick }),
  InfoCotrain: cotrainEstimator({ codewords: 4, ...quick }),
};
describe('constant views', () => {
  const views: [string, NdArray, NdArray][] = [
    ['constant x', constant, y],
    ['constant y', x, constant],
  ];

  it.each(views)('%s: nothing is shared, by neighbours, bins and held-out copulas', async (_, a, b) => {
    for (const name of ['ksg', 'ksg of plain values', 'copula, held out', 'histogram']) {
      const { nats } = await sampled[name]!.estimate(a, b, createRng(0));
      expect(nats, name).toBeCloseTo(0, 9);
    }
  });

  it.each(views)('%s: refused in words where the estimate needs a density', async (_, a, b) => {
    for (const name of ['Gaussian copula', 'Gaussian']) {
      await expect(sampled[name]!.estimate(a, b, createRng(0)), name).rejects.toThrow('Drop constant and repeated');
    }
    for (const name of ['projections', 'automatic']) {
      await expect(sampled[name]!.estimate(a, b, createRng(0)), name).rejects.toThrow('copies of row');
    }
  });

  it.each(views)('%s: critics and InfoCotrain find nothing', async (_, a, b) => {
    for (const [name, estimator] of Object.entries(trained)) {
      if (name in learned || name.startsWith('Barber')) continue;
      const { nats, side } = await estimator.estimate(a, b, createRng(0));
      expect(nats, name).toBeLessThan(0.02);
      // A lower bound of a critic that is not done may lie anywhere below.
      if (side === 'none') expect(nats, name).toBeGreaterThan(-0.02);
    }
  });
});

describe('a density learned of symbols would say too much (1.9 nats of a constant, 1.5 of a bit)', () => {
  const bits = ndArray(
    [N, 1],
    Float64Array.from({ length: N }, (_, i) => i % 2),
  );

  it.each([...conditionals.map((method) => [method, {}] as const), ['barber-agakov', { entropy: 1 }] as const])(
    '%s %j refuses them',
    async (method, options) => {
      const estimator = conditionalEstimator({ method, ...options, ...quick });
      await expect(estimator.estimate(x, constant, createRng(0))).rejects.toThrow('1 distinct values among 200');
      await expect(estimator.estimate(bits, bits, createRng(0))).rejects.toThrow('For symbols take cotrainEstimator');
    },
  );

  it('from half of the values on they are taken for points', async () => {
    const estimator = conditionalEstimator({ method: 'barber-agakov', ...quick });
    const repeated = (distinct: number) => {
      const values = createRng(4).fillNormal(new Float64Array(distinct));
      return ndArray(
        [N, 1],
        Float64Array.from({ length: N }, (_, i) => values[i % distinct]!),
      );
    };
    await expect(estimator.estimate(x, repeated(N / 2 - 1), createRng(0))).rejects.toThrow(
      '99 distinct values among 200',
    );
    expect((await estimator.estimate(x, repeated(N / 2), createRng(0))).side).toBeDefined();
  });

  it('a constant x is no such case: nothing is shared, from below', async () => {
    const { nats, standardError } = await learned['barber-agakov']!.estimate(constant, y, createRng(0));
    expect(nats).toBeLessThan(4 * standardError);
  });
});

it('x itself for y: what has a ceiling keeps under it', async () => {
  for (const estimator of [heldOutGaussianEstimator(), histogramEstimator(), ...Object.values(trained)]) {
    const { nats, ceiling } = await estimator.estimate(x, x, createRng(3));
    expect(nats, estimator.name).toBeLessThanOrEqual(ceiling + 1e-6);
  }
});

it('points that are none: normal scores and features', () => {
  for (const take of [normalScores, monomials(2).apply, radialFeatures(1).apply]) {
    expect(() => take(ndArray([3], new Float64Array(3)))).toThrow('expected points [n, d]');
    expect(() => take(ndArray([0, 2], new Float64Array(0)))).toThrow('got shape [0,2]');
    expect(() => take(ndArray([2, 1], Float64Array.of(0, Number.NaN)))).toThrow('got NaN in points at index 1 (row 1)');
  }
});

it('a histogram of a copy says nearly all that so many bins can tell, and no more', async () => {
  const { nats, ceiling } = await histogramEstimator({ bins: 4 }).estimate(x, x, createRng(2));
  expect(nats).toBeLessThanOrEqual(ceiling);
  expect(nats).toBeGreaterThan(0.9 * ceiling);
});

describe('plain arrays', () => {
  it.each(Object.entries({ ...sampled, 'difference of entropies': learned['difference-of-entropies']! }))(
    '%s says the same of lists, rows and tables',
    async (_, estimator) => {
      const estimate = (a: ArrayInput, b: ArrayInput) => estimator.estimate(a, b, createRng(0));
      const expected = await estimate(x, y);
      expect(await estimate([...x.data], y.data)).toEqual(expected);
      expect(
        await estimate(
          Array.from(x.data, (v) => [v]),
          [...y.data],
        ),
      ).toEqual(expected);
    },
  );

  it.each(Object.entries({ ...sampled, ...trained }))(
    '%s refuses tensors, strings and ragged rows by name',
    async (_, estimator) => {
      const bad = async (a: unknown) => estimator.estimate(a as ArrayInput, y, createRng(0));
      await expect(bad(tf.zeros([N, 1]))).rejects.toThrow('got a tensor');
      await expect(bad(['1', '2'])).rejects.toThrow("expected numbers in x, got '1' at index 0");
      await expect(bad([[1, 2], [3]])).rejects.toThrow('expected rows of equal length in x');
      await expect(bad(null)).rejects.toThrow('number[][] or number[], got null');
    },
  );
});
