import { describe, expect, it } from 'vitest';
import { assertFalling, BottleneckMonotonicityError } from '../../src/bottleneck/monotonicity-error.js';

describe('the guard of the Lagrangian', () => {
  it('trips on a rise, and says how much and when', () => {
    expect(() => assertFalling(7, -1, -0.5)).toThrow(BottleneckMonotonicityError);
    expect(() => assertFalling(7, -1, -0.5)).toThrow('at iteration 7: an increase of 0.5');
    expect(() => assertFalling(7, -1, Number.NaN)).toThrow(BottleneckMonotonicityError);
  });

  it('lets falls and rounding pass', () => {
    assertFalling(1, Infinity, 3);
    assertFalling(2, 3, 3 + 1e-12);
    assertFalling(3, 3, 2);
  });
});
