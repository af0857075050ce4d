import { Categorical } from '@latents/core';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

it('a label beyond the classes has probability 0, not 1', () => {
  const p = new Categorical({ logits: tf.log(tf.tensor2d([[0.2, 0.3, 0.5]])) as tf.Tensor });
  const logs = p.logProb(tf.tensor1d([0, 2, 3, -1, 7], 'int32')).dataSync();
  expect(logs[0]).toBeCloseTo(Math.log(0.2), 6);
  expect(logs[1]).toBeCloseTo(Math.log(0.5), 6);
  expect([...logs.slice(2)]).toEqual([-Infinity, -Infinity, -Infinity]);
});

it('gradients of labels within are as they were, beside one that is not', () => {
  const logits = tf.tensor2d([
    [1, 2, 3],
    [0, 0, 0],
  ]);
  const gradient = tf.grad((l) =>
    new Categorical({ logits: l, validate: false })
      .logProb(tf.tensor1d([1, 5], 'int32'))
      .slice(0, 1)
      .sum(),
  );
  const probabilities = tf.softmax(logits).dataSync();
  const expected = [-probabilities[0]!, 1 - probabilities[1]!, -probabilities[2]!, 0, 0, 0];
  gradient(logits)
    .dataSync()
    .forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 6);
    });
});
