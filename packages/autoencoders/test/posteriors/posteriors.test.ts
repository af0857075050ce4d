import { createVae, type PosteriorOption, unitRates } from '@latents/autoencoders';
import { createRng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { batches, fit } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { bits, smallVae } from '../readings.js';

beforeAll(() => useBackend('cpu'));

describe('a full covariance', () => {
  it('starts without correlations, and with the variances of random weights', () => {
    const vae = createVae({ inputDim: 12, latentDim: 3, hidden: [8], posterior: 'full', rng: createRng(3) });
    const rows = vae.encoder.given(tf.tensor2d(bits(4, 12).data, [4, 12])).scaleTril.arraySync() as number[][][];
    for (const l of rows) {
      expect([l[1]![0], l[2]![0], l[2]![1]]).toEqual([0, 0, 0]);
      expect(new Set([l[0]![0], l[1]![1], l[2]![2], 1]).size).toBe(4);
    }
  });

  it("is N(loc, L L'): draws have the covariance, and the rate is the closed form", () => {
    const vae = createVae({ inputDim: 12, latentDim: 2, hidden: [8], posterior: 'full', rng: createRng(3) });
    vae.parameters['encoder/dense1/bias']!.assign(tf.tensor1d([0.1, -0.2, 0.3, 0.7, -0.4]));
    const x = tf.tensor2d(bits(1, 12).data, [1, 12]);
    const q = vae.encoder.given(x);
    const l = (q.scaleTril.arraySync() as number[][][])[0]!;
    const n = 20_000;
    const draws = (q.sample(createRng(5), [n]).arraySync() as number[][][]).map((row) => row[0]!);
    const mean = [0, 1].map((i) => draws.reduce((sum, row) => sum + row[i]!, 0) / n);
    const covariance = draws.reduce((sum, row) => sum + (row[0]! - mean[0]!) * (row[1]! - mean[1]!), 0) / n;
    const expected = l[0]![0]! * l[1]![0]!;
    const [v0, v1] = [l[0]![0]! ** 2, l[1]![0]! ** 2 + l[1]![1]! ** 2];
    expect(Math.abs(covariance - expected)).toBeLessThan(4 * Math.sqrt((v0 * v1 + expected ** 2) / n));
    expect(Math.abs(expected)).toBeGreaterThan(1e-3);
    const loc = q.loc.dataSync();
    const kl = 0.5 * (v0 + v1 + loc[0]! ** 2 + loc[1]! ** 2 - 2) - Math.log(l[0]![0]!) - Math.log(l[1]![1]!);
    expect(vae.rate()).toBe('closed form');
    expect(
      vae
        .elbo(x, createRng(6))
        .terms.find(({ name }) => name === 'rate')!
        .nats.dataSync()[0],
    ).toBeCloseTo(kl, 4);
  });

  it('is exact where the posterior is correlated: the ELBO of a linear model is log p(x), which no diagonal one attains', () => {
    // p(z) = N(0, I_2), p(x | z) = N(a'z, s^2), x a number: the posterior is N(a x / t, I - a a' / t), t = |a|^2 + s^2.
    const [a, s] = [[1.5, -1] as const, 0.6];
    const t = a[0] ** 2 + a[1] ** 2 + s * s;
    const make = (posterior: PosteriorOption, bias: number[]) => {
      const vae = createVae({
        inputDim: 1,
        latentDim: 2,
        hidden: [],
        likelihood: { normal: s },
        posterior,
        rng: createRng(7),
      });
      tf.tidy(() => {
        const kernel = vae.parameters['encoder/dense0/kernel']!;
        kernel.assign(tf.tensor2d([[a[0] / t, a[1] / t, ...bias.slice(2).map(() => 0)]]));
        vae.parameters['encoder/dense0/bias']!.assign(tf.tensor1d(bias));
        vae.parameters['decoder/dense0/kernel']!.assign(tf.tensor2d([[a[0]], [a[1]]]));
        vae.parameters['decoder/dense0/bias']!.assign(tf.tensor1d([0]));
      });
      return vae;
    };
    const covariance = [1 - a[0] ** 2 / t, (-a[0] * a[1]) / t, 1 - a[1] ** 2 / t] as const;
    const l11 = Math.sqrt(covariance[0]);
    const l21 = covariance[1] / l11;
    const l22 = Math.sqrt(covariance[2] - l21 ** 2);
    const x = tf.fill([2000, 1], 1.3);
    const logP = -0.5 * (1.3 ** 2 / t + Math.log(t) + Math.log(2 * Math.PI));
    const full = make('full', [0, 0, Math.log(l11), l21, Math.log(l22)]);
    const weights = full.logLikelihood(x.slice([0, 0], [5, 1]), { samples: 3, rng: createRng(8) }).dataSync();
    for (const log of weights) expect(log).toBeCloseTo(logP, 4);
    const diagonal = make('diagonal', [
      0,
      0,
      Math.log(1 / (1 + a[0] ** 2 / (s * s))),
      Math.log(1 / (1 + a[1] ** 2 / (s * s))),
    ]);
    expect(diagonal.elbo(x, createRng(9)).value.dataSync()[0]).toBeLessThan(logP - 0.1);
  });
});

describe.each(['cpu', 'wasm'] as const)('%s', (backend) => {
  it.each([
    'full',
    { realNvp: 2 },
    { inverseAutoregressive: 2 },
    { planar: 3 },
    { realNvp: 2, context: 5 },
    { inverseAutoregressive: 2, context: 5 },
    { planar: 3, context: 5 },
  ] as const)('the posterior %j trains, without leaking', async (posterior) => {
    await useBackend(backend);
    const vae = createVae<PosteriorOption>({ inputDim: 12, latentDim: 2, hidden: [8], posterior, rng: createRng(3) });
    const found: number[] = [];
    for await (const { nats } of fit(
      vae.players({ optimizer: tf.train.adam(0.02) }),
      batches(bits(64, 12), { size: 32, rng: createRng(10) }),
      {
        steps: 40,
        rng: createRng(11),
      },
    )) {
      found.push(nats);
    }
    const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    expect(mean(found.slice(-5))).toBeGreaterThan(mean(found.slice(0, 5)) + 0.3);
    const x = tf.tensor2d(bits(4, 12).data, [4, 12]);
    vae.elbo(x, createRng(12));
    await expectNoLeak(() => vae.encode(x), 1);
    await expectNoLeak(() => vae.elbo(x, createRng(12)), 3);
    expect(vae.logLikelihood(x, { samples: 4, rng: createRng(13) }).shape).toEqual([4]);
    vae.dispose();
    await useBackend('cpu');
  });
});

it('what needs N(0, I) coordinate by coordinate refuses other priors', () => {
  const vae = smallVae({ prior: 'learned' });
  expect(() => unitRates(vae, tf.tensor2d(bits(2, 12).data, [2, 12]))).toThrow(
    'expected a model with the prior N(0, I), got one with a learned prior',
  );
});

it('refuses options that are none', () => {
  expect(() => smallVae({ posterior: 'normal' as 'diagonal' })).toThrow(`got "normal"`);
  for (const posterior of [
    { realNvp: 0 },
    { planar: 1.5 },
    { radial: 2 },
    { realNvp: 2, planar: 2 },
    { realNvp: 2, context: 0 },
    { context: 3 },
  ]) {
    expect(() =>
      createVae({
        inputDim: 4,
        latentDim: 2,
        hidden: [],
        posterior: posterior as unknown as PosteriorOption,
        rng: createRng(0),
      }),
    ).toThrow(`without a context: size, got ${JSON.stringify(posterior)}`);
  }
  expect(() =>
    createVae({ inputDim: 4, latentDim: 2, hidden: [], posterior: 'full', posteriorMean: 'tanh', rng: createRng(0) }),
  ).toThrow('posteriorMean');
});
