import { freedOnError, mlp } from '@latents/core';
import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

it('frees the variables of the first network if the second is refused, and leaves older variables', () => {
  const older = tf.variable(tf.scalar(1));
  const before = tf.memory().numTensors;
  const network = (outputDim: number) => mlp({ inputDim: 2, hidden: [3], outputDim, rng: createRng(0) });
  expect(() => freedOnError(() => [network(2), network(0)])).toThrow('mlp({ outputDim })');
  expect(tf.memory().numTensors).toBe(before);
  expect(older.isDisposed).toBe(false);
  older.dispose();
});

it('returns what the function makes', () => {
  const network = freedOnError(() => mlp({ inputDim: 2, hidden: [], outputDim: 1, rng: createRng(0) }));
  expect(network.apply(tf.ones([1, 2])).shape).toEqual([1, 1]);
  network.dispose();
});
