import { describe, expect, it } from 'vitest';
import { drawCategorical } from '../../src/synthetic/draw-categorical.js';

const drawn = (uniform: number, ...values: number[]) =>
  drawCategorical(Float64Array.of(9, ...values, 9), 1, values.length, { uniform: () => uniform });

describe('drawCategorical', () => {
  it('inverts the distribution function', () => {
    expect([0, 0.24, 0.25, 0.74, 0.75, 0.99].map((u) => drawn(u, 0.25, 0.5, 0.25))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('skips zeros at either end, where uniform is 0 and where rounding leaves something of it', () => {
    expect(drawn(0, 0, 1)).toBe(1);
    expect(drawn(1 - 2 ** -53, 0.5, 0.5 - 1e-10, 0)).toBe(1);
  });
});
