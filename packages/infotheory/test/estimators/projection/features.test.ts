import { monomials, radialFeatures } from '@latents/infotheory/samples';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';

const rows = (values: number[][]) => ndArray([values.length, values[0]!.length], Float64Array.from(values.flat()));

describe('features', () => {
  it('monomials: every product once', () => {
    // Prime coordinates: a product tells its factors.
    const expected = [2, 3, 5, 4, 6, 10, 9, 15, 25, 8, 12, 20, 18, 30, 50, 27, 45, 75, 125].sort((a, b) => a - b);
    const { data } = monomials(3).apply(rows([[2, 3, 5]]));
    expect([...data].sort((a, b) => a - b)).toEqual(expected);
    expect(monomials(3).count(3)).toBe(19);
    expect([...monomials(1).apply(rows([[7, 9]])).data]).toEqual([7, 9]);
  });

  it('radial features: coordinates and powers of s, and their products', () => {
    // s = (1 + 9) / 2 - 1 = 4.
    const { shape, data } = radialFeatures(2).apply(rows([[1, 3]]));
    expect(shape).toEqual([1, radialFeatures(2).count(2)]);
    expect([...data].sort((a, b) => a - b)).toEqual([1, 3, 4, 4, 12, 16, 16, 48]);
  });

  it('radial features turn with x: their span does not depend on the axes', () => {
    const x = createRng(0).fillNormal(new Float64Array(4));
    const [c, s] = [Math.cos(1), Math.sin(1)];
    const plain = radialFeatures(1).apply(ndArray([2, 2], x)).data;
    const turned = radialFeatures(1).apply(
      ndArray(
        [2, 2],
        x.map((v, i) => (i % 2 === 0 ? c * v - s * x[i + 1]! : s * x[i - 1]! + c * v)),
      ),
    ).data;
    // Order: x_0, x_1, s, s x_0, s x_1.
    for (const at of [0, 5]) {
      expect(turned[at]).toBeCloseTo(c * plain[at]! - s * plain[at + 1]!, 12);
      expect(turned[at + 2]).toBeCloseTo(plain[at + 2]!, 12);
      expect(turned[at + 3]).toBeCloseTo(c * plain[at + 3]! - s * plain[at + 4]!, 12);
    }
  });

  it('refuses degrees that are not positive integers', () => {
    expect(() => monomials(0)).toThrow('positive integer, got 0');
    expect(() => radialFeatures(1.5)).toThrow('positive integer, got 1.5');
  });
});
