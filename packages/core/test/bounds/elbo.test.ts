import { elbo, importanceWeightedBound } from '@latents/core';
import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;

describe('elbo', () => {
  test('is the mean reconstruction less the mean rate', () => {
    const [reconstruction, rate] = [Float32Array.of(-3.5, -80.25, -0.125), Float32Array.of(0.5, 12, 0)];
    const b = elbo({ reconstruction: tf.tensor1d(reconstruction), rate: tf.tensor1d(rate) });
    expect(b.value.dataSync()[0]).toBeCloseTo(mean(reconstruction) - mean(rate), 5);
    expect([b.side, b.of]).toEqual(['lower', 'log p(x)']);
    expect(b.terms.map(({ name, weight }) => [name, weight])).toEqual([
      ['reconstruction', 1],
      ['rate', -1],
    ]);
    expect(b.terms[1]!.nats.dataSync()[0]).toBeCloseTo(mean(rate), 6);
  });
});

describe('importanceWeightedBound', () => {
  const [samples, batch] = [7, 5];
  const weights = createRng(0)
    .fillNormal(new Float32Array(samples * batch))
    .map((w) => 3 * w - 4);
  const inDoubles = (shift: number) =>
    mean(
      Array.from({ length: batch }, (_, j) => {
        const column = Array.from({ length: samples }, (_, k) => weights[k * batch + j]! + shift);
        const top = Math.max(...column);
        return top + Math.log(mean(column.map((w) => Math.exp(w - top))));
      }),
    );

  test.each([0, -900, 900])('agrees with float64, log-weights shifted by %d (underflow, overflow)', (shift) => {
    const b = importanceWeightedBound(tf.tensor2d(weights, [samples, batch]).add(shift));
    expect(Math.abs(b.value.dataSync()[0]! - inDoubles(shift))).toBeLessThan(1e-6 * Math.max(10, Math.abs(shift)));
    expect(b.side).toBe('lower');
  });

  test('one sample: the mean log-weight', () => {
    const b = importanceWeightedBound(tf.tensor2d(weights.slice(0, 5), [1, 5]));
    expect(b.value.dataSync()[0]).toBeCloseTo(mean(weights.slice(0, 5)), 5);
  });

  test('a draw of weight zero among others counts as zero', () => {
    const b = importanceWeightedBound(tf.tensor2d([[-Infinity], [Math.log(3)]]));
    expect(b.value.dataSync()[0]).toBeCloseTo(Math.log(1.5), 6);
  });

  test.each([[[0, 3]], [[3, 0]]])('empty log-weights %s are refused', (shape) => {
    expect(() => importanceWeightedBound(tf.zeros(shape as [number, number]))).toThrow(
      /expected log-weights \[samples, batch\]/,
    );
  });
});
