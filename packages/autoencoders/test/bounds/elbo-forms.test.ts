import {
  autoencoderForm,
  betaElbo,
  createVae,
  entropyForm,
  evidenceForm,
  freeBits,
  unitRates,
} from '@latents/autoencoders';
import { klDivergence, MultivariateNormalDiag } from '@latents/core';
import { createRng } from '@latents/math';
import { expectNoLeak, meanAndStandardError, useBackend } from '@latents/testing';
import type { Side } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { flooredElbo } from '../../src/bounds/free-bits.js';
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
  test.each<[number, Side]>([
    [0.5, 'none'],
    [1, 'lower'],
    [4, 'lower'],
  ])('with beta %d is the reconstruction minus beta times the rate, a bound on the side %s', (beta, side) => {
    const vae = linearGaussianVae(0.4);
    const data = repeated(x, 3);
    const made = betaElbo(vae, data, { beta, rng: createRng(2) });
    const [reconstruction, rate] = autoencoderForm(vae, data, { rng: createRng(2) }).terms.map(
      ({ nats }) => nats.dataSync()[0]!,
    );
    expect(made.side).toBe(side);
    expect(made.value.dataSync()[0]).toBeCloseTo(reconstruction! - beta * rate!, 5);
    expect(made.terms.map(({ nats }) => nats.dataSync()[0])).toEqual([reconstruction, rate]);
    vae.dispose();
  });

  test.each([-1, NaN, Infinity])('refuses beta %d', (beta) => {
    const vae = linearGaussianVae();
    expect(() => betaElbo(vae, repeated(x, 1), { beta, rng: createRng(0) })).toThrow(
      `betaElbo(model, x, { beta }): expected a finite number >= 0, got ${beta}`,
    );
    vae.dispose();
  });
});

describe('freeBits', () => {
  test('the floor is for the mean over the batch of a coordinate, not for each example', () => {
    const rates = tf.tensor2d([
      [0, 2],
      [1, 0],
    ]);
    // Means 0.5 and 1, both above the floor; example by example it would be 0.7 and 1.2.
    expect(flooredElbo({ reconstruction: tf.zeros([2]), rates }, 0.4).value.dataSync()[0]).toBeCloseTo(-1.5, 6);
  });

  const rates = () =>
    tf.tensor2d([
      [0.1, 2],
      [0.3, 4],
    ]);
  const reconstruction = () => tf.tensor1d([-7, -9]);

  test('counts each coordinate as at least the floor: never above the ELBO', () => {
    const { value, terms, side } = flooredElbo({ reconstruction: reconstruction(), rates: rates() }, 0.5);
    expect(side).toBe('lower');
    expect(value.dataSync()[0]).toBeCloseTo(-8 - 0.5 - 3, 5);
    expect(terms.find(({ name }) => name === 'rate')!.nats.dataSync()[0]).toBeCloseTo(3.2, 5);
    expect(flooredElbo({ reconstruction: reconstruction(), rates: rates() }, 0).value.dataSync()[0]).toBeCloseTo(
      -11.2,
      5,
    );
  });

  test('a coordinate below the floor gets no gradient, one above it the usual', () => {
    const slope = tf.grad((r: tf.Tensor) => flooredElbo({ reconstruction: reconstruction(), rates: r }, 0.5).value)(
      rates(),
    );
    expect([...slope.dataSync()]).toEqual([-0, -0.5, -0, -0.5].map((v) => expect.closeTo(v, 6)));
  });

  test('of a model: with floor 0 it is the ELBO of the same draw; with a high floor the floor is all that is paid', () => {
    const vae = linearGaussianVae(0.4);
    const data = repeated(x, 3);
    const nats = (floor: number) => freeBits(vae, data, { floor, rng: createRng(5) }).value.dataSync()[0]!;
    const elbo = vae.elbo(data, createRng(5));
    expect(nats(0)).toBeCloseTo(elbo.value.dataSync()[0]!, 5);
    expect(nats(50)).toBeCloseTo(elbo.terms[0]!.nats.dataSync()[0]! - 100, 4);
    vae.dispose();
  });

  test('refuses a negative floor, a full covariance, and another prior', () => {
    const call = (model: object, floor: number) => () =>
      freeBits(model as ReturnType<typeof linearGaussianVae>, repeated(x, 2), { floor, rng: createRng(0) });
    const of = (options: object) =>
      createVae({ inputDim: 3, latentDim: 2, hidden: [], rng: createRng(0), likelihood: 'normal', ...options });
    expect(call(of({}), -1)).toThrow('freeBits(model, x, { floor }): expected a finite number >= 0, got -1');
    expect(call(of({ posterior: 'full' }), 1)).toThrow(
      "expected a diagonal normal posterior, got 'multivariate-normal-tril'",
    );
    expect(call(of({ prior: 'learned' }), 1)).toThrow(
      'expected a model with the prior N(0, I), got one with a learned',
    );
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
