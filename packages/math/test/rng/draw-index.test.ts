import { createRng, drawIndex } from '@latents/math';
import { describe, expect, it } from 'vitest';

const drawn = (uniform: number, ...weights: number[]) =>
  drawIndex({ uniform: () => uniform }, Float64Array.of(9, ...weights, 9), 1, weights.length);

describe('drawIndex', () => {
  it('inverts the distribution function', () => {
    expect([0, 0.24, 0.25, 0.74, 0.75, 0.99].map((u) => drawn(u, 0.25, 0.5, 0.25))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('takes weights that do not sum to 1', () => {
    expect([0, 0.24, 0.25, 0.74, 0.75, 0.99].map((u) => drawn(u, 3, 6, 3))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('never draws an index of weight 0, even where uniform is 0 or rounding leaves something of it', () => {
    expect(drawn(0, 0, 1)).toBe(1);
    expect(drawn(1 - 2 ** -53, 0.5, 0.5 - 1e-10, 0)).toBe(1);
  });

  it('reads from `start` to the end by default, and draws each index as often as its share: 4 standard errors', () => {
    const rng = createRng(0);
    const counts = [0, 0, 0];
    for (let i = 0; i < 4000; i++) counts[drawIndex(rng, [100, 1, 2, 1], 1)]!++;
    [0.25, 0.5, 0.25].forEach((p, i) => {
      expect(Math.abs(counts[i]! / 4000 - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 4000));
    });
  });

  it('returns 0 if every weight is 0', () => {
    expect(drawn(0.5, 0, 0)).toBe(0);
  });
});
