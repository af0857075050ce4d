import { asNdArray, asTable, checkNdArray, column, fromRows, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';

describe('asNdArray', () => {
  const as = (value: unknown) => asNdArray('f(x)', 'x', value);

  it('takes rows, lists, typed arrays and arrays with a shape', () => {
    expect(
      as([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toEqual({ shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) });
    expect(as([1, 2])).toEqual({ shape: [2], data: Float64Array.of(1, 2) });
    expect(as(Uint8Array.of(7))).toEqual({ shape: [1], data: Uint8Array.of(7) });
    const array = ndArray([1, 1], Float32Array.of(1));
    expect(as(array)).toBe(array);
  });

  it.each([
    ['ragged rows', [[1, 2], [3]], 'f(x): expected rows of equal length in x, 2 as in row 0, got 1 in row 1.'],
    ['a number among rows', [[1, 2], 3], 'expected rows of equal length in x, 2 as in row 0, got a number as row 1.'],
    ['strings', ['1', '2'], "f(x): expected numbers in x, got '1' at index 0."],
    ['a hole', [1, undefined], 'f(x): expected numbers in x, got undefined at index 1.'],
    ['deeper nesting', [[[1]], [[2]]], 'f(x): expected numbers in x, got Array at index 0.'],
    [
      'NaN',
      [
        [1, 2],
        [3, Number.NaN],
      ],
      'f(x): expected finite values, got NaN in x at index 3 (row 1).',
    ],
    ['infinity', Float32Array.of(0, -Infinity), 'got -Infinity in x at index 1 (row 1).'],
    ['null', null, 'f(x): expected x to be an array from ndArray(shape, data), number[][] or number[], got null.'],
    ['a string', '12', "number[][] or number[], got '12'."],
    ['a tensor', { shape: [1], dtype: 'float32', dataId: {}, size: 1 }, 'got a tensor. Read it first: ndArray('],
    ['data that do not fit', { shape: [3], data: new Float32Array(2) }, 'expected 3 numbers in x of shape [3], got 2.'],
  ])('refuses %s', (_, value, message) => {
    expect(() => as(value)).toThrow(message);
  });
});

describe('fromRows and column', () => {
  it('column undoes fromRows', () => {
    const table = fromRows([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(table).toEqual(ndArray([3, 2], Float64Array.of(1, 2, 3, 4, 5, 6)));
    expect(column(table, 1)).toEqual(Float64Array.of(2, 4, 6));
  });

  it('fromRows refuses what is not rows', () => {
    expect(() => fromRows([1, 2] as never)).toThrow(
      'fromRows(rows): expected rows number[][], got an array of shape [2].',
    );
    expect(() => fromRows(table32 as never)).toThrow(TypeError);
    expect(() => fromRows([[1], [2, 3]])).toThrow('got 2 in row 1');
  });

  it('column refuses indices and shapes that have no such column', () => {
    expect(() => column(table32, 2)).toThrow('expected an integer from 0 to 1, got 2.');
    expect(() => column(ndArray([2], new Float32Array(2)), 0)).toThrow(
      'expected a table [rows, columns], got shape [2].',
    );
  });

  const table32 = ndArray([1, 2], Float32Array.of(1, 2));
});

describe('asTable', () => {
  it('a list of numbers is one column, and rows are a table', () => {
    expect(asTable('f(x)', 'x', [1, 2, 3]).shape).toEqual([3, 1]);
    expect(asTable('f(x)', 'x', Float64Array.of(1, 2), 1).shape).toEqual([2, 1]);
    expect(asTable('f(x)', 'x', [[1, 2]], 2)).toEqual(ndArray([1, 2], Float64Array.of(1, 2)));
    const given = ndArray([1, 2], Float32Array.of(1, 2));
    expect(asTable('f(x)', 'x', given)).toBe(given);
  });

  it('refuses other shapes and numbers of columns, and no rows', () => {
    expect(() => asTable('f(x)', 'x', [1, 2], 2)).toThrow('f(x): expected x of shape [n, 2] with n >= 1, got [2].');
    expect(() => asTable('f(x)', 'x', [[1, 2]], 3)).toThrow('expected x of shape [n, 3] with n >= 1, got [1,2].');
    expect(() => asTable('f(x)', 'x', [])).toThrow('got [0].');
    expect(() => asTable('f(x)', 'x', ndArray([1, 1, 1], new Float32Array(1)))).toThrow('got [1,1,1].');
  });

  it('lets NaN pass only where the caller says so', () => {
    expect(() => asTable('f(x)', 'x', [[Number.NaN]])).toThrow('expected finite values, got NaN');
    expect(asTable('f(x)', 'x', [[Number.NaN]], 1, { finite: false }).data).toEqual(Float64Array.of(Number.NaN));
  });
});

describe('checkNdArray', () => {
  const refused = (value: unknown) => () => checkNdArray('f({ x })', 'x', value);

  it.each([
    ['rows', [[1, 2]], 'got Array. Rows become one by fromRows(rows).'],
    ['a list as data', { shape: [1], data: [1] }, 'Its data are Array: give a typed array of numbers'],
    ['big integers', { shape: [1], data: BigInt64Array.of(1n) }, 'Its data are BigInt64Array'],
    ['a DataView', { shape: [1], data: new DataView(new ArrayBuffer(8)) }, 'Its data are DataView'],
    ['null', null, 'f({ x }): expected x to be an array from ndArray(shape, data), got null.'],
    ['undefined', undefined, 'got undefined.'],
    ['a string', 'abc', "got 'abc'."],
  ])('refuses %s with a TypeError', (_, value, message) => {
    expect(refused(value)).toThrow(TypeError);
    expect(refused(value)).toThrow(message);
  });

  it('refuses data that do not fit their shape, and NaN unless the caller gives it a meaning', () => {
    expect(refused({ shape: [3], data: new Float64Array(2) })).toThrow('expected 3 numbers in x of shape [3], got 2.');
    const gap = { shape: [2], data: Float64Array.of(1, Number.NaN) };
    expect(refused(gap)).toThrow('expected finite values, got NaN in x at index 1');
    expect(() => checkNdArray('f({ x })', 'x', gap, { finite: false })).not.toThrow();
  });
});
