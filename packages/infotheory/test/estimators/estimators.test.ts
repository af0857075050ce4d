import { type TensorBound, tensorBound } from '@latents/core';
import { correlatedGaussian, discretePair } from '@latents/datasets/synthetic';
import {
  type CriticOptions,
  criticEstimator,
  gaussianEstimator,
  histogramEstimator,
  infoNceMethod,
  interpolatedMethod,
  jensenShannonMethod,
  jointCritic,
  ksgEstimator,
  mineMethod,
  normalScores,
  nwjMethod,
  separableCritic,
  smileMethod,
  tubaMethod,
} from '@latents/infotheory';
import { createRng, type NdArray, ndArray } from '@latents/math';
import { expectNoLeak, meanAndStandardError, useBackend } from '@latents/testing';
import { describeMembers } from '@latents/testing/plain';
import { maximize, type Side } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

const map = ({ shape, data }: NdArray, f: (v: number) => number) => ndArray(shape, Float64Array.from(data, f));
const source = correlatedGaussian({ dim: 1, correlation: 0.75 });
const truth = source.mutualInformation;

describe('classical, n = 2000', () => {
  const { x, y } = source.sample(2000, createRng(0));

  it('strictly increasing maps of a coordinate change nothing where ranks are taken', async () => {
    for (const estimator of [ksgEstimator(), gaussianEstimator(), histogramEstimator()]) {
      const plain = await estimator.estimate(x, y, createRng(1));
      const bent = await estimator.estimate(
        map(x, (v) => v ** 3 * 1e6),
        map(y, Math.exp),
        createRng(1),
      );
      expect(bent.nats).toBeCloseTo(plain.nats, 12);
    }
  });

  it('the standard errors are the spread over samples', async () => {
    for (const estimator of [ksgEstimator(), gaussianEstimator()]) {
      const rng = createRng(2);
      const runs = [];
      for (let i = 0; i < 40; i++) {
        const pairs = source.sample(500, rng);
        runs.push(await estimator.estimate(pairs.x, pairs.y, rng));
      }
      const spread = meanAndStandardError(runs.map(({ nats }) => nats)).standardError * Math.sqrt(40);
      const stated = Math.sqrt(meanAndStandardError(runs.map(({ standardError }) => standardError ** 2)).mean);
      // Relative standard errors of about 11 % and 4 %.
      expect(Math.abs(Math.log(spread / stated))).toBeLessThan(4 * 0.13);
    }
  });

  it('the Gaussian estimate of independent high-dimensional data is unbiased, where the plug-in is 0.09 too high', async () => {
    const rng = createRng(3);
    const values = [];
    for (let i = 0; i < 30; i++) {
      const draw = () => ndArray([300, 7], rng.fillNormal(new Float64Array(2100)));
      values.push((await gaussianEstimator({ preprocess: 'none' }).estimate(draw(), draw(), rng)).nats);
    }
    const { mean, standardError } = meanAndStandardError(values);
    expect(Math.abs(mean)).toBeLessThan(4 * standardError);
    expect(4 * standardError).toBeLessThan(0.03);
  });

  it('several dimensions', async () => {
    const three = correlatedGaussian({ dim: 3, correlation: 0.6 });
    const pairs = three.sample(2000, createRng(4));
    const { nats, standardError } = await gaussianEstimator().estimate(pairs.x, pairs.y, createRng(5));
    expect(Math.abs(nats - three.mutualInformation)).toBeLessThan(4 * standardError + 0.005);
    const ksg = await ksgEstimator().estimate(pairs.x, pairs.y, createRng(5));
    expect(Math.abs(ksg.nats - three.mutualInformation)).toBeLessThan(4 * ksg.standardError + 0.05);
  });

  it('ties: a histogram of two symbols has their information', async () => {
    const pair = discretePair({
      joint: [
        [0.4, 0.1],
        [0.1, 0.4],
      ],
    });
    const { a, b } = pair.sample(4000, createRng(6));
    const column = (v: NdArray) => ndArray([4000, 1], Float64Array.from(v.data));
    const { nats, standardError, ceiling } = await histogramEstimator({ bins: 2 }).estimate(
      column(a),
      column(b),
      createRng(7),
    );
    expect(Math.abs(nats - pair.mutualInformation)).toBeLessThan(4 * standardError);
    expect(ceiling).toBe(Math.log(2));
  });
});

it('normal scores: quantiles of ranks, ties at their mean', () => {
  const scores = normalScores(ndArray([4, 1], Float64Array.of(10, -3, 10, 50))).data;
  expect(scores[1]).toBeCloseTo(-1.1503493804, 8);
  expect(scores[3]).toBeCloseTo(1.1503493804, 8);
  expect([scores[0], scores[2]].map((v) => v!.toFixed(9))).toEqual(['0.000000000', '0.000000000']);
});

const METHODS = {
  infoNceMethod,
  nwjMethod,
  tubaMethod,
  interpolatedMethod: interpolatedMethod(0.5),
  mineMethod,
  jensenShannonMethod,
  smileMethod: smileMethod(5),
};
describeMembers('critic methods', {
  manifest: new URL('../../package.json', import.meta.url),
  types: ['CriticMethod'],
  rows: Object.keys(METHODS),
});

