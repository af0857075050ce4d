import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';

/** Of counts against masses, cells of fewer than 5 expected draws taken together. */
export function chiSquaredFits(draws: ArrayLike<number>, values: ArrayLike<number>, masses: ArrayLike<number>): void {
  const counts = new Map<number, number>();
  for (let i = 0; i < draws.length; i++) counts.set(draws[i]!, (counts.get(draws[i]!) ?? 0) + 1);
  const cells: { expected: number; seen: number }[] = [];
  let open = { expected: 0, seen: 0 };
  for (let i = 0; i < values.length; i++) {
    open.expected += masses[i]! * draws.length;
    open.seen += counts.get(values[i]!) ?? 0;
    if (open.expected < 5) continue;
    cells.push(open);
    open = { expected: 0, seen: 0 };
  }
  const statistic = cells.reduce((sum, { expected, seen }) => sum + (seen - expected) ** 2 / expected, 0);
  // By Wilson and Hilferty, 4.1 standard deviations: passed with probability 2e-5.
  const df = Math.max(1, cells.length - 1);
  const limit = df * (1 - 2 / (9 * df) + 4.1 * Math.sqrt(2 / (9 * df))) ** 3;
  expect(statistic, `chi^2 with ${df} degrees of freedom`).toBeLessThan(limit);
}

/** Returns the order statistics of draws at the given probabilities. */
export function quantiles(draws: tf.Tensor, p: readonly number[]): number[] {
  const sorted = Array.from(draws.dataSync()).sort((x, y) => x - y);
  return p.map((v) => sorted[Math.floor(v * sorted.length)]!);
}

const PANEL = 200;

/** By the midpoint rule, in float64, between each two edges. */
export function integral(p: { logProb(x: tf.Tensor): tf.Tensor }, edges: ArrayLike<number>): number {
  let total = 0;
  for (let i = 1; i < edges.length; i++) {
    const width = (edges[i]! - edges[i - 1]!) / PANEL;
    const x = tf.tensor1d(Array.from({ length: PANEL }, (_, j) => edges[i - 1]! + (j + 0.5) * width));
    for (const log of p.logProb(x).dataSync()) total += Math.exp(log) * width;
  }
  return total;
}
