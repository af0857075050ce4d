import { ringMixture } from '@latents/datasets/synthetic';
import { coverage, mixtureMetrics } from '@latents/gan';
import { createRng, type NdArray, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';

const points = (...values: number[]): NdArray => ndArray([values.length, 1], Float64Array.from(values));

/** How likely none of the k real neighbours' distances is beaten: the k nearest of the n - 1 + m others are all real. */
function expected(n: number, m: number, k: number): number {
  let missed = 1;
  for (let i = 0; i < k; i++) missed *= (n - 1 - i) / (n - 1 + m - i);
  return 1 - missed;
}

it('by hand: each real point with its second neighbour', () => {
  // Balls of 0, 1, 3, 7, 8 out to 3, 2, 3, 4, 5.
  const real = points(0, 1, 3, 7, 8);
  expect(coverage(real, points(-2.5), { k: 2 })).toBe(1 / 5);
  expect(coverage(real, points(-3.1), { k: 2 })).toBe(0);
  expect(coverage(real, points(3), { k: 2 })).toBe(1);
  expect(coverage(real, points(12.5), { k: 2 })).toBe(1 / 5);
});

it.each([
  [50, 50, 5],
  [40, 80, 3],
  [30, 10, 1],
])('one distribution, %i real and %i generated, k = %i: its mean in closed form', (n, m, k) => {
  const runs = 400;
  const rng = createRng(7);
  const draw = (count: number) => ndArray([count, 2], rng.fillNormal(new Float32Array(2 * count)));
  const values = Array.from({ length: runs }, () => coverage(draw(n), draw(m), { k }));
  const mean = values.reduce((sum, value) => sum + value, 0) / runs;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (runs - 1);
  expect(Math.abs(mean - expected(n, m, k))).toBeLessThan(4 * Math.sqrt(variance / runs));
});

it('modes lost: each takes its share of the data away, though the spread stays', () => {
  const ring = ringMixture({ scale: 0.05 });
  const real = ring.sample(800, createRng(0)).x;
  const all = ring.sample(4000, createRng(1)).x;
  const { counts } = mixtureMetrics(real, ring);
  // Every other mode: points kept are those nearest to an axis.
  const kept: number[] = [];
  for (let i = 0; i < 4000 && kept.length < 1600; i++) {
    const [x, y] = [all.data[2 * i]!, all.data[2 * i + 1]!];
    if (Math.min(Math.abs(x), Math.abs(y)) < 0.3) kept.push(x, y);
  }
  const half = ndArray([800, 2], Float32Array.from(kept));
  expect(mixtureMetrics(half, ring).modes).toBe(4);
  const covered = counts.filter((_, i) => i % 2 === 0).reduce((sum, count) => sum + count, 0) / 800;
  // Those modes hold twice as many generated points as real ones.
  expect(coverage(real, half)).toBeLessThanOrEqual(covered);
  expect(coverage(real, half)).toBeGreaterThan(covered - 0.03);
});

describe('refuses', () => {
  it.each([
    ['k of zero', points(0, 1), points(0), 0, 'expected k to be a positive integer, got 0'],
    ['too few real rows', points(0, 1), points(0), 2, 'expected more than k = 2 real rows, got 2'],
    ['nothing generated', points(0, 1), points(), 1, 'coverage(real, generated, options)'],
    ['not finite', points(0, Number.NaN), points(0), 1, 'got NaN in real at index'],
    [
      'other numbers than the shape says',
      { shape: [3, 1], data: new Float64Array(2) },
      points(0),
      1,
      '3 numbers in real',
    ],
    ['of other widths', points(0, 1), ndArray([1, 2], new Float64Array(2)), 1, 'got real [2,1] and generated [1,2]'],
  ])('%s', (_, real, generated, k, message) => {
    expect(() => coverage(real, generated, { k })).toThrow(message);
  });
});
