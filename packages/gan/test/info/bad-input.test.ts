import { categoricalCode, createInfoGan, gaussianNoise, InfoGan, type InfoGanParts } from '@latents/gan';
import { createRng, ndArray } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { adams, linear, pieces, ring, small, weights } from './models.js';

beforeAll(() => useBackend('wasm'));

describe('refuses', () => {
  const parts: InfoGanParts = {
    ...pieces(2),
    generator: linear(4, 2),
    posterior: linear(4, 3),
    noise: gaussianNoise(1),
    codes: { c: categoricalCode(3) },
  };

  it.each([
    [{ codes: {} }, 'at least one code'],
    [{ generator: linear(5, 2) }, 'a generator that takes [4]'],
    [{ trunk: linear(3, 4) }, 'a trunk that takes [2]'],
    [{ discriminator: linear(5, 1) }, 'a discriminator that takes [4]'],
    [{ discriminator: linear(4, 2) }, 'a discriminator that outputs [1]'],
    [{ posterior: linear(5, 3) }, 'a posterior that takes [4]'],
    [{ posterior: linear(4, 2) }, 'a posterior that outputs [3]'],
    [{ normalization: { loc: [0], scale: [1] } }, 'expected 2 columns'],
  ])('parts that do not meet: %j', (changed, message) => {
    expect(() => new InfoGan({ ...parts, ...changed })).toThrow(message);
  });

  const gan = new InfoGan(parts);
  it.each([
    [{ lambda: -1 }, 'got -1'],
    [{ lambda: { c: Number.NaN } }, 'got NaN'],
    [{ lambda: { d: 1 } }, "got one of 'd'"],
    [{ discriminator: { criticSteps: 0 } }, 'criticSteps'],
  ])('options: %j', (changed, message) => {
    expect(() => gan.players({ ...adams(), ...changed })).toThrow(message);
  });

  it('an optimizer for two players', () => {
    const one = { optimizer: tf.train.adam(1e-3) };
    expect(() => gan.players({ generator: one, discriminator: {}, posterior: one })).toThrow('expected 3 optimizers');
  });

  it('batches of another shape, or of one point', async () => {
    const [first] = gan.players(adams());
    const context = { step: 0, rng: createRng(0) };
    await expect(first!.take(ndArray([4, 3], new Float32Array(12)), context)).rejects.toThrow(
      'expected a batch [rows, 2]',
    );
    await expect(first!.take(ndArray([4, 2], new Float32Array(8)), context)).rejects.toThrow('two different examples');
  });

  it('sizes and names', () => {
    expect(() => gan.sample(0, createRng(0))).toThrow('positive integer, got 0');
    expect(() => gan.traverse({ code: 'd', rows: 1, rng: createRng(0) })).toThrow("one of c, got 'd'");
    expect(() => gan.traverse({ code: 'c', rows: 0, rng: createRng(0) })).toThrow('{ rows }');
    expect(() => gan.infer(tf.zeros([2, 3]))).toThrow('expected x [rows, 2]');
    expect(() => gan.infer(tf.zeros([2]))).toThrow('infoGan.infer(x): expected x [rows, 2], got [2]');
    expect(() => gan.logits(tf.zeros([2, 3]))).toThrow('infoGan.logits(x): expected x [rows, 2], got [2,3]');
    expect(() => gan.value(tf.zeros([2, 3]), createRng(0))).toThrow('expected x [rows, 2]');
    for (const count of [0, 1.5, Number.NaN]) {
      expect(() => gan.informationBound(count, createRng(0))).toThrow(`positive integer, got ${count}`);
    }
    const c = tf.zeros([2, 3, 1]) as unknown as tf.Tensor2D;
    expect(() => gan.sample(2, createRng(0), { c })).toThrow("expected [2, 3], got 'c' [2,3,1]");
    expect(() =>
      createInfoGan({ dataDim: 2, codes: { c: categoricalCode(2) }, hidden: [], rng: createRng(0) }),
    ).toThrow('at least one hidden layer');
    expect(() => createInfoGan({ dataDim: 2, codes: {}, rng: createRng(0) })).toThrow('at least one code');
  });

  it('of G and Q too: batches that criticSteps does not divide, or of another shape', async () => {
    const context = { step: 0, rng: createRng(0) };
    for (const step of gan.players(adams(1e-3, { criticSteps: 3 })).slice(1)) {
      await expect(step.take(ring(8, 3, 1), context)).rejects.toThrow(
        `players(options): ${step.name}: expected rows in multiples`,
      );
      await expect(step.take(ndArray([6, 3], new Float32Array(18)), context)).rejects.toThrow(
        'batch [rows, 2], got [6,3]',
      );
    }
  });

  it.each(['generator', 'discriminator', 'posterior'])(
    'NaN in the weights of the %s: their player is named',
    async (part) => {
      const doomed = small();
      const bias = Object.entries(doomed.parameters).findLast(
        ([name]) => name.startsWith(part) && name.endsWith('bias'),
      )!;
      tf.tidy(() => bias[1].assign(tf.fill(bias[1].shape, Number.NaN)));
      // G's step sees all of them.
      await expect(doomed.players(adams())[1]!.take(ring(60, 3, 2), { step: 4, rng: createRng(0) })).rejects.toThrow(
        new RegExp(`step 4: .* of player '${part}', got NaN`),
      );
    },
  );

  it('NaN in a player stops the run with its name, and leaves the weights', async () => {
    const doomed = small();
    const [, , q] = doomed.players(adams());
    tf.tidy(() => doomed.parameters['posterior/dense0/bias']!.assign(tf.fill([5], Number.NaN)));
    const before = await weights(doomed, 'trunk');
    await expect(q!.take(ring(60, 3, 2), { step: 4, rng: createRng(0) })).rejects.toThrow(
      /step 4: expected a finite number for 'I\(mode; G\)' of player 'posterior', got NaN/,
    );
    expect(await weights(doomed, 'trunk')).toEqual(before);
  });
});