describe('critics', () => {
  beforeAll(() => useBackend('wasm'));
  const { x, y } = source.sample(3000, createRng(8));

  it.each(Object.entries(METHODS))('%s: a correlated Gaussian, on pairs that it never saw', async (_, method) => {
    const critic = (options: CriticOptions) => separableCritic({ ...options, hidden: [24], embedding: 8 });
    const estimator = criticEstimator({ method, critic, steps: 150, learningRate: 2e-2, batchSize: 64 });
    const { nats, side, standardError } = await estimator.estimate(x, y, createRng(9));
    expect(nats).toBeGreaterThan(0.8 * truth - 4 * standardError);
    expect(nats).toBeLessThan(truth + 4 * standardError);
    expect(side).toBe(method.side);
  });

  it('independent views: no information on held-out pairs, with a joint critic too', async () => {
    const other = source.sample(600, createRng(10)).x;
    const own = source.sample(600, createRng(11)).y;
    const estimator = criticEstimator({
      method: nwjMethod,
      critic: (options) => jointCritic({ ...options, hidden: [16] }),
      steps: 100,
      batchSize: 20,
    });
    const { nats, standardError } = await estimator.estimate(other, own, createRng(12));
    expect(nats).toBeLessThan(4 * standardError);
  });

  it('InfoNCE cannot pass the log of its batch, and says so', async () => {
    const same = source.sample(400, createRng(13)).x;
    const { nats, ceiling } = await criticEstimator({
      method: infoNceMethod,
      steps: 200,
      batchSize: 10,
      learningRate: 1e-2,
    }).estimate(same, same, createRng(14));
    expect(ceiling).toBe(Math.log(10));
    expect(nats).toBeLessThan(ceiling);
    expect(nats).toBeGreaterThan(1.5);
  });

  it('the two critics put f(x_j, y_i) at [i, j]', () => {
    for (const make of [separableCritic, jointCritic]) {
      const critic = make({ dx: 2, dy: 3, hidden: [4], rng: createRng(15) });
      tf.tidy(() => {
        const rng = createRng(16);
        const [a, b] = [
          tf.tensor2d(rng.fillNormal(new Float32Array(8)), [4, 2]),
          tf.tensor2d(rng.fillNormal(new Float32Array(12)), [4, 3]),
        ];
        const all = critic.scores(a, b).arraySync();
        const pair = critic.scores(a.slice([1, 0], [1, 2]), b.slice([2, 0], [1, 3])).arraySync();
        expect(all[2]![1]).toBeCloseTo(pair[0]![0]!, 5);
      });
      critic.dispose();
    }
  });

  it('a learned baseline is there when the pairs that count are read, not in training alone', async () => {
    const { x, y } = source.sample(800, createRng(40));
    // Scores that are y itself, and a method that asks of the baseline nothing but to follow them.
    const follow = (side: Side, scores: tf.Tensor2D, logBaseline?: tf.Tensor2D) =>
      tensorBound(side, 'fit', [
        {
          name: 'squares',
          nats: scores.slice([0, 0], [-1, 1]).sub(logBaseline!).square().mean().neg().asScalar(),
          weight: 1,
        },
      ]);
    const { nats } = await criticEstimator({
      method: {
        ...tubaMethod,
        objective: (scores, logBaseline) => maximize(follow('lower', scores, logBaseline) as TensorBound<'lower'>),
        evaluate: (scores, logBaseline) => follow('none', scores, logBaseline),
      },
      critic: () => ({
        variables: {},
        scores: (_, of) => tf.tile(of, [1, of.shape[0]!]) as tf.Tensor2D,
        dispose: () => undefined,
      }),
      steps: 400,
      learningRate: 1e-2,
    }).estimate(x, y, createRng(41));
    // -1 without a baseline: the variance of y, by rank a standard normal.
    expect(nats).toBeGreaterThan(-0.05);
  });

  it('leaks no tensors', async () => {
    const small = source.sample(100, createRng(17));
    for (const method of [infoNceMethod, tubaMethod]) {
      const run = () => criticEstimator({ method, steps: 5, batchSize: 5 }).estimate(small.x, small.y, createRng(18));
      await run();
      await expectNoLeak(run);
    }
  });
});

describe('refuses', () => {
  const pairs = (n: number, d = 1) => ndArray([n, d], createRng(19).fillNormal(new Float64Array(n * d)));
  it('constant and repeated coordinates in a Gaussian, more dimensions in a histogram', async () => {
    const x = pairs(200);
    const twice = ndArray(
      [200, 2],
      Float64Array.from({ length: 400 }, (_, i) => x.data[i >> 1]!),
    );
    for (const [a, b] of [
      [x, x],
      [twice, pairs(200)],
      [map(x, () => 1), x],
    ] as const) {
      await expect(gaussianEstimator().estimate(a, b, createRng(0))).rejects.toThrow('determine each other');
    }
    await expect(histogramEstimator().estimate(twice, x, createRng(0))).rejects.toThrow('expected x [n, 1]');
  });

  it('options out of range', () => {
    expect(() => ksgEstimator({ k: 0 })).toThrow('positive integer, got 0');
    expect(() => histogramEstimator({ bins: 1 })).toThrow('an integer >= 2, got 1');
    expect(() => criticEstimator({ method: nwjMethod, batchSize: 2 })).toThrow('an integer >= 3, got 2');
    expect(() => criticEstimator({ method: nwjMethod, steps: 0 })).toThrow('steps');
    expect(() => criticEstimator({ method: nwjMethod, learningRate: 0 })).toThrow('learningRate');
    expect(() => smileMethod(-1)).toThrow('positive clip, got -1');
    expect(() => interpolatedMethod(1)).toThrow('from 0 to below 1, got 1');
  });
});
