import { createRng } from '@latents/math';
import { meanAndStandardError, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { EXAMPLES, linearGaussianVae, logDensity, logDensityByElimination, repeated } from './linear-gaussian.js';

beforeAll(() => useBackend('wasm'));

test('the closed form of log p(x) agrees with elimination', () => {
  for (const x of EXAMPLES) expect(logDensity(x)).toBeCloseTo(logDensityByElimination(x), 10);
});

/** Many draws of a bound of one example, through the log-likelihood of `samples` draws each of copies of it. */
function draws(error: number, x: readonly number[], samples: number, copies: number): Float32Array {
  const vae = linearGaussianVae(error);
  const nats = tf.tidy(() => vae.logLikelihood(repeated(x, copies), { samples, rng: createRng(samples) }).dataSync());
  vae.dispose();
  return nats as Float32Array;
}

describe.each(EXAMPLES.map((x) => ({ x })))('an encoder that is off, at x = $x', ({ x }) => {
  const truth = logDensity(x);
  const copies = 4000;

  test('ELBO < IWAE(4) < IWAE(16) <= log p(x), each gap beyond 4 standard errors', () => {
    const vae = linearGaussianVae(0.4);
    const data = repeated(x, copies);
    // The mean over copies of one draw each.
    const elbo = tf.tidy(() => vae.elbo(data, createRng(1)).value.dataSync()[0]!);
    const one = meanAndStandardError(draws(0.4, x, 1, copies));
    const four = meanAndStandardError(draws(0.4, x, 4, copies));
    const many = meanAndStandardError(draws(0.4, x, 16, copies));
    // One draw of the log-weight has the ELBO as its mean; the closed-form rate only makes it less noisy.
    expect(Math.abs(elbo - one.mean)).toBeLessThan(4 * Math.SQRT2 * one.standardError);
    expect(four.mean - one.mean).toBeGreaterThan(4 * Math.hypot(one.standardError, four.standardError));
    expect(many.mean - four.mean).toBeGreaterThan(4 * Math.hypot(many.standardError, four.standardError));
    expect(truth - four.mean).toBeGreaterThan(4 * four.standardError);
    expect(many.mean).toBeLessThan(truth + 4 * many.standardError);
    const bounded = tf.tidy(() => {
      const options = { samples: 4, rng: createRng(2) };
      return vae.importanceWeightedBound(data, options).value.dataSync()[0]!;
    });
    expect(Math.abs(bounded - four.mean)).toBeLessThan(4 * Math.SQRT2 * four.standardError);
    tf.dispose(data);
    vae.dispose();
  });

  test('logLikelihood of many samples is the truth within 4 standard errors', () => {
    const { mean, standardError } = meanAndStandardError(draws(0.4, x, 2000, 50));
    expect(standardError).toBeLessThan(0.01);
    expect(Math.abs(mean - truth)).toBeLessThan(4 * standardError);
  });

  test('with the exact posterior every draw is log p(x)', () => {
    for (const nats of draws(0, x, 1, 100)) expect(Math.abs(nats - truth)).toBeLessThan(2e-5);
    for (const nats of draws(0, x, 3, 100)) expect(Math.abs(nats - truth)).toBeLessThan(2e-5);
  });
});

describe('logLikelihood', () => {
  test('by chunks is the same estimate: within 4 standard errors of the truth, whatever their size', () => {
    const vae = linearGaussianVae(0.4);
    const x = repeated(EXAMPLES[0], 100);
    for (const chunk of [1, 7, 64, 1000]) {
      const nats = tf.tidy(() => vae.logLikelihood(x, { samples: 64, chunk, rng: createRng(3) }).dataSync());
      const { mean, standardError } = meanAndStandardError(nats);
      // Jensen's gap at 64 samples is about half the variance of one estimate.
      expect(Math.abs(mean - logDensity(EXAMPLES[0]))).toBeLessThan(4 * standardError + 50 * standardError ** 2);
    }
    tf.dispose(x);
    vae.dispose();
  });

  test('each example gets its own', () => {
    const vae = linearGaussianVae();
    const x = tf.tensor2d(EXAMPLES.map((row) => [...row]));
    const nats = vae.logLikelihood(x, { samples: 2, rng: createRng(0) });
    for (const [i, row] of EXAMPLES.entries()) expect(nats.dataSync()[i]).toBeCloseTo(logDensity(row), 4);
    tf.dispose([x, nats]);
    vae.dispose();
  });
});
