import { gruCell } from '@latents/core';
import { expectNoLeak } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

it('one unit by the printed equations', () => {
  const [xr, xu, xn] = [0.3, -0.2, 0.9];
  const [wr, wu, wn] = [0.5, -1, 2];
  const [br, bu, bn] = [0.1, 0.2, -0.4];
  const h = 0.7;
  const r = sigmoid(xr + wr * h + br);
  const u = sigmoid(xu + wu * h + bu);
  const n = Math.tanh(xn + r * (wn * h + bn));
  const next = gruCell(tf.tensor2d([[xr, xu, xn]]), tf.tensor2d([[h]]), {
    kernel: tf.tensor2d([[wr, wu, wn]]),
    bias: tf.tensor1d([br, bu, bn]),
  });
  expect(next.dataSync()[0]).toBeCloseTo((1 - u) * n + u * h, 6);
});

it('leaves one tensor behind', async () => {
  const weights = { kernel: tf.ones([2, 6]), bias: tf.zeros([6]) };
  const [x, h] = [tf.ones([3, 6]), tf.zeros([3, 2])];
  await expectNoLeak(() => gruCell(x, h, weights).dispose());
  tf.dispose([x, h, weights]);
});

it.each([
  ['h', [3, 6], [3, 2, 1], 'expected h'],
  ['x', [3, 5], [3, 2], 'expected x to be float32 of shape [3,6], got float32 [3,5]'],
])('%s of another shape', (_, x, h, message) => {
  const weights = { kernel: tf.ones([2, 6]), bias: tf.zeros([6]) };
  expect(() => gruCell(tf.ones(x), tf.ones(h), weights)).toThrow(message);
});
