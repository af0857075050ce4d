import {
  columnMeans,
  columnStandardDeviations,
  fromRows,
  ndArray,
  normalizeColumns,
  standardize,
  toUnitRange,
} from '@latents/math';
import { describe, expect, it } from 'vitest';

// Means and standard deviations by hand: (1, 2, 6) has mean 3 and variance (4 + 1 + 9) / 3.
const table = fromRows([
  [1, 10, 0.1],
  [2, 10, 0.1],
  [6, 40, 0.1],
]);

describe('columns', () => {
  it.each([1e300, 1e160, 1e-160, 1e-300])('deviations of data times %s are those of the data times it', (scale) => {
    const scaled = fromRows([[scale], [2 * scale], [6 * scale]]);
    expect(columnStandardDeviations(scaled)[0]! / scale).toBeCloseTo(Math.sqrt(14 / 3), 12);
  });

  it('means and standard deviations are those of the columns, the rows in the denominator', () => {
    expect([...columnMeans(table)]).toEqual([3, 20, 0.1]);
    const deviations = [...columnStandardDeviations(table)];
    expect(deviations).toEqual([Math.sqrt(14 / 3), Math.sqrt(200), 0].map((v) => expect.closeTo(v, 14)));
  });

  it('equal numbers have exactly their mean and deviation 0, however their sum is rounded', () => {
    const tenths = fromRows(Array.from({ length: 10 }, () => [0.1]));
    expect([...columnMeans(tenths), ...columnStandardDeviations(tenths)]).toEqual([0.1, 0]);
  });

  it('standardised columns have mean 0 and standard deviation 1, constant ones are 0', () => {
    const scaled = normalizeColumns(table, standardize(table));
    for (const mean of columnMeans(scaled)) expect(mean).toBeCloseTo(0, 14);
    expect([...columnStandardDeviations(scaled)].map((s) => Number(s.toFixed(12)))).toEqual([1, 1, 0]);
  });

  it('toUnitRange maps the ends to -1 and 1, constant columns to 0', () => {
    const scaled = normalizeColumns(table, toUnitRange(table));
    expect([...scaled.data]).toEqual([-1, -1, 0, -0.6, -1, 0, 1, 1, 0].map((v) => expect.closeTo(v, 14)));
  });

  it('toUnitRange takes columns whose ends are the largest numbers', () => {
    const huge = 1.7e308;
    expect(
      toUnitRange(
        fromRows([
          [huge, -huge],
          [huge, huge],
        ]),
      ),
    ).toEqual({ loc: [huge, 0], scale: [1, huge] });
  });

  it.each([standardize, toUnitRange])('$name refuses one point, no rows, and values that are not finite', (fitted) => {
    expect(() =>
      fitted(
        fromRows([
          [1, 2],
          [1, 2],
        ]),
      ),
    ).toThrow('at least two different rows, got 2 equal ones');
    expect(() => fitted(ndArray([0, 2], new Float32Array()))).toThrow('got 0 equal ones');
    expect(() => fitted(ndArray([2, 1], Float32Array.of(0, Number.NaN)))).toThrow('got NaN in data at index 1');
    expect(() => fitted({ shape: [3, 2], data: new Float32Array(5) })).toThrow(
      'expected 6 numbers in data of shape [3,2]',
    );
  });

  it('normalizeColumns refuses another number of columns, also of loc or scale alone', () => {
    expect(() => normalizeColumns(table, { loc: [0, 0, 0], scale: [1, 1] })).toThrow('got 3 and 2');
    expect(() => normalizeColumns(table, { loc: [0, 0], scale: [1, 1, 1] })).toThrow('got 2 and 3');
    expect(() => normalizeColumns(table, { loc: [0, 0], scale: [1, 1] })).toThrow(
      'expected loc and scale of 3 columns, as in data of shape [3,3], got 2 and 2.',
    );
  });
});
