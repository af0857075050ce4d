import { describe, expect, it } from 'vitest';
import { disagreement, levelOf } from './disagreement.js';

describe('disagreement', () => {
  it('is relative above 1 and absolute below, and the worst of all numbers', () => {
    expect(disagreement({ a: [1, 2], b: [0] }, { a: [1, 2], b: [0] })).toBe(0);
    expect(disagreement({ a: [101], b: [0.01] }, { a: [100], b: [0] })).toBeCloseTo(0.01, 12);
    expect(disagreement({ a: [103], b: [0.01] }, { a: [100], b: [0] })).toBeCloseTo(0.03, 12);
  });

  it('of NaN and infinities is 0 with themselves and infinite with others', () => {
    expect(disagreement({ a: [Number.NaN, Infinity] }, { a: [Number.NaN, Infinity] })).toBe(0);
    for (const [got, right] of [
      [0, Number.NaN],
      [Number.NaN, 0],
      [Infinity, -Infinity],
      [0, Infinity],
    ] as const) {
      expect(disagreement({ a: [got] }, { a: [right] })).toBe(Infinity);
    }
  });

  it('refuses outcomes of other names or lengths', () => {
    expect(() => disagreement({ a: [1] }, { b: [1] })).toThrow('expected b 1, got a 1');
    expect(() => disagreement({ a: [1] }, { a: [1, 2] })).toThrow('expected a 2, got a 1');
  });
});

describe('levelOf', () => {
  it('is the lowest level that is not exceeded', () => {
    expect([0, 1e-7, 1e-6, 2e-6, 1e-3, 2e-3].map(levelOf)).toEqual([0, 1e-6, 1e-6, 1e-5, 1e-3, undefined]);
  });
});
