import { createVae, Vae, type VaePlayersOptions } from '@latents/autoencoders';
import { bernoulliHead, conditional, mlp, normalHead } from '@latents/core';
import { createRng, ndArray } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import type { Reading } from '@latents/training';
import { readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { bits, smallVae } from './readings.js';

beforeAll(() => useBackend('cpu'));
const rng = () => createRng(0);
const x = tf.tensor2d(bits(6, 12).data, [6, 12]);

describe('shapes, and who frees what', () => {
  const vae = smallVae();
  test.each([
    ['encode', () => vae.encode(x), [6, 2]],
    ['decode', () => vae.decode(tf.zeros([3, 2])), [3, 12]],
    ['decode of several draws', () => vae.decode(tf.zeros([5, 3, 2])), [5, 3, 12]],
    ['reconstruct', () => vae.reconstruct(x), [6, 12]],
    ['generate', () => vae.generate(4, rng()), [4, 12]],
    ['logLikelihood', () => vae.logLikelihood(x, { samples: 3, rng: rng() }), [6]],
    ['a batch of one', () => vae.logLikelihood(x.slice(0, 1), { samples: 3, rng: rng() }), [1]],
  ])('%s', (_, make, shape) => {
    expect(make().shape).toEqual(shape);
  });

  test('one tensor each; a bound has its value and its terms', async () => {
    const y = tf.tensor2d(bits(6, 12).data, [6, 12]);
    for (const make of [() => vae.encode(y), () => vae.reconstruct(y), () => vae.generate(2, rng())]) {
      await expectNoLeak(make, 1);
    }
    await expectNoLeak(() => vae.logLikelihood(y, { samples: 5, chunk: 2, rng: rng() }), 1);
    await expectNoLeak(() => vae.elbo(y, rng()), 3);
    await expectNoLeak(() => tf.tidy(() => vae.elbo(y, rng()).value), 1);
  });

  test('dispose frees all variables, twice', () => {
    const other = smallVae();
    const before = tf.memory().numTensors;
    other.dispose();
    other.dispose();
    expect(before - tf.memory().numTensors).toBe(8);
  });

  test('means of a Bernoulli likelihood lie in [0, 1]', () => {
    expect(
      vae
        .generate(20, rng())
        .dataSync()
        .every((p) => p >= 0 && p <= 1),
    ).toBe(true);
  });

  test('integer and boolean pixels are taken, with the value of float pixels', () => {
    const nats = (pixels: tf.Tensor) => vae.elbo(pixels, rng()).value.dataSync()[0];
    expect(nats(x.toInt())).toBe(nats(x));
    expect(nats(x.toBool())).toBe(nats(x));
  });
});

test('a variable is checked each time: its values may have changed', () => {
  const vae = smallVae();
  const variable = tf.variable(tf.zeros([2, 12]));
  vae.elbo(variable, rng());
  variable.assign(tf.fill([2, 12], 2));
  expect(() => vae.elbo(variable, rng())).toThrow(/got 2 in row 0/);
});

describe('bad input', () => {
  const vae = smallVae();
  const methods: [string, (y: tf.Tensor) => unknown][] = [
    ['vae.elbo(x, rng)', (y) => vae.elbo(y, rng())],
    ['vae.importanceWeightedBound(x, options)', (y) => vae.importanceWeightedBound(y, { samples: 2, rng: rng() })],
    ['vae.logLikelihood(x, options)', (y) => vae.logLikelihood(y, { samples: 2, rng: rng() })],
    ['vae.encode(x)', (y) => vae.encode(y)],
    ['vae.reconstruct(x)', (y) => vae.reconstruct(y)],
  ];
  test.each(methods)('%s: pixels outside [0, 1], NaN, a wrong width, no rows, a missing axis', (where, method) => {
    const spoilt = (value: number) =>
      tf.tensor2d(
        bits(6, 12).data.map((v, i) => (i === 31 ? value : v)),
        [6, 12],
      );
    for (const bad of [255, -0.1, 1.01, Number.NaN, Infinity]) {
      const message = `${where}: expected values from 0 to 1, as the Bernoulli likelihood needs`;
      expect(() => method(spoilt(bad))).toThrow(message);
      expect(() => method(spoilt(bad))).toThrow(/in row 2, column 7/);
    }
    for (const shape of [[6, 11], [0, 12], [12], [1, 6, 12]]) {
      expect(() => method(tf.zeros(shape))).toThrow(/expected x of shape \[batch, 12\], got \[.*\]. inputDim is 12/);
    }
  });

  test('a training batch that is not in the support, and NaN for real x', async () => {
    const [player] = vae.players({ optimizer: tf.train.sgd(0.1) });
    const context = { step: 0, rng: rng() };
    const take = async (data: Float32Array, width = 12) => player!.take(ndArray([1, width], data), context);
    await expect(take(new Float32Array(12).fill(7))).rejects.toThrow(/vae.players: batch: expected values from 0 to 1/);
    await expect(take(new Float32Array(11), 11)).rejects.toThrow(/expected x of shape \[batch, 12\], got \[1,11\]/);
    const real = smallVae({ likelihood: { normal: 1 } });
    expect(real.elbo(tf.fill([1, 12], -40), rng()).value.dataSync()[0]).toSatisfy(Number.isFinite);
    expect(() => real.elbo(tf.fill([1, 12], Number.NaN), rng())).toThrow(/expected finite values, got NaN in row 0/);
  });

  test.each([0, -1, 1.5, Number.NaN])('%s as a size or a count', async (n) => {
    await expectNoLeak(() => {
      expect(() => smallVae({ latentDim: n })).toThrow(
        /createVae\(\{ latentDim \}\): expected a positive integer, got/,
      );
      expect(() => smallVae({ inputDim: n })).toThrow(/createVae\(\{ inputDim \}\): expected a positive integer, got/);
      expect(() => smallVae({ hidden: [4, n] })).toThrow(/expected a positive integer/);
    });
    const options = { samples: n, rng: rng() };
    expect(() => vae.generate(n, rng())).toThrow(/vae.generate\(count, rng\): expected a positive integer/);
    expect(() => vae.logLikelihood(x, options)).toThrow(
      /logLikelihood\(x, \{ samples \}\): expected a positive integer/,
    );
    expect(() => vae.logLikelihood(x, { samples: 1, chunk: n, rng: rng() })).toThrow(
      /\{ chunk \}\): expected a positive/,
    );
    expect(() => vae.importanceWeightedBound(x, options)).toThrow(/expected samples to be a positive integer/);
  });

  test('other likelihoods, scales, activations', async () => {
    await expectNoLeak(() => {
      for (const likelihood of ['gaussian', null, {}]) {
        expect(() => smallVae({ likelihood: likelihood as never })).toThrow(/expected 'bernoulli' or \{ normal/);
      }
      for (const normal of [0, -1, Number.NaN]) {
        expect(() => smallVae({ likelihood: { normal } })).toThrow(/expected a positive finite standard deviation/);
      }
      expect(() => smallVae({ activation: 'swish' as never })).toThrow(/got 'swish'/);
    });
  });

  test('a negative learning rate, a negative or NaN beta, a latent of the wrong width', async () => {
    expect(() => vae.players({ optimizer: tf.train.adam(-1e-3) })).toThrow(/finite learning rate >= 0, got -0.001/);
    expect(() => vae.players({ optimizer: tf.train.sgd(0.1), beta: -1 })).toThrow(
      /expected a finite number >= 0, got -1/,
    );
    const [player] = vae.players({ optimizer: tf.train.sgd(0.1), beta: () => Number.NaN });
    const move = async () => player!.take(bits(2, 12), { step: 0, rng: rng() });
    await expect(move()).rejects.toThrow(/expected a finite number >= 0, got NaN/);
    expect(() => vae.decode(tf.zeros([1, 3]))).toThrow(/decoder.given\(x\): expected x of shape \[\.\.\., 2\]/);
  });

  test('networks that do not meet', () => {
    const [q, p] = [normalHead(2), bernoulliHead(5)];
    const encoder = conditional(mlp({ inputDim: 5, hidden: [], outputDim: 4, rng: rng() }), q);
    const parts = { encoder, support: 'unit interval' } as const;
    const decoder = (from: number, head = p) =>
      conditional(mlp({ inputDim: from, hidden: [], outputDim: head.units, rng: rng() }), head);
    expect(new Vae({ ...parts, decoder: decoder(2) }).latentDim).toBe(2);
    expect(() => new Vae({ ...parts, decoder: decoder(3) })).toThrow(
      /expected a decoder from \[2\] to \[5\].*got \[3\] to/,
    );
    expect(() => new Vae({ ...parts, decoder: decoder(2, bernoulliHead(6)) })).toThrow(/got \[2\] to \[6\]/);
    const image = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [5, 1] }), tf.layers.dense({ units: 4 })] });
    const bad = { ...parts, encoder: conditional(image, q), decoder: decoder(2) };
    expect(() => new Vae(bad)).toThrow(/expected an encoder of vectors, got inputs of shape \[5,1\]/);
  });
});

