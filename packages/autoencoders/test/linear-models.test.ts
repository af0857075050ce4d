import { createVae, logWeights } from '@latents/autoencoders';
import { createRng, ndArray } from '@latents/math';
import { meanAndStandardError, useBackend } from '@latents/testing';
import { fit, fullBatch, readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';

beforeAll(() => useBackend('wasm'));

test('E3: the rate depends on x, and both terms are sums over coordinates and means over the batch', () => {
  const vae = createVae({ inputDim: 3, latentDim: 2, hidden: [], rng: createRng(0) });
  const rows = [
    [1, 0, 1],
    [0, 1, 1],
  ];
  const terms = (x: number[][]) =>
    tf.tidy(() => vae.elbo(tf.tensor2d(x), createRng(1)).terms.map(({ nats }) => nats.dataSync()[0]!));
  const [first, second, both] = [terms([rows[0]!]), terms([rows[1]!]), terms(rows)];
  expect(Math.abs(first[1]! - second[1]!)).toBeGreaterThan(1e-3);
  expect(both[1]).toBeCloseTo((first[1]! + second[1]!) / 2, 5);
  // Repeating the batch changes neither term's scale: the same draws, copied.
  expect(terms([...rows, ...rows])[1]).toBeCloseTo(both[1]!, 5);
  vae.dispose();
});

test('E12: a VAE is not EM: a step up the ELBO lowers log p(x)', async () => {
  // p(z) = N(0, 1), p(x | z) = N(z + b, s^2), with data that has just the model's mean and variance: the likeliest decoder.
  const s = 0.5;
  const spread = Math.sqrt(1 + s * s);
  const n = 4000;
  const data = ndArray(
    [n, 1],
    Float32Array.from({ length: n }, (_, i) => (i % 2 ? spread : -spread)),
  );
  const logP = (w: number, b: number) => {
    const variance = w * w + s * s;
    return -0.5 * (Math.log(2 * Math.PI * variance) + (spread ** 2 + b * b) / variance);
  };
  // q(z | x) = N(m x, v), far from the posterior.
  const [m, v] = [0.2, 0.5];
  const elbo = (w: number, b: number, slope: number, bias: number, variance: number) => {
    const error = (spread * (1 - w * slope)) ** 2 + (b + w * bias) ** 2 + w * w * variance;
    const rate = 0.5 * (variance + (slope * spread) ** 2 + bias ** 2 - 1 - Math.log(variance));
    return -0.5 * Math.log(2 * Math.PI * s * s) - error / (2 * s * s) - rate;
  };
  const vae = createVae({ inputDim: 1, latentDim: 1, hidden: [], likelihood: { normal: s }, rng: createRng(0) });
  vae.assign({
    'encoder/dense0/kernel': { shape: [1, 2], data: Float32Array.of(m, 0) },
    'encoder/dense0/bias': { shape: [2], data: Float32Array.of(0, Math.log(v)) },
    'decoder/dense0/kernel': { shape: [1, 1], data: Float32Array.of(1) },
    'decoder/dense0/bias': { shape: [1], data: Float32Array.of(0) },
  });
  const optimizer = tf.train.sgd(0.02);
  for await (const _ of fit(vae.players({ optimizer }), fullBatch(data, n), { steps: 1, rng: createRng(2) }));
  const state = await readParameters(vae.parameters);
  const at = (name: string, i = 0) => state[name]!.data[i]!;
  const [w, b] = [at('decoder/dense0/kernel'), at('decoder/dense0/bias')];
  const slopeOfLogVariance = at('encoder/dense0/kernel', 1);
  // The variance is that of x = 0 but for a slope that cancels over the two points of the data.
  expect(Math.abs(slopeOfLogVariance)).toBeLessThan(0.01);
  const after = elbo(
    w,
    b,
    at('encoder/dense0/kernel'),
    at('encoder/dense0/bias'),
    Math.exp(at('encoder/dense0/bias', 1)),
  );
  expect(after).toBeGreaterThan(elbo(1, 0, m, 0, v) + 0.01);
  expect(logP(w, b)).toBeLessThan(logP(1, 0) - 1e-4);
  vae.dispose();
  optimizer.dispose();
});

test('probabilistic PCA: the trained linear-Gaussian VAE reaches its closed-form likelihood to 1e-2 nats, and is tight there', async () => {
  const lambda = [3, 1.5, 0.4];
  const s2 = 0.5;
  // Six points whose mean is 0 and whose covariance is diag(lambda).
  const points = lambda.flatMap((l, i) =>
    [1, -1].map((sign) => [0, 1, 2].map((j) => (i === j ? sign * Math.sqrt(3 * l) : 0))),
  );
  // Tipping & Bishop 1999, eq. 4 at W = U (Lambda - s^2 I)^1/2 of the two leading directions, s^2 held fixed.
  const best =
    -0.5 *
    (3 * Math.log(2 * Math.PI) + Math.log(lambda[0]!) + Math.log(lambda[1]!) + 2 + Math.log(s2) + lambda[2]! / s2);
  const copies = 40;
  const x = ndArray([6 * copies, 3], Float32Array.from(Array.from({ length: copies }, () => points.flat()).flat()));
  const vae = createVae({
    inputDim: 3,
    latentDim: 2,
    hidden: [],
    likelihood: { normal: Math.sqrt(s2) },
    rng: createRng(4),
  });
  for (const [rate, steps] of [
    [0.05, 300],
    [0.01, 200],
    [0.002, 200],
  ] as const) {
    const optimizer = tf.train.adam(rate);
    for await (const _ of fit(vae.players({ optimizer }), fullBatch(x, 6 * copies), { steps, rng: createRng(5) }));
    optimizer.dispose();
  }
  const weights = tf.tidy(() =>
    logWeights(vae, tf.tensor2d([...x.data], [6 * copies, 3]), { samples: 40, rng: createRng(6) }).dataSync(),
  );
  const elbo = meanAndStandardError(weights);
  expect(elbo.standardError).toBeLessThan(2e-3);
  expect(Math.abs(elbo.mean - best)).toBeLessThan(1e-2);
  const logLikelihood = tf.tidy(
    () =>
      vae
        .logLikelihood(tf.tensor2d(points), { samples: 5000, rng: createRng(7) })
        .mean()
        .dataSync()[0]!,
  );
  expect(Math.abs(logLikelihood - best)).toBeLessThan(1e-2);
  vae.dispose();
});
