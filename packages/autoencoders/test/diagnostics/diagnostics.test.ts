import { activeUnits, createVae, posteriorCollapse, rateDistortion, unitRates } from '@latents/autoencoders';
import { createRng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { EXAMPLES, linearGaussianVae } from '../linear-gaussian.js';

beforeAll(() => useBackend('cpu'));

describe('activeUnits', () => {
  test('counts the coordinates whose mean varies, by the population variance', () => {
    const means = tf.tensor2d([
      [1, 5, 0.1],
      [-1, 5, 0],
      [1, 5, 0.1],
      [-1, 5, 0],
    ]);
    const { count, indices, variances } = activeUnits(means);
    expect([count, indices]).toEqual([1, [0]]);
    expect(variances).toEqual([1, 0, 0.0025].map((v) => expect.closeTo(v, 6)));
    expect(activeUnits(means, 0.001).indices).toEqual([0, 2]);
    // Just below and just above 0.0025, and 1 itself, which float32 holds: a unit at the threshold is not active.
    expect(activeUnits(means, 0.0024).indices).toEqual([0, 2]);
    expect(activeUnits(means, 0.0026).indices).toEqual([0]);
    expect(activeUnits(means, 1).indices).toEqual([]);
  });

  test('guards', () => {
    expect(() => activeUnits(tf.zeros([1, 3]))).toThrow('at least 2 examples, got [1,3]');
    expect(() => activeUnits(tf.zeros([2, 3]), -1)).toThrow('got -1');
    expect(() =>
      activeUnits(
        tf.tensor2d([
          [0, NaN],
          [0, 1],
        ]),
      ),
    ).toThrow('one that is not in column 1');
  });
});

describe('posteriorCollapse', () => {
  const rates = tf.tidy(() =>
    tf.tensor2d([
      [0, 3, 0.001],
      [0.002, 2, 0.001],
      [0, 0, 5],
      [0, 1, 0.001],
    ]),
  );

  test('a coordinate that equals the prior on nearly all examples, and a warning that names it', () => {
    const { indices, total, warning } = posteriorCollapse(rates);
    expect([indices, total]).toEqual([[0], false]);
    expect(warning).toContain('1 of 3 latent coordinates equal the prior on 99 % of the examples (0)');
    expect(posteriorCollapse(rates, { delta: 0.25 }).indices).toEqual([0, 2]);
  });

  test('all of them, and none', () => {
    expect(posteriorCollapse(tf.zeros([5, 2])).warning).toContain('All 2 latent');
    expect(posteriorCollapse(tf.zeros([5, 2])).total).toBe(true);
    expect(posteriorCollapse(tf.ones([5, 2]))).toEqual({ indices: [], total: false, warning: undefined });
  });

  test('a VAE whose encoder puts out the prior has collapsed', () => {
    const vae = createVae({ inputDim: 2, latentDim: 2, hidden: [], rng: createRng(0) });
    vae.parameters['encoder/dense0/kernel']!.assign(tf.zeros([2, 4]));
    const rates = unitRates(vae, tf.ones([3, 2]));
    expect(posteriorCollapse(rates).total).toBe(true);
    rates.dispose();
    vae.dispose();
  });

  test('guards', () => {
    expect(() => posteriorCollapse(tf.zeros([0, 2]))).toThrow('expected [examples, latentDim], got [0,2]');
    expect(() => posteriorCollapse(rates, { epsilon: 0 })).toThrow('got 0 and 0.01');
    expect(() => posteriorCollapse(rates, { delta: 1 })).toThrow('got 0.01 and 1');
    expect(() =>
      posteriorCollapse(
        tf.tensor2d([
          [1, 1],
          [1, NaN],
        ]),
      ),
    ).toThrow('got NaN in row 1, column 1');
  });
});

test('rate and distortion: their sum is minus the ELBO of the same draws, and nothing leaks', async () => {
  const vae = linearGaussianVae(0.3);
  const x = tf.tensor2d(EXAMPLES.map((row) => [...row]));
  const { rate, distortion } = rateDistortion(vae, x, { rng: createRng(3) });
  const elbo = tf.tidy(() => vae.elbo(x, createRng(3)).value.dataSync()[0]!);
  expect(-(rate + distortion)).toBeCloseTo(elbo, 5);
  expect(rate).toBeGreaterThan(0);
  await expectNoLeak(() => rateDistortion(vae, x, { rng: createRng(3) }));
  vae.dispose();
});