describe('beta', () => {
  const move = async (beta: number | ((step: number) => number), step = 0): Promise<Partial<Reading>> =>
    smallVae()
      .players({ optimizer: tf.train.sgd(0.01), beta })[0]!
      .take(bits(6, 12), { step, rng: rng() });

  test('weighs the rate; the terms stay unweighted; the side is told', async () => {
    for (const [beta, side, sound] of [
      [0, 'none', false],
      [0.5, 'none', false],
      [1, 'lower', true],
      [4, 'lower', true],
    ] as const) {
      const { nats, terms, ...reading } = await move(beta);
      expect(nats).toBeCloseTo(terms!['reconstruction']! - beta * terms!['rate']!, 4);
      expect(reading).toMatchObject({ side, sound, direction: 'up', of: 'log p(x)' });
    }
  });

  test('a warm-up is a function of the step', async () => {
    const warm = (step: number) => Math.min(1, step / 10);
    expect((await move(warm, 5)).nats).toBe((await move(0.5, 5)).nats);
    expect((await move(warm, 20)).side).toBe('lower');
  });
});

test('a scheduled rate of 0 moves nothing, and a clipped gradient moves by no more than its norm', async () => {
  const distance = async (options: VaePlayersOptions) => {
    const vae = smallVae();
    const before = await readParameters(vae.parameters);
    await vae.players({ optimizer: tf.train.sgd(1), ...options })[0]!.take(bits(6, 12), { step: 0, rng: rng() });
    const after = await readParameters(vae.parameters);
    const squares = Object.keys(before).flatMap((name) =>
      Array.from(before[name]!.data as Float32Array, (v, i) => (v - (after[name]!.data[i] as number)) ** 2),
    );
    return Math.sqrt(squares.reduce((sum, v) => sum + v, 0));
  };
  expect(await distance({ learningRate: () => 0 })).toBe(0);
  expect(await distance({})).toBeGreaterThan(0.1);
  expect(await distance({ clipNorm: 0.1 })).toBeCloseTo(0.1, 5);
});

