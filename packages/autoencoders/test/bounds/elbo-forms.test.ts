import { autoencoderForm, betaElbo, entropyForm, evidenceForm, freeBits, unitRates } from '@latents/autoencoders';
import { klDivergence, MultivariateNormalDiag } from '@latents/core';
import { createRng } from '@latents/math';
import { expectNoLeak, meanAndStandardError, useBackend } from '@latents/testing';
import type { Side } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { EXAMPLES, linearGaussianVae, logDensity, repeated } from '../linear-gaussian.js';

beforeAll(() => useBackend('wasm'));
const x = EXAMPLES[0];

/** log p(x) - KL(q, posterior) of the model whose encoder is off by `error` in means and log-variances, in doubles. */
function elboInDoubles(error: number): number {
  // Equal log-variance ratios and known variances: both coordinates have the same ratio e^error.
  const kl = posteriorVariances().reduce((sum, v) => sum + 0.5 * (Math.exp(error) + error ** 2 / v - 1 - error), 0);
  return logDensity(x) - kl;
}
function posteriorVariances(): number[] {
  const vae = linearGaussianVae();
  const v = tf.tidy(() => [...vae.encoder.given(repeated(x, 1)).variance().dataSync()]);
  vae.dispose();
  return v;
}

test('the three forms of A.3.1 are equal, and equal log p(x) minus the gap in closed form', () => {
  const vae = linearGaussianVae(0.4);
  const exact = linearGaussianVae();
  const truth = elboInDoubles(0.4);
  const data = repeated(x, 100);
  const first = tf.tidy(() => {
    const logEvidence = tf.fill([100], logDensity(x));
    return evidenceForm(vae, data, { logEvidence, posterior: exact.encoder.given(data) }).value.dataSync()[0]!;
  });
  expect(first).toBeCloseTo(truth, 4);
  for (const form of [entropyForm, autoencoderForm]) {
    const values = Array.from({ length: 60 }, (_, seed) =>
      tf.tidy(() => form(vae, data, { rng: createRng(seed) }).value.dataSync()[0]!),
    );
    const { mean, standardError } = meanAndStandardError(values);
    expect(Math.abs(mean - truth)).toBeLessThan(4 * standardError);
    expect(standardError).toBeLessThan(0.05);
  }
  vae.dispose();
  exact.dispose();
});

test('another width, by name', () => {
  const vae = linearGaussianVae();
  expect(() => tf.tidy(() => autoencoderForm(vae, tf.zeros([2, 4]), { rng: createRng(0) }).value)).toThrow(
    'autoencoderForm(model, x, options): expected x of shape [batch, 3], got [2,4].',
  );
  vae.dispose();
});

describe('betaElbo', () => {
  const terms = () => ({ reconstruction: tf.tensor1d([-3, -5]), rate: tf.tensor1d([1, 2]) });

  test.each<[number, Side, number]>([
    [0.5, 'none', -4.75],
    [1, 'lower', -5.5],
    [4, 'lower', -10],
  ])('beta %d is a bound on the side %s', (beta, side, nats) => {
    const made = betaElbo(terms(), beta);
    expect(made.side).toBe(side);
    expect(made.value.dataSync()[0]).toBeCloseTo(nats, 6);
  });

  test.each([-1, NaN, Infinity])('refuses beta %d', (beta) => {
    expect(() => betaElbo(terms(), beta)).toThrow(`expected a finite beta >= 0, got ${beta}`);
  });
});

describe('freeBits', () => {
  test('the floor is for the mean over the batch of a coordinate, not for each example', () => {
    const rates = tf.tensor2d([
      [0, 2],
      [1, 0],
    ]);
    // Means 0.5 and 1, both above the floor; example by example it would be 0.7 and 1.2.
    expect(freeBits({ reconstruction: tf.zeros([2]), rates }, 0.4).value.dataSync()[0]).toBeCloseTo(-1.5, 6);
  });

  const rates = () =>
    tf.tensor2d([
      [0.1, 2],
      [0.3, 4],
    ]);
  const reconstruction = () => tf.tensor1d([-7, -9]);

  test('counts each coordinate as at least the floor: never above the ELBO', () => {
    const { value, terms, side } = freeBits({ reconstruction: reconstruction(), rates: rates() }, 0.5);
    expect(side).toBe('lower');
    expect(value.dataSync()[0]).toBeCloseTo(-8 - 0.5 - 3, 5);
    expect(terms.find(({ name }) => name === 'rate')!.nats.dataSync()[0]).toBeCloseTo(3.2, 5);
    expect(freeBits({ reconstruction: reconstruction(), rates: rates() }, 0).value.dataSync()[0]).toBeCloseTo(-11.2, 5);
  });

  test('a coordinate below the floor gets no gradient, one above it the usual', () => {
    const slope = tf.grad((r: tf.Tensor) => freeBits({ reconstruction: reconstruction(), rates: r }, 0.5).value)(
      rates(),
    );
    expect([...slope.dataSync()]).toEqual([-0, -0.5, -0, -0.5].map((v) => expect.closeTo(v, 6)));
  });

  test('guards', () => {
    expect(() => freeBits({ reconstruction: reconstruction(), rates: rates() }, -1)).toThrow('got -1');
    expect(() => freeBits({ reconstruction: tf.zeros([3]), rates: rates() }, 1)).toThrow('got [3] and [2,2]');
  });

  test('takes the rates of unitRates, whose sum over the coordinates is the closed divergence', async () => {
    const vae = linearGaussianVae(0.4);
    const data = repeated(x, 2);
    const sum = tf.tidy(() => unitRates(vae, data).sum(-1).dataSync()[0]!);
    const whole = tf.tidy(() => {
      const q = vae.encoder.given(data);
      return klDivergence(q, MultivariateNormalDiag.standard(2)).dataSync()[0]!;
    });
    expect(sum).toBeCloseTo(whole, 5);
    await expectNoLeak(() => unitRates(vae, data).dispose());
    vae.dispose();
  });
});
