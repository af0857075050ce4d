import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AutoregressiveBernoulli, autoregressiveWeights } from '../src/index.js';

const BITS = 5;
const all = Array.from({ length: 2 ** BITS }, (_, i) => Array.from({ length: BITS }, (_, bit) => (i >> bit) & 1));

function distribution(temperature = 1): AutoregressiveBernoulli {
  const weights = autoregressiveWeights(BITS, 7, createRng(3));
  const rng = createRng(4);
  return new AutoregressiveBernoulli({
    logitOffsets: tf.tensor2d(rng.fillNormal(new Float32Array(2 * BITS)), [2, BITS]),
    hiddenOffsets: tf.tensor2d(rng.fillNormal(new Float32Array(14)), [2, 7]),
    weights,
    temperature,
  });
}

/** log p of all vectors, `[vectors][batch]`. */
const logProbs = (p: AutoregressiveBernoulli) =>
  p.logProb(tf.tensor3d(all.map((bits) => [bits, bits]))).arraySync() as number[][];

describe('AutoregressiveBernoulli', () => {
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it.each([1, 0.5])('sums to 1 over all vectors (temperature %f)', (temperature) => {
    const table = logProbs(distribution(temperature));
    for (const b of [0, 1]) expect(table.reduce((sum, row) => sum + Math.exp(row[b]!), 0)).toBeCloseTo(1, 5);
  });

  it('bits depend on each other', () => {
    // Were they independent, the log-odds of the last bit would be the same whatever the others are.
    const table = logProbs(distribution());
    const odds = all
      .map((_, i) => i)
      .filter((i) => i < 16)
      .map((i) => table[i + 16]![0]! - table[i]![0]!);
    expect(Math.max(...odds) - Math.min(...odds)).toBeGreaterThan(0.3);
  });

  it('samples by its probabilities: chi-squared over all 32 vectors', () => {
    const p = distribution();
    const expected = logProbs(p).map((row) => Math.exp(row[0]!));
    const draws = 4000;
    const counts = new Float64Array(32);
    const x = p.sample(createRng(9), [draws]).arraySync() as number[][][];
    for (const [row] of x) counts[row!.reduce((n, bit, i) => n + bit * 2 ** i, 0)]!++;
    const chi2 = expected.reduce((sum, e, i) => sum + (counts[i]! - draws * e) ** 2 / (draws * e), 0);
    // 31 degrees of freedom: mean 31, standard deviation sqrt(62).
    expect(chi2).toBeLessThan(31 + 4 * Math.sqrt(62));
    expect(chi2).toBeGreaterThan(31 - 4 * Math.sqrt(62));
  });

  it('what has no closed form says so', () => {
    const p = distribution();
    for (const act of [() => p.mean(), () => p.variance(), () => p.entropy()]) expect(act).toThrow(/no closed form/);
  });

  it('one bit, no hidden units', () => {
    expect(() => autoregressiveWeights(1, 2, createRng(0))).toThrow(/bits: expected an integer >= 2, got 1/);
    expect(() => autoregressiveWeights(3, 0, createRng(0))).toThrow(/expected hidden to be a positive integer, got 0/);
  });
});
