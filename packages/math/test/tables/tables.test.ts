import { argMaxRows, softmaxInPlace, softmaxRows } from '@latents/math';
import { logSumExp } from '@latents/math/special';
import { describe, expect, it } from 'vitest';

describe('softmaxInPlace', () => {
  it('gives probabilities proportional to the weights, and the log of their sum', () => {
    const row = Float64Array.of(9, Math.log(1), Math.log(2), Math.log(5), 9);
    expect(softmaxInPlace(row, 1, 3)).toBeCloseTo(Math.log(8), 14);
    for (const [i, p] of [9, 1 / 8, 2 / 8, 5 / 8, 9].entries()) expect(row[i]).toBeCloseTo(p, 14);
  });

  it.each([1000, -1000])('neither overflows nor underflows for log weights about %d', (shift) => {
    const row = Float64Array.of(shift, shift + Math.log(3));
    expect(softmaxInPlace(row)).toBeCloseTo(shift + Math.log(4), 11);
    expect(row[0]).toBeCloseTo(0.25, 12);
  });

  it('gives an exact 0 to a log weight of -Infinity', () => {
    const row = Float64Array.of(-Infinity, 0);
    softmaxInPlace(row);
    expect([...row]).toEqual([0, 1]);
  });

  it('returns -Infinity for a row of -Infinity, which has no distribution', () => {
    const row = Float64Array.of(-Infinity, -Infinity);
    expect(softmaxInPlace(row)).toBe(-Infinity);
    expect([...row]).toEqual([Number.NaN, Number.NaN]);
  });
});

it('softmaxRows takes each row alone, from the start given, and leaves its argument as it was', () => {
  const logits = Float64Array.of(5, 0, 0, 0, Math.log(3));
  expect([...softmaxRows(logits, 1, 2, 2)].map((p) => p.toFixed(12))).toEqual(
    [0.5, 0.5, 0.25, 0.75].map((p) => p.toFixed(12)),
  );
  expect(logits[1]).toBe(0);
});

it('argMaxRows gives the first of the largest entries of each row', () => {
  expect([...argMaxRows([1, 3, 2, -1, -1, -2, 0, 0, 5], 3)]).toEqual([1, 0, 2]);
});

describe('logSumExp', () => {
  it('sums entries that lie apart', () => {
    expect(logSumExp([9, 0, 9, Math.log(2), 9, Math.log(4)], 1, 3, 2)).toBeCloseTo(Math.log(7), 14);
  });

  it('takes huge values of either sign, no values, infinities and NaN', () => {
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 12);
    expect(logSumExp([-1e300, -1e300])).toBeCloseTo(-1e300, 12);
    expect(logSumExp([])).toBe(-Infinity);
    expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
    expect(logSumExp([-Infinity, 3])).toBe(3);
    expect(logSumExp([Infinity, 0])).toBe(Infinity);
    expect(logSumExp([Number.NaN, 0])).toBeNaN();
  });
});
