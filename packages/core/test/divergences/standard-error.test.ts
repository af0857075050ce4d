import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { standardErrorOf } from '../../src/divergences/standard-error.js';

beforeAll(() => useBackend('cpu'));

it('the standard error of three numbers, by hand: (1, 2, 6) has variance 14 / 2 and mean error sqrt(7 / 3)', () => {
  const [first, second] = standardErrorOf(tf.tensor2d([1, 0, 2, 0, 6, 0], [3, 2])).dataSync();
  expect(first).toBeCloseTo(Math.sqrt(7 / 3), 6);
  expect(second).toBe(0);
});
