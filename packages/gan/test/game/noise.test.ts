import { boxNoise, gaussianNoise, sphereNoise } from '@latents/gan';
import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import type * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { values, variance } from './games.js';

beforeAll(() => useBackend('wasm'));

describe('noise spaces (E18)', () => {
  const n = 4000;
  const norms = (x: tf.Tensor) => values(x.norm('euclidean', 1));
  it('gaussian: not on a ball, norms near the root of the dimension', () => {
    const found = norms(gaussianNoise(50).sample(n, createRng(14)));
    const mean = found.reduce((sum, v) => sum + v ** 2, 0) / n;
    expect(Math.abs(mean - 50)).toBeLessThan((4 * 10) / Math.sqrt(n));
    expect(Math.min(...found)).toBeGreaterThan(1);
  });
  it('sphere: norm 1, mean 0; box: within 1, variance 1/3', () => {
    const sphere = sphereNoise(3).sample(n, createRng(15));
    for (const norm of norms(sphere)) expect(norm).toBeCloseTo(1, 5);
    for (const mean of values(sphere.mean(0))) expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(3 * n));
    const box = values(boxNoise(1).sample(n, createRng(16)));
    expect(Math.max(...box.map(Math.abs))).toBeLessThanOrEqual(1);
    expect(Math.abs(variance(box) - 1 / 3)).toBeLessThan(4 * Math.sqrt(4 / 45 / n));
  });
  it('refuses a dimension of 0, and no draws or parts of one', () => {
    for (const make of [gaussianNoise, boxNoise, sphereNoise]) {
      expect(() => make(0)).toThrow('positive integer, got 0');
      for (const count of [0, 1.5, Number.NaN]) {
        expect(() => make(2).sample(count, createRng(0))).toThrow(
          'Noise(dimension).sample(count, rng): expected a positive',
        );
      }
    }
  });
});
