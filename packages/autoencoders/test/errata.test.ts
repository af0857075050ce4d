import { createVae } from '@latents/autoencoders';
import { bernoulliHead, Deterministic, klDivergence, MultivariateNormalDiag, Normal } from '@latents/core';
import { createRng } from '@latents/math';
import { meanAndStandardError, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { smallVae } from './readings.js';

// For each erratum of the note's section 1: the printed form fails, the right one passes.

beforeAll(() => useBackend('cpu'));
const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));
const logNormal = (x: number, mean: number, variance: number) =>
  -0.5 * (Math.log(2 * Math.PI * variance) + (x - mean) ** 2 / variance);
/** The integral of f over [-12, 12] by the trapezium rule, which converges exponentially for what decays at the ends. */
function integral(f: (z: number) => number, n = 4000): number {
  let sum = 0;
  for (let i = 0; i <= n; i++) sum += f(-12 + (24 * i) / n);
  return (24 / n) * sum;
}

test('E1: a tanh mean never leaves (-1, 1), and the linear one does', () => {
  const outputs = Float32Array.of(9, -9, 0, 0);
  const means = (posteriorMean: 'tanh' | 'linear') => {
    const vae = smallVae({ inputDim: 1, hidden: [], posteriorMean });
    vae.parameters['encoder/dense0/bias']!.assign(tf.tensor1d(outputs));
    return [...vae.encode(tf.zeros([1, 1])).dataSync()];
  };
  expect(means('tanh').every((m) => Math.abs(m) <= 1)).toBe(true);
  expect(means('linear')).toEqual([9, -9]);
});

describe('E2: a softmax of bits', () => {
  const [d, ink] = [784, 100];
  const x = Float32Array.from({ length: d }, (_, i) => (i < ink ? 1 : 0));
  const nll = (p: (i: number) => number) =>
    -x.reduce((sum, on, i) => sum + (on ? Math.log(p(i)) : Math.log1p(-p(i))), 0);
  const softmaxNll = (logits: ArrayLike<number>) => {
    const total = Array.from(logits).reduce((sum, l) => sum + Math.exp(l), 0);
    return nll((i) => Math.exp(logits[i]!) / total);
  };

  test('costs at least 460.5 nats whatever the logits', () => {
    // The limit: all mass on the ink.
    expect(softmaxNll(Array.from(x, (on) => (on ? 0 : -60)))).toBeCloseTo(460.517, 2);
    for (const seed of [0, 1, 2, 3]) {
      const noise = createRng(seed).fillNormal(new Float64Array(d));
      for (const lift of [0, 2, 8]) {
        expect(softmaxNll(noise.map((e, i) => 0.5 * e + lift * x[i]!))).toBeGreaterThan(460.5);
      }
    }
  });

  test('of tanh at least 526.5, and even sigmoids of tanh 245.6', () => {
    expect(softmaxNll(Array.from(x, (on) => (on ? 1 : -1)))).toBeCloseTo(526.5, 1);
    expect(nll((i) => sigmoid(x[i]! ? 1 : -1))).toBeCloseTo(245.6, 1);
  });

  test('bernoulliHead has no such floor', () => {
    const logits = tf.tensor2d(
      Array.from(x, (on) => (on ? 20 : -20)),
      [1, d],
    );
    expect(
      bernoulliHead(d)
        .distribution(logits)
        .logProb(tf.tensor2d(x, [1, d]))
        .dataSync()[0],
    ).toBeGreaterThan(-1e-4);
  });
});

test('E5: a point mass is infinitely far from the prior: the limit of ever narrower posteriors grows without bound', () => {
  const prior = MultivariateNormalDiag.standard(2);
  const rates = [1e-2, 1e-4, 1e-8].map((s) => {
    const q = new MultivariateNormalDiag({ loc: tf.zeros([2]), scale: s });
    return klDivergence(q, prior).dataSync()[0]!;
  });
  for (const [i, s] of [1e-2, 1e-4, 1e-8].entries())
    expect(rates[i]).toBeCloseTo(2 * (-Math.log(s) - 0.5 + (s * s) / 2), 3);
  // So the basic autoencoder is no limit of the VAE: a mass has no density, and its divergence from one is infinite.
  const point = new Deterministic({ loc: tf.zeros([2]), eventRank: 1 });
  expect(klDivergence(point, prior).dataSync()[0]).toBe(Infinity);
});