test('layers that behave differently in training do so in steps, and not in elbo', async () => {
  const encoder = tf.sequential({
    layers: [tf.layers.dense({ units: 4, inputShape: [12] }), tf.layers.batchNormalization()],
  });
  const vae = new Vae({
    encoder: conditional(encoder, normalHead(2)),
    decoder: conditional(mlp({ inputDim: 2, hidden: [], outputDim: 12, rng: rng() }), bernoulliHead(12)),
    support: 'unit interval',
  });
  const statistics = () => [...vae.parameters['encoder/layer1/moving_mean']!.dataSync()];
  vae.elbo(x, rng());
  expect(statistics()).toEqual([0, 0, 0, 0]);
  await vae.players({ optimizer: tf.train.sgd(0.01) })[0]!.take(bits(6, 12), { step: 0, rng: rng() });
  expect(statistics()).not.toEqual([0, 0, 0, 0]);
});

test('readParameters gives a snapshot: it does not move with training, and assign takes it back', async () => {
  const vae = smallVae();
  const before = await readParameters(vae.parameters);
  const copy = structuredClone(before);
  await vae.players({ optimizer: tf.train.sgd(1) })[0]!.take(bits(6, 12), { step: 0, rng: rng() });
  expect(before).toEqual(copy);
  expect(await readParameters(vae.parameters)).not.toEqual(copy);
  vae.assign(before);
  expect(await readParameters(vae.parameters)).toEqual(copy);
});

test('createVae from a seed is the same model; seeds differ', async () => {
  const make = (seed: number) =>
    readParameters(createVae({ inputDim: 4, latentDim: 1, hidden: [3], rng: createRng(seed) }).parameters);
  expect(await make(0)).toEqual(await make(0));
  expect(await make(0)).not.toEqual(await make(1));
});
