import { totalCorrelationElbo } from '@latents/autoencoders';
import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { mixtureLogWeights } from '../../src/bounds/aggregate-posterior.js';
import { linearGaussianVae } from '../linear-gaussian.js';

beforeAll(() => useBackend('cpu'));

const rows = [
  [1, -1, 0.5],
  [2.5, 1, -1],
  [0, 0.3, 2],
  [-2, 0.1, 0.4],
  [0.7, 0.7, -0.7],
];
const n = rows.length;
const logNormal = (z: number, mean: number, v: number) => -0.5 * (Math.log(2 * Math.PI * v) + (z - mean) ** 2 / v);
const logMeanExp = (values: number[]) => Math.log(values.reduce((sum, v) => sum + Math.exp(v), 0) / values.length);
const average = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function parts(options: { alpha?: number; beta?: number; weighting?: 'stratified' | 'weighted' } = {}) {
  const vae = linearGaussianVae(0.2);
  const x = tf.tensor2d(rows);
  const made = totalCorrelationElbo(vae, x, { dataSize: n, rng: createRng(3), ...options });
  const q = vae.encoder.given(x);
  const [z, mean, variance] = [q.sample(createRng(3)), q.mean(), q.variance()].map((t) => t.arraySync() as number[][]);
  const result = {
    side: made.side,
    value: made.value.dataSync()[0]!,
    nats: Object.fromEntries(made.terms.map((t) => [t.name, t.nats.dataSync()[0]!])),
    pair: (i: number, j: number, d: number) => logNormal(z![i]![d]!, mean![j]![d]!, variance![j]![d]!),
    prior: (i: number) => z![i]!.reduce((sum, v) => sum + logNormal(v, 0, 1), 0),
  };
  vae.dispose();
  return result;
}

describe('over all examples at once', () => {
  const all = Array.from({ length: n }, (_, i) => i);

  test('the three parts are those of the aggregate posterior, in doubles', () => {
    const { nats, pair, prior } = parts();
    const joint = (i: number, j: number) => pair(i, j, 0) + pair(i, j, 1);
    const logQ = all.map((i) => logMeanExp(all.map((j) => joint(i, j))));
    const product = all.map((i) => [0, 1].reduce((sum, d) => sum + logMeanExp(all.map((j) => pair(i, j, d))), 0));
    expect(nats['mutual information']).toBeCloseTo(average(all.map((i) => joint(i, i) - logQ[i]!)), 4);
    expect(nats['total correlation']).toBeCloseTo(average(all.map((i) => logQ[i]! - product[i]!)), 4);
    expect(nats['dimension-wise rate']).toBeCloseTo(average(all.map((i) => product[i]! - prior(i))), 4);
  });

  test('with weights 1 the parts sum to the rate of the draws, and the side is lower; with others it is none', () => {
    const { nats, side, value, pair, prior } = parts();
    const rate = average(all.map((i) => pair(i, i, 0) + pair(i, i, 1) - prior(i)));
    expect(value).toBeCloseTo(nats['reconstruction']! - rate, 4);
    expect(side).toBe('lower');
    const heavier = parts({ beta: 6 });
    expect(heavier.side).toBe('none');
    expect(heavier.value).toBeCloseTo(value - 5 * nats['total correlation']!, 4);
  });

  test('the weighted estimate finds more mutual information: it is never above q(z)', () => {
    expect(parts({ weighting: 'weighted' }).nats['mutual information']).toBeGreaterThan(
      parts().nats['mutual information']!,
    );
  });
});

test('the stratified weights are unbiased for q(z): the average over all batches that hold an example', () => {
  const density = [0.3, 1.7, 0.2, 0.9, 2.4];
  const own = 1;
  const weights = Array.from(mixtureLogWeights('stratified', 3, n).dataSync(), Math.exp);
  const estimates: number[] = [];
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      if (a === own || b === own) continue;
      const batch = [own, a, b];
      estimates.push(batch.reduce((sum, example, j) => sum + weights[j]! * density[example]!, 0));
    }
  }
  expect(estimates).toHaveLength(6);
  expect(average(estimates)).toBeCloseTo(average(density), 6);
});

test('guards: a batch of one, too few examples, a negative weight, another weighting', () => {
  const vae = linearGaussianVae();
  const call = (x: tf.Tensor, options: object) => () =>
    totalCorrelationElbo(vae, x, { dataSize: 10, rng: createRng(0), ...options });
  expect(call(tf.zeros([1, 3]), {})).toThrow('the batch: expected an integer >= 2, got 1');
  expect(call(tf.zeros([4, 3]), { dataSize: 3 })).toThrow('expected an integer >= 4, got 3');
  expect(call(tf.zeros([4, 3]), { gamma: -1 })).toThrow('{ gamma }): expected a finite number >= 0, got -1');
  expect(call(tf.zeros([4, 3]), { weighting: 'mean' })).toThrow("got 'mean'");
  vae.dispose();
});