test("E8: the rate sums over the d' latent coordinates, all four terms of each; by quadrature", () => {
  const [mu, variance] = [
    [0.7, -1.2],
    [0.3, 1.9],
  ];
  // Three inputs, two latents: the printed sum over d = 3 has no third variance.
  const vae = createVae({ inputDim: 3, latentDim: 2, hidden: [], rng: createRng(0) });
  const { 'encoder/dense0/kernel': kernel, 'encoder/dense0/bias': bias } = vae.parameters;
  kernel!.assign(tf.zeros([3, 4]));
  bias!.assign(tf.tensor1d([...mu, ...variance.map(Math.log)]));
  const rate = vae
    .elbo(tf.ones([1, 3]), createRng(0))
    .terms.find(({ name }) => name === 'rate')!
    .nats.dataSync()[0]!;
  const coordinate = (m: number, v: number) =>
    integral((z) => Math.exp(logNormal(z, m, v)) * (logNormal(z, m, v) - logNormal(z, 0, 1)));
  expect(rate).toBeCloseTo(coordinate(mu[0]!, variance[0]!) + coordinate(mu[1]!, variance[1]!), 5);
  // Read as printed, with only sigma^2 inside the sum over the coordinates, and -1 - log sigma_1^2 once.
  const printed = 0.5 * (variance[0]! + variance[1]! + mu[0]! ** 2 - 1 - Math.log(variance[0]!));
  expect(Math.abs(printed - rate)).toBeGreaterThan(0.1);
});

describe('E9: z = mu + sigma^2 eps is no sample of the posterior', () => {
  // p(z) = N(0, 1), p(x | z) = N(z, 0.1), x = 1.
  const truth = logNormal(1, 0, 1.1);
  /** The "bound" with q = N(mu, v) in the rate, and a z of the given variance in the reconstruction; in closed form. */
  const value = (mu: number, v: number, varianceOfZ: number) =>
    -0.5 * Math.log(2 * Math.PI * 0.1) - ((1 - mu) ** 2 + varianceOfZ) / 0.2 - 0.5 * (v + mu * mu - 1 - Math.log(v));
  const grid = Array.from({ length: 100 }, (_, i) => 0.01 * (i + 1)).flatMap((mu) =>
    Array.from({ length: 200 }, (_, j) => [mu, 0.005 * (j + 1)] as const),
  );
  const best = (square: boolean) =>
    grid
      .map(([mu, v]) => ({ mu, v, nats: value(mu, v, square ? v * v : v) }))
      .reduce((a, b) => (b.nats > a.nats ? b : a));

  test('the right bound stays below log p(x) = -1.42114 everywhere, the printed one reaches -0.827', () => {
    expect(truth).toBeCloseTo(-1.42114, 5);
    expect(best(false).nats).toBeLessThanOrEqual(truth);
    expect(best(false).nats).toBeCloseTo(-1.42117, 4);
    expect(best(true).nats).toBeCloseTo(-0.827, 3);
  });

  test('at the worst point of the printed form the VAE stays below log p(x), and the printed form does not', async () => {
    await useBackend('wasm');
    const { mu, v } = best(true);
    const likelihood = { normal: Math.sqrt(0.1) };
    const vae = createVae({ inputDim: 1, latentDim: 1, hidden: [], likelihood, rng: createRng(0) });
    vae.assign({
      'encoder/dense0/kernel': { shape: [1, 2], data: Float32Array.of(0, 0) },
      'encoder/dense0/bias': { shape: [2], data: Float32Array.of(mu, Math.log(v)) },
      'decoder/dense0/kernel': { shape: [1, 1], data: Float32Array.of(1) },
      'decoder/dense0/bias': { shape: [1], data: Float32Array.of(0) },
    });
    const n = 20_000;
    const x = tf.ones([n, 1]);
    const q = vae.encoder.given(x);
    const rate = klDivergence(q, MultivariateNormalDiag.standard(1));
    const bounds = (z: tf.Tensor) => meanAndStandardError(vae.decoder.given(z).logProb(x).sub(rate).dataSync());
    const right = bounds(q.sample(createRng(1)));
    const epsilon = tf.tensor2d(createRng(1).fillNormal(new Float32Array(n)), [n, 1]);
    const printed = bounds(q.mean().add(q.variance().mul(epsilon)));
    expect(Math.abs(right.mean - value(mu, v, v))).toBeLessThan(4 * right.standardError);
    expect(right.mean).toBeLessThan(truth - 4 * right.standardError);
    expect(printed.mean).toBeGreaterThan(truth + 4 * printed.standardError);
    const elbo = vae.elbo(x, createRng(2)).value.dataSync()[0]!;
    expect(Math.abs(elbo - value(mu, v, v))).toBeLessThan(4 * right.standardError);
    vae.dispose();
  });
});

