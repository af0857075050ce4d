import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createVrnn, type DiscreteVrnn, exactBounds } from '../src/index.js';

beforeAll(() => useBackend('cpu'));

describe('E13: z is as long as one likes, and the divergence sums over its coordinates', () => {
  it.each([
    ['wider than x', 3, 5],
    ['narrower', 5, 2],
  ])('%s', (_, inputDim, latentDim) => {
    const vrnn = createVrnn({ inputDim, latentDim, units: 2, hidden: [], prior: 'standard', rng: createRng(0) });
    const loc = Array.from({ length: latentDim }, (_, i) => 0.3 * i - 0.5);
    const logVariance = Array.from({ length: latentDim }, (_, i) => 0.1 - 0.4 * i);
    const { 'posterior/dense0/kernel': kernel, 'posterior/dense0/bias': bias } = vrnn.parameters;
    tf.tidy(() => {
      kernel!.assign(tf.zerosLike(kernel!));
      bias!.assign(tf.tensor1d([...loc, ...logVariance]));
    });
    const batch = { x: tf.zeros([1, 4, inputDim]), lengths: tf.tensor1d([4], 'int32') };
    const expected = loc.reduce(
      (sum, m, i) => sum + 0.5 * (Math.exp(logVariance[i]!) + m * m - 1 - logVariance[i]!),
      0,
    );
    for (const rate of vrnn.stepwiseElbo(batch, createRng(1)).rate.dataSync()) expect(rate).toBeCloseTo(expected, 5);
    vrnn.dispose();
  });
});

describe('E14: a q(z_t) that sees no future leaves a gap that no table closes', () => {
  // z_1 is a fair coin; x_1 says nothing of it, x_2 repeats it: only x_2 tells what z_1 was.
  const model = (q1: (future: number) => number, x2: number): DiscreteVrnn => ({
    latents: 2,
    prior: () => [0.5, 0.5],
    emission: (_, z) => (z.length === 1 ? [0.5, 0.5] : z[0] === 0 ? [0.9, 0.1] : [0.1, 0.9]),
    posterior: (_, z) => (z.length === 0 ? [q1(x2), 1 - q1(x2)] : [0.5, 0.5]),
  });
  const [first, second] = [0, 1].map((x2) => (q1: (future: number) => number) => exactBounds(model(q1, x2), [0, x2]));
  const gap = (q1: (future: number) => number) => first!(q1).posteriorGap + second!(q1).posteriorGap;

  it('filtering: the least gap over all q(z_1 given x_1), found on a grid', () => {
    const gaps = Array.from({ length: 999 }, (_, i) => gap(() => (i + 1) / 1000));
    // At best q = 1/2 for both futures: KL((.5, .5) || (.9, .1)) twice.
    expect(Math.min(...gaps)).toBeCloseTo(2 * (0.5 * Math.log(0.5 / 0.9) + 0.5 * Math.log(0.5 / 0.1)), 10);
  });

  it('smoothing: none', () => {
    expect(Math.abs(gap((future) => (future === 0 ? 0.9 : 0.1)))).toBeLessThan(1e-12);
  });
});

describe('E9: z = mu + sigma eps; with the printed sigma squared the draws have another variance than the rate charges', () => {
  it('the variance of what a smoothing-free posterior hands on is sigma squared', () => {
    const vrnn = createVrnn({ inputDim: 1, latentDim: 1, units: 1, features: 1, hidden: [], activation: 'linear', cell: 'linear', emission: 'normal', stateSeesInput: false, rng: createRng(0) }); // biome-ignore format: options
    const set = (name: string, values: number[] | number[][]) =>
      tf.tidy(() => vrnn.parameters[name]!.assign(tf.tensor(values)));
    // q(z_t) = N(0, 4); the emission's mean is z_t and its variance 1, so log P(0 | z) = -0.5 (z^2 + log 2 pi).
    set('posterior/dense0/kernel', [[0, 0], [0, 0]]); // biome-ignore format: a matrix
    set('posterior/dense0/bias', [0, Math.log(4)]);
    for (const name of ['zFeatures/dense0', 'zFeatures/dense1']) {
      set(`${name}/kernel`, [[1]]);
      set(`${name}/bias`, [0]);
    }
    set('emission/dense0/kernel', [[1, 0], [0, 0]]); // biome-ignore format: a matrix
    set('emission/dense0/bias', [0, 0]);
    const n = 4000;
    const batch = { x: tf.zeros([n, 1, 1]), lengths: tf.fill([n], 1, 'int32') };
    const squares = [...vrnn.stepwiseElbo(batch, createRng(3)).reconstruction.dataSync()].map(
      (nats) => -2 * nats - Math.log(2 * Math.PI),
    );
    const mean = squares.reduce((a, b) => a + b, 0) / n;
    // A squared N(0, v) has variance 2 v^2; sigma^2 eps would have mean square 16.
    expect(Math.abs(mean - 4)).toBeLessThan(4 * Math.sqrt((2 * 16) / n));
    vrnn.dispose();
  });
});
