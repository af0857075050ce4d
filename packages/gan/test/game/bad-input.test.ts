import { mlp } from '@latents/core';
import { decayingNoise, Gan, gaussianNoise } from '@latents/gan';
import { createRng, ndArray } from '@latents/math';
import { useBackend } from '@latents/testing';
import { readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { adams, context, data, normals, shown, small, withD } from './games.js';

beforeAll(() => useBackend('wasm'));

describe('bad input', () => {
  it('a generator of one point, or a batch of one', async () => {
    const [d] = small().players(adams());
    await expect(d!.take(ndArray([8, 2], new Float32Array(16).fill(3)), context)).rejects.toThrow(
      'at least two different examples, got 8 times the same one',
    );
    const point = ndArray(
      [8, 2],
      Float32Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 3 : 4)),
    );
    await expect(d!.take(point, context)).rejects.toThrow('got 8 times the same one');
    await expect(d!.take(normals(1, 1), context)).rejects.toThrow('at least 2 per update, got 1');
    await expect(d!.take(ndArray([8, 3], new Float32Array(24)), context)).rejects.toThrow(
      'expected a batch [rows, 2], got [8,3]',
    );
  });

  it('batches that packing and criticSteps do not divide', async () => {
    const [d] = small({ packing: 2 }).players(withD({ criticSteps: 3 }));
    await expect(d!.take(normals(8, 1), context)).rejects.toThrow('packing (2) times criticSteps (3)');
  });

  it('of G too: batches that packing and criticSteps do not divide, or of another shape', async () => {
    const [, g] = small({ packing: 2 }).players(withD({ criticSteps: 3 }));
    await expect(g!.take(normals(8, 1), context)).rejects.toThrow(
      'gan.players(options): generator: expected rows in multiples of packing (2) times criticSteps (3)',
    );
    await expect(g!.take(ndArray([12, 3], new Float32Array(36)), context)).rejects.toThrow(
      'batch [rows, 2], got [12,3]',
    );
  });

  it.each(['discriminator', 'generator'])(
    'the other player sees it first: it is the %s that is named',
    async (player) => {
      const gan = small();
      const name = `${player}/dense1/bias`;
      tf.tidy(() => gan.parameters[name]!.assign(tf.fill(gan.parameters[name]!.shape, Number.NaN)));
      for (const step of gan.players(adams())) {
        await expect(step.take(data, { step: 7, rng: createRng(0) })).rejects.toThrow(
          new RegExp(`step 7.*player '${player}', got NaN`),
        );
      }
    },
  );

  it('NaN of the data is no fault of the weights: it is said of the bound of D', async () => {
    const [d] = small().players(adams());
    const batch = ndArray([4, 2], Float32Array.of(Number.NaN, 1, 2, 3, 4, 5, 6, 7));
    await expect(d!.take(batch, context)).rejects.toThrow(/'E log D\(x\)' of player 'discriminator', got NaN/);
  });

  it.each(['discriminator', 'generator'])(
    'NaN in the %s stops with its name and leaves every weight',
    async (player) => {
      const gan = small();
      const players = gan.players(adams());
      tf.tidy(() =>
        gan.parameters[`${player}/dense1/bias`]!.assign(tf.fill([player === 'generator' ? 2 : 1], Number.NaN)),
      );
      const before = await readParameters(gan.parameters);
      const step = players.find(({ name }) => name === player)!;
      await expect(step.take(data, { step: 7, rng: createRng(0) })).rejects.toThrow(
        new RegExp(`step 7.*player '${player}'`),
      );
      expect(await readParameters(gan.parameters)).toEqual(before);
    },
  );

  it.each([
    [{ packing: 0 }, 'packing'],
    [{ packing: 1.5 }, 'packing'],
    [{ dataDim: 0 }, 'createGan({ dataDim })'],
    [{ hidden: [0] }, 'createGan({ hidden }): expected element 0 to be a positive integer'],
  ])('sizes: %j', (changed, message) => {
    expect(() => small(changed)).toThrow(message);
  });

  it.each([
    [{ criticSteps: 0 }, 'criticSteps'],
    [{ replay: { size: 0 } }, 'size'],
    [{ replay: { size: 5, fraction: 1 } }, 'fraction'],
  ])('options: %j', (changed, message) => {
    expect(() => small().players(withD(changed))).toThrow(message);
  });

  it('noise schedules', async () => {
    expect(() => decayingNoise({ from: -1, steps: 3 })).toThrow('from');
    expect(() => decayingNoise({ from: 1, steps: 0 })).toThrow('steps');
    await expect(shown({}, {}, { instanceNoise: Number.NaN })).rejects.toThrow(
      'instanceNoise: expected a finite standard deviation',
    );
  });

  it('one optimizer for two players; networks that do not meet', () => {
    const one = { optimizer: tf.train.adam(1e-3) };
    expect(() => small().players({ generator: one, discriminator: one })).toThrow('expected 2 optimizers');
    const linear = (a: number, b: number) => mlp({ inputDim: a, hidden: [], outputDim: b, rng: createRng(0) });
    const parts = { generator: linear(2, 3), discriminator: linear(3, 1), noise: gaussianNoise(2) };
    expect(() => new Gan({ ...parts, generator: linear(4, 3) })).toThrow('a generator that takes [2]');
    expect(() => new Gan({ ...parts, discriminator: linear(2, 1) })).toThrow('a discriminator of 1 times [3]');
    expect(() => new Gan({ ...parts, discriminator: linear(3, 2) })).toThrow('one logit, [1]');
    expect(() => new Gan({ ...parts, normalization: { loc: [0], scale: [1] } })).toThrow('expected 3 columns');
    const gan = new Gan(parts);
    expect(() => gan.sample(0, createRng(0))).toThrow('positive integer, got 0');
    expect(() => gan.generate(tf.zeros([2, 3]))).toThrow('expected noise [count, 2]');
    expect(() => gan.logits(tf.zeros([2, 2]))).toThrow('expected x [rows, 3]');
  });
});
