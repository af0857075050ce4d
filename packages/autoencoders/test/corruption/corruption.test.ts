import {
  additiveCorruption,
  type Corruption,
  dropoutCorruption,
  gaussianCorruption,
  maskingCorruption,
  saltAndPepperCorruption,
} from '@latents/autoencoders';
import { Laplace, MultivariateNormalDiag, Normal } from '@latents/core';
import { createRng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const N = 20_000;
/** x~ of N copies of one number. */
const draws = (corruption: Corruption, x: number, seed = 1): Float32Array =>
  corruption.apply(tf.fill([N, 1], x), createRng(seed)).dataSync() as Float32Array;
const share = (values: Float32Array, of: number) => values.filter((v) => Math.abs(v - of) < 1e-6).length / N;
const spread = (p: number) => 4 * Math.sqrt((p * (1 - p)) / N);

describe('kernels, within 4 standard errors', () => {
  it('masking: 0, or x as it is (E7: no rescaling)', () => {
    const found = draws(maskingCorruption(0.3), 0.8);
    expect(Math.abs(share(found, 0) - 0.3)).toBeLessThan(spread(0.3));
    expect(share(found, 0) + share(found, 0.8)).toBe(1);
  });

  it('dropout: 0, or x / (1 - rate), so that the mean stays; as tfjs drops out', () => {
    const found = draws(dropoutCorruption(0.3), 0.8);
    expect(Math.abs(share(found, 0) - 0.3)).toBeLessThan(spread(0.3));
    expect(share(found, 0) + share(found, 0.8 / 0.7)).toBe(1);
    const theirs = tf.dropout(tf.fill([N, 1], 0.8), 0.3, undefined, 1).dataSync() as Float32Array;
    expect(share(theirs, 0) + share(theirs, 0.8 / 0.7)).toBe(1);
  });

  it('E7: masking is dropout without its factor, draw by draw, and no dropout is masking', () => {
    const [masked, dropped] = [draws(maskingCorruption(0.5), 1), draws(dropoutCorruption(0.5), 1)];
    expect([...masked]).toEqual([...dropped].map((v) => v / 2));
    expect(Math.max(...dropped)).toBe(2);
  });

  it('salt and pepper: low and high as often, the rest untouched', () => {
    const found = draws(saltAndPepperCorruption(0.4, { low: -1, high: 3 }), 0.5);
    for (const value of [-1, 3]) expect(Math.abs(share(found, value) - 0.2)).toBeLessThan(spread(0.2));
    expect(Math.abs(share(found, 0.5) - 0.6)).toBeLessThan(spread(0.6));
    expect(share(found, -1) + share(found, 3) + share(found, 0.5)).toBeCloseTo(1, 12);
  });

  it('gaussian: mean x and the variance asked for', () => {
    const found = draws(gaussianCorruption(0.5), 2);
    const mean = found.reduce((sum, v) => sum + v, 0) / N;
    expect(Math.abs(mean - 2)).toBeLessThan((4 * 0.5) / Math.sqrt(N));
    const variance = found.reduce((sum, v) => sum + (v - mean) ** 2, 0) / N;
    expect(Math.abs(variance - 0.25)).toBeLessThan(4 * 0.25 * Math.sqrt(2 / N));
  });

  it('additive: scalars a coordinate, or whole vectors', () => {
    const found = draws(additiveCorruption(new Laplace({ loc: 1, scale: 0.5 })), 2);
    const mean = found.reduce((sum, v) => sum + v, 0) / N;
    expect(Math.abs(mean - 3)).toBeLessThan((4 * Math.SQRT1_2) / Math.sqrt(N));
    const vectors = additiveCorruption(
      new MultivariateNormalDiag({ loc: tf.tensor1d([10, -10]), scale: tf.tensor1d([0.01, 0.01]) }),
    );
    const moved = vectors.apply(tf.zeros([3, 2]), createRng(2)).arraySync() as number[][];
    for (const [a, b] of moved) {
      expect(a).toBeCloseTo(10, 0);
      expect(b).toBeCloseTo(-10, 0);
    }
  });

  it('E6: masking is no fixed distribution of epsilon = x~ - x; additive noise is one', () => {
    const epsilons = (corruption: Corruption, x: number) => draws(corruption, x, 7).map((v) => v - x);
    expect(new Set(epsilons(maskingCorruption(0.5), 0))).toEqual(new Set([0]));
    expect(new Set(epsilons(maskingCorruption(0.5), 1))).toEqual(new Set([0, -1]));
    const additive = additiveCorruption(new Normal({ loc: 0, scale: 1 }));
    const [at0, at1] = [epsilons(additive, 0), epsilons(additive, 1)];
    at0.forEach((v, i) => {
      expect(at1[i]).toBeCloseTo(v, 5);
    });
  });
});

describe('the same on every backend, and nothing is left', () => {
  it.each([
    maskingCorruption(0.2),
    dropoutCorruption(0.2),
    saltAndPepperCorruption(0.2),
    gaussianCorruption(1),
    additiveCorruption(new Laplace({ loc: 0, scale: 1 })),
  ])('$config.kind', async (corruption) => {
    const on = async (backend: 'cpu' | 'wasm') => {
      await useBackend(backend);
      return [...corruption.apply(tf.ones([3, 4]), createRng(3)).dataSync()];
    };
    const [cpu, wasm] = [await on('cpu'), await on('wasm')];
    wasm.forEach((v, i) => {
      expect(v).toBeCloseTo(cpu[i]!, 5);
    });
    const x = tf.ones([3, 4]);
    await expectNoLeak(() => corruption.apply(x, createRng(4)), 1);
    await useBackend('cpu');
  });
});

describe('refuses', () => {
  it.each([
    [() => maskingCorruption(0), 'maskingCorruption(rate): expected a number between 0 and 1, both excluded, got 0'],
    [() => dropoutCorruption(1), 'dropoutCorruption(rate)'],
    [() => saltAndPepperCorruption(Number.NaN), 'saltAndPepperCorruption(rate)'],
    [() => saltAndPepperCorruption(0.1, { high: Infinity }), 'expected finite values, got 0 and Infinity'],
    [() => gaussianCorruption(-1), 'gaussianCorruption(scale)'],
    [() => additiveCorruption(new Normal({ loc: tf.zeros([2]), scale: 1 })), 'batch shape [2]'],
  ])('%s', (make, message) => {
    expect(make).toThrow(message);
  });

  it('vectors of another length', () => {
    const corruption = additiveCorruption(MultivariateNormalDiag.standard(3));
    expect(() => corruption.apply(tf.zeros([2, 4]), createRng(0))).toThrow('expected x [batch, 3], got [2,4]');
  });
});
