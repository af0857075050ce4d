import { mlp } from '@latents/core';
import {
  categoricalCode,
  dcganDiscriminator,
  dcganGenerator,
  Gan,
  type GradientPenalty,
  gaussianNoise,
  InfoGan,
  r1,
  spectralNorm,
} from '@latents/gan';
import { createRng, ndArray } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const image = { imageShape: [8, 8, 1], filters: [2, 4] } as const;
const data = ndArray(
  [6, 64],
  createRng(0)
    .fillUniform(new Float32Array(384))
    .map((v) => 2 * v - 1),
);
const adams = (...penalties: GradientPenalty[]) => ({
  generator: { optimizer: tf.train.adam(1e-3) },
  discriminator: { optimizer: tf.train.adam(1e-3), penalties },
});

describe('networks', () => {
  it('by default 28 x 28: convolutions of side 4 and stride 2, batch normalisation in G but for the image', () => {
    const [g, d] = [dcganGenerator({ latentDim: 5, rng: createRng(1) }), dcganDiscriminator({ rng: createRng(2) })];
    expect([g.inputShape, g.outputShape, d.inputShape, d.outputShape]).toEqual([[5], [784], [784], [1]]);
    expect(g.variables['conv0/kernel']!.shape).toEqual([4, 4, 32, 64]);
    expect(d.variables['conv1/kernel']!.shape).toEqual([4, 4, 32, 64]);
    expect(Object.keys(g.variables).filter((name) => name.startsWith('norm') && name.endsWith('mean'))).toHaveLength(2);
    expect(Object.keys(d.variables).some((name) => name.startsWith('norm'))).toBe(false);
    tf.dispose([g.variables, d.variables]);
  });

  it('batch normalisation in D: all layers but the first and the logit; the features of a trunk too', () => {
    const norms = (outputDim?: number) => {
      const d = dcganDiscriminator({ ...image, batchNorm: true, ...(outputDim && { outputDim }), rng: createRng(2) });
      const names = Object.keys(d.variables).filter((name) => name.endsWith('/mean'));
      d.dispose();
      return names;
    };
    expect(norms()).toEqual(['norm1/mean']);
    expect(norms(6)).toEqual(['norm1/mean', 'dense/norm0/mean']);
  });

  it('pixels on [-1, 1]', () => {
    const g = dcganGenerator({ latentDim: 3, ...image, rng: createRng(3) });
    const x = g.apply(tf.randomNormal([20, 3], 0, 30, 'float32', 1)).dataSync();
    expect(Math.max(...x.map(Math.abs))).toBeLessThanOrEqual(1);
  });

  it('refuses no filters', () => {
    expect(() => dcganGenerator({ latentDim: 3, filters: [], rng: createRng(0) })).toThrow('at least one convolution');
    expect(() => dcganDiscriminator({ filters: [0], rng: createRng(0) })).toThrow('filters[0]');
  });
});

describe('games of images', () => {
  it.each([
    ['plain', {}],
    ['spectral normalisation', { reparameterize: spectralNorm() }],
  ])('both players move, D with %s and R1', async (_, options) => {
    const gan = new Gan({
      generator: dcganGenerator({ latentDim: 3, ...image, rng: createRng(4) }),
      discriminator: dcganDiscriminator({ ...image, ...options, rng: createRng(5) }),
      noise: gaussianNoise(3),
    });
    for (const player of gan.players(adams(r1()))) {
      const { nats, gradientNorm } = await player.take(data, { step: 0, rng: createRng(6) });
      expect(Number.isFinite(nats)).toBe(true);
      expect(gradientNorm).toBeGreaterThan(0);
    }
    expect(gan.sample(2, createRng(7)).shape).toEqual([2, 64]);
  });

  it('batch normalisation in D and a penalty: refused by name', () => {
    const gan = new Gan({
      generator: dcganGenerator({ latentDim: 3, ...image, rng: createRng(4) }),
      discriminator: dcganDiscriminator({ ...image, batchNorm: true, rng: createRng(5) }),
      noise: gaussianNoise(3),
    });
    expect(() => gan.players(adams(r1()))).toThrow('batch normalisation');
    expect(gan.players(adams())).toHaveLength(2);
  });

  it('as the trunk of an InfoGan', async () => {
    const gan = new InfoGan({
      generator: dcganGenerator({ latentDim: 2 + 3, ...image, rng: createRng(8) }),
      trunk: dcganDiscriminator({ ...image, outputDim: 7, rng: createRng(9) }),
      discriminator: mlp({ inputDim: 7, hidden: [], outputDim: 1, rng: createRng(10) }),
      posterior: mlp({ inputDim: 7, hidden: [], outputDim: 3, rng: createRng(11) }),
      noise: gaussianNoise(2),
      codes: { digit: categoricalCode(3) },
    });
    for (const player of gan.players({ ...adams(), posterior: { optimizer: tf.train.adam(1e-3) } })) {
      expect((await player.take(data, { step: 0, rng: createRng(12) })).gradientNorm).toBeGreaterThan(0);
    }
  });
});
