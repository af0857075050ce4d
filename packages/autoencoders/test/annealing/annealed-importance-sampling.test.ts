import { annealedLowerBound, annealedUpperBound } from '@latents/autoencoders';
import { MultivariateNormalDiag } from '@latents/core';
import { createRng } from '@latents/math';
import { expectNoLeak, meanAndStandardError, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { linearGaussianVae, logDensity } from '../linear-gaussian.js';

const OPTIONS = { temperatures: 20, leapfrogSteps: 4, stepSize: 0.35 };

/** Data drawn from the model, with the z that they came from, and what log p(x) is. */
function simulated(count: number) {
  const vae = linearGaussianVae(1.5);
  const z = MultivariateNormalDiag.standard(2).sample(createRng(10), [count]);
  const x = tf.tidy(() => vae.decoder.given(z).sample(createRng(11)));
  const truth = (x.arraySync() as number[][]).map((row) => logDensity(row));
  return { vae, x, z, truth };
}

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('log p(x) of a linear-Gaussian model lies between, and the two ends are close', () => {
    const { vae, x, z, truth } = simulated(1000);
    const lower = annealedLowerBound(vae, x, { ...OPTIONS, rng: createRng(1) });
    const upper = annealedUpperBound(vae, x, z, { ...OPTIONS, rng: createRng(2) });
    const gap = ({ logLikelihood }: typeof lower) =>
      meanAndStandardError(logLikelihood.dataSync().map((v, i) => v - truth[i]!));
    const [below, above] = [gap(lower), gap(upper)];
    expect(below.mean).toBeLessThan(-4 * below.standardError);
    expect(above.mean).toBeGreaterThan(4 * above.standardError);
    expect(above.mean - below.mean).toBeLessThan(0.5);
    expect(lower.acceptance).toBeGreaterThan(0.6);
    vae.dispose();
  });
});

describe('an unbiased estimate of p(x)', () => {
  beforeAll(() => useBackend('wasm'));

  test('exp of the forward weights averages to 1 in units of p(x), even by few temperatures', () => {
    const { vae, x, truth } = simulated(2000);
    const { logLikelihood } = annealedLowerBound(vae, x, {
      temperatures: 6,
      leapfrogSteps: 3,
      stepSize: 0.4,
      rng: createRng(4),
    });
    const { mean, standardError } = meanAndStandardError(
      logLikelihood.dataSync().map((v, i) => Math.exp(v - truth[i]!)),
    );
    expect(Math.abs(mean - 1)).toBeLessThan(4 * standardError);
    expect(standardError).toBeLessThan(0.1);
    vae.dispose();
  });

  test('exp of minus the backward weights averages to 1 in units of 1 / p(x), even by few temperatures', () => {
    const { vae, x, z, truth } = simulated(20_000);
    const { logLikelihood } = annealedUpperBound(vae, x, z, {
      temperatures: 6,
      leapfrogSteps: 3,
      stepSize: 0.4,
      rng: createRng(4),
    });
    const { mean, standardError } = meanAndStandardError(
      logLikelihood.dataSync().map((v, i) => Math.exp(truth[i]! - v)),
    );
    expect(Math.abs(mean - 1)).toBeLessThan(4 * standardError);
    expect(standardError).toBeLessThan(0.02);
    vae.dispose();
  });

  test('more chains come closer', () => {
    const { vae, x } = simulated(200);
    const mean = (chains: number) =>
      tf.tidy(
        () =>
          annealedLowerBound(vae, x, { temperatures: 4, leapfrogSteps: 2, stepSize: 0.3, chains, rng: createRng(5) })
            .logLikelihood.mean()
            .dataSync()[0]!,
      );
    expect(mean(8)).toBeGreaterThan(mean(1));
    vae.dispose();
  });

  test('a step size that diverges is refused move by move, and the value stays finite', () => {
    const { vae, x } = simulated(8);
    const wild = annealedLowerBound(vae, x, { temperatures: 3, leapfrogSteps: 30, stepSize: 50, rng: createRng(0) });
    expect(wild.acceptance).toBe(0);
    expect(wild.logLikelihood.dataSync().every(Number.isFinite)).toBe(true);
    vae.dispose();
  });

  test('no leak', async () => {
    const { vae, x, z } = simulated(4);
    const options = { temperatures: 2, leapfrogSteps: 2, rng: createRng(0) };
    await expectNoLeak(() => annealedLowerBound(vae, x, { ...options, chains: 3 }).logLikelihood.dispose());
    await expectNoLeak(() => annealedUpperBound(vae, x, z, options).logLikelihood.dispose());
    vae.dispose();
  });

  test('guards', () => {
    const { vae, x, z } = simulated(4);
    const options = { temperatures: 2, rng: createRng(0) };
    expect(() => annealedLowerBound(vae, x, { ...options, temperatures: 0 })).toThrow(
      'expected temperatures to be a positive integer',
    );
    expect(() => annealedLowerBound(vae, x, { ...options, chains: -1 })).toThrow(
      'expected chains to be a positive integer, got -1',
    );
    expect(() => annealedLowerBound(vae, x, { ...options, leapfrogSteps: 0.5 })).toThrow(
      'expected leapfrogSteps to be a positive integer, got 0.5',
    );
    expect(() => annealedLowerBound(vae, x, { ...options, stepSize: 0 })).toThrow('stepSize: expected a positive');
    expect(() => annealedLowerBound(vae, tf.zeros([4, 2]), options)).toThrow(
      'expected x of shape [batch, 3], got [4,2]',
    );
    const holed = tf.tensor2d([
      [0, 1, 0],
      [1, Number.NaN, 0],
    ]);
    expect(() => annealedLowerBound(vae, holed, options)).toThrow('expected finite values of x, got NaN in row 1');
    expect(() => annealedUpperBound(vae, x, z.slice(0, 2), options)).toThrow('expected z of shape [4,2], got [2,2]');
    expect(() => annealedUpperBound(vae, x, z, { ...options, chains: 2 })).toThrow('expected one chain');
    vae.dispose();
  });
});
