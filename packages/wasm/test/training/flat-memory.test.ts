import { bernoulliLogProb, dense, gaussianKl, gaussianSample, randomNormal } from '@latents/core';
import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { Adam } from '../../src/index.js';
import { noise, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

const weights = (n: number, m: number, seed: number) => tf.variable(tf.tensor2d(noise(n * m, seed), [n, m]));

it('ten thousand steps of a small VAE: no tensor, no data and no byte of memory more, and it has learned', () => {
  const rng = createRng(0);
  const x = tf.tensor2d([1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], [4, 5]);
  const [w, u, v, c] = [weights(5, 2, 1), weights(5, 2, 2), weights(2, 5, 3), tf.variable(tf.zeros([5]))];
  const [a, b] = [tf.variable(tf.zeros([2])), tf.variable(tf.zeros([2]))];
  const optimizer = new Adam({ learningRate: 0.003 });
  const loss = () => {
    const q = { loc: dense(x, w, a), logVariance: dense(x, u, b) };
    const z = gaussianSample(q, randomNormal(rng, [4, 2]));
    return gaussianKl(q)
      .sub(bernoulliLogProb(dense(z, v, c), x))
      .mean()
      .asScalar();
  };
  const step = () => optimizer.minimize(loss, false, [w, u, v, c, a, b]);
  const backend = tf.backend() as unknown as { numDataIds(): number; wasm: { HEAPU8: Uint8Array } };
  const state = () => [tf.memory().numTensors, backend.numDataIds(), backend.wasm.HEAPU8.length];
  for (let i = 0; i < 10; i++) step();
  const before = state();
  for (let i = 0; i < 10_000; i++) step();
  expect(state()).toEqual(before);
  // Two equally likely patterns of five pixels: the best bound is ln 2 nats, an untrained one over 5 ln 2.
  const reached = tf.tidy(() => tf.mean(tf.stack(Array.from({ length: 200 }, loss))).dataSync()[0]!);
  expect(reached).toBeLessThan(1.2);
}, 60_000);
