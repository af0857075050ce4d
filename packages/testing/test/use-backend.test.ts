import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';

test.each(['wasm', 'cpu', 'wasm'] as const)('%s computes, also after another backend', async (name) => {
  await useBackend(name);
  expect(tf.getBackend()).toBe(name);
  const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])));
  expect((await product.data())[0]).toBe(11);
  product.dispose();
});