test('E10: a draw is loc + scale * epsilon: its variance is sigma^2 (0.25), not sigma^4 (0.0625)', () => {
  const n = 20_000;
  const draws = new Normal({ loc: 3, scale: 0.5 }).sample(createRng(4), [n]).dataSync();
  const { mean, standardError } = meanAndStandardError(draws.map((z) => (z - 3) ** 2));
  expect(Math.abs(mean - 0.25)).toBeLessThan(4 * standardError);
});

describe('equations (1) and (2), by quadrature over a latent of one dimension', () => {
  const weights = {
    'encoder/dense0/kernel': { shape: [2, 2], data: Float32Array.of(0.8, -0.4, -0.5, 0.3) },
    'encoder/dense0/bias': { shape: [2], data: Float32Array.of(0.1, -0.6) },
    'decoder/dense0/kernel': { shape: [1, 2], data: Float32Array.of(1.5, -2) },
    'decoder/dense0/bias': { shape: [2], data: Float32Array.of(0.3, -0.1) },
  };
  const x = [1, 0] as const;
  const logLikelihood = (z: number) =>
    x.reduce<number>((sum, bit, i) => {
      const a = weights['decoder/dense0/kernel'].data[i]! * z + weights['decoder/dense0/bias'].data[i]!;
      return sum + Math.log(sigmoid(bit ? a : -a));
    }, 0);
  const head = (j: number) => weights['encoder/dense0/kernel'].data[j]! + weights['encoder/dense0/bias'].data[j]!;
  const [mu, v] = [head(0), Math.exp(head(1))];
  const q = (z: number) => Math.exp(logNormal(z, mu, v));
  const elbo = integral((z) => q(z) * (logLikelihood(z) + logNormal(z, 0, 1) - logNormal(z, mu, v)));
  const logP = Math.log(integral((z) => Math.exp(logNormal(z, 0, 1) + logLikelihood(z))));

  test('the ELBO is its expectation, and log p(x) its integral, each within 4 standard errors', async () => {
    await useBackend('wasm');
    const vae = createVae({ inputDim: 2, latentDim: 1, hidden: [], rng: createRng(0) });
    vae.assign(weights);
    const n = 20_000;
    const data = tf.tile(tf.tensor2d([[...x]]), [n, 1]);
    const posterior = vae.encoder.given(data);
    const reconstruction = meanAndStandardError(
      vae.decoder
        .given(posterior.sample(createRng(1)))
        .logProb(data)
        .dataSync(),
    );
    const estimate = vae.elbo(data, createRng(1)).value.dataSync()[0]!;
    expect(Math.abs(estimate - elbo)).toBeLessThan(4 * reconstruction.standardError);
    const logLikelihoods = vae.logLikelihood(data.slice(0, 50), { samples: 2000, rng: createRng(2) }).dataSync();
    const many = meanAndStandardError(logLikelihoods);
    expect(Math.abs(many.mean - logP)).toBeLessThan(4 * many.standardError);
    expect(logP - elbo).toBeGreaterThan(0.01);
    expect(estimate).toBeLessThan(logP);
  });
});
