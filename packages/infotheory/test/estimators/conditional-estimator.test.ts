import { correlatedGaussian, discretePair } from '@latents/datasets/synthetic';
import { conditionalEstimator, cotrainEstimator, type LogConditional } from '@latents/infotheory';
import { createRng, type NdArray, ndArray } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

const source = correlatedGaussian({ dim: 1, correlation: 0.75 });
const truth = source.mutualInformation;
const variance = 0.4375;
const known: LogConditional = (x, y) =>
  tf.tidy(
    () =>
      tf
        .sub(y, tf.mul(tf.transpose(x), 0.75))
        .square()
        .div(-2 * variance)
        .sub(0.5 * Math.log(2 * Math.PI * variance)) as tf.Tensor2D,
  );
const entropy = 0.5 * Math.log(2 * Math.PI * Math.E);
const quick = { hidden: [16], steps: 200, learningRate: 2e-2, batchSize: 64 };
const scaled = ({ shape, data }: NdArray, by: number) =>
  ndArray(
    shape,
    Float64Array.from(data, (v) => v * by + 3),
  );

beforeAll(() => useBackend('wasm'));

describe('a conditional that is learned', () => {
  const { x, y } = source.sample(4000, createRng(0));

  it.each([
    ['barber-agakov', 'lower', truth],
    ['difference-of-entropies', 'none', truth],
    // In closed form: rho^2 / (1 - rho^2).
    ['club', 'none', 0.5625 / 0.4375],
    ['leave-one-out', 'none', truth],
  ] as const)('%s: its value in closed form, on pairs that it never saw', async (method, side, expected) => {
    const estimate = await conditionalEstimator({ method, ...quick }).estimate(x, y, createRng(1));
    expect(Math.abs(estimate.nats - expected)).toBeLessThan(4 * estimate.standardError + 0.03);
    expect(estimate.standardError).toBeLessThan(0.1);
    expect(estimate.side).toBe(side);
  });

  it('barber-agakov with the entropy of y in its own units: the same information', async () => {
    const wide = scaled(y, 50);
    const estimator = conditionalEstimator({ method: 'barber-agakov', entropy: entropy + Math.log(50), ...quick });
    const { nats, standardError } = await estimator.estimate(x, wide, createRng(2));
    expect(Math.abs(nats - truth)).toBeLessThan(4 * standardError + 0.03);
  });

  it('independent views: a lower bound is not above 0', async () => {
    const other = source.sample(4000, createRng(3)).x;
    const estimator = conditionalEstimator({ method: 'barber-agakov', ...quick, steps: 100 });
    const { nats, standardError } = await estimator.estimate(other, y, createRng(4));
    expect(nats).toBeLessThan(4 * standardError);
    expect(nats).toBeGreaterThan(-0.1);
  });

  it('leaks no tensors', async () => {
    const small = source.sample(100, createRng(5));
    const run = () =>
      conditionalEstimator({ method: 'leave-one-out', ...quick, steps: 5 }).estimate(small.x, small.y, createRng(6));
    await run();
    await expectNoLeak(run);
  });
});

describe('a conditional that is known', () => {
  const { x, y } = source.sample(8000, createRng(7));

  it.each([
    ['barber-agakov', 'lower', truth],
    ['leave-one-out', 'upper', truth],
    ['club', 'upper', 0.5625 / 0.4375],
    ['difference-of-entropies', 'none', truth],
  ] as const)('%s: trained on nothing, on its side', async (method, side, expected) => {
    const estimator = conditionalEstimator({ method, known, entropy });
    const { nats, standardError, side: stated } = await estimator.estimate(x, y, createRng(8));
    expect(stated).toBe(side);
    // Leave-one-out is above by about half the chi-squared divergence over n.
    expect(Math.abs(nats - expected)).toBeLessThan(4 * standardError + 0.02);
    if (side === 'upper') expect(nats).toBeGreaterThan(truth - 4 * standardError);
  });
});

describe('InfoCotrain as an estimator', () => {
  it('symbols: their information, from below', async () => {
    const pair = discretePair({
      joint: [
        [0.3, 0.05, 0],
        [0, 0.3, 0.05],
        [0.05, 0, 0.25],
      ],
    });
    const { a, b } = pair.sample(3000, createRng(9));
    const indicators = (v: NdArray) =>
      ndArray(
        [3000, 3],
        Float64Array.from({ length: 9000 }, (_, i) => (v.data[Math.floor(i / 3)] === i % 3 ? 1 : 0)),
      );
    const estimator = cotrainEstimator({ codewords: 6, steps: 500, learningRate: 2e-2, batchSize: 128 });
    const { nats, standardError, side, ceiling } = await estimator.estimate(
      indicators(a),
      indicators(b),
      createRng(10),
    );
    expect(nats).toBeLessThan(pair.mutualInformation + 4 * standardError);
    expect(nats).toBeGreaterThan(0.9 * pair.mutualInformation - 4 * standardError);
    expect([side, ceiling]).toEqual(['lower', Math.log(6)]);
  });

  it('a correlated Gaussian: most of it', async () => {
    const { x, y } = source.sample(3000, createRng(11));
    const estimator = cotrainEstimator({ codewords: 8, steps: 250, learningRate: 2e-2 });
    const { nats, standardError } = await estimator.estimate(x, y, createRng(12));
    expect(nats).toBeLessThan(truth + 4 * standardError);
    expect(nats).toBeGreaterThan(0.7 * truth - 4 * standardError);
  });

  it('leaks no tensors', async () => {
    const small = source.sample(100, createRng(13));
    const run = () => cotrainEstimator({ steps: 5, codewords: 3 }).estimate(small.x, small.y, createRng(14));
    await run();
    await expectNoLeak(run);
  });
});

describe('refuses', () => {
  const { x, y } = source.sample(100, createRng(15));
  const two = correlatedGaussian({ dim: 2, correlation: 0.5 }).sample(100, createRng(16));

  it('options out of range', () => {
    expect(() => conditionalEstimator({ method: 'club', steps: 0 })).toThrow('conditionalEstimator({ steps })');
    expect(() => conditionalEstimator({ method: 'barber-agakov', entropy: Number.NaN })).toThrow('got NaN');
    expect(() => cotrainEstimator({ codewords: 1 })).toThrow('an integer >= 2, got 1');
    expect(() => cotrainEstimator({ learningRate: 0 })).toThrow('cotrainEstimator({ learningRate })');
  });

  it('barber-agakov where h(Y) is not known', async () => {
    const estimator = conditionalEstimator({ method: 'barber-agakov' });
    await expect(estimator.estimate(two.x, two.y, createRng(0))).rejects.toThrow('Give h(Y)');
    const withKnown = conditionalEstimator({ method: 'barber-agakov', known });
    await expect(withKnown.estimate(x, y, createRng(0))).rejects.toThrow('and a known one');
  });
});
