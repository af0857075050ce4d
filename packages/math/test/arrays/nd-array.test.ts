import { isNdArray, ndArray, takeRows } from '@latents/math';
import { describe, expect, test } from 'vitest';

describe('ndArray', () => {
  test('keeps the data and copies the shape', () => {
    const shape = [2, 3];
    const data = new Float64Array(6);
    const array = ndArray(shape, data);
    shape[0] = 9;
    expect(array.shape).toEqual([2, 3]);
    expect(array.data).toBe(data);
    expect(ndArray([], Int32Array.of(4)).shape).toEqual([]);
    expect(ndArray([0, 3], new Uint8Array()).shape).toEqual([0, 3]);
  });

  test('refuses data that are not a typed array of numbers', () => {
    expect(() => ndArray([2], [1, 2] as never)).toThrow('expected a list of sizes and a typed array of numbers');
    expect(() => ndArray([1], BigInt64Array.of(1n) as never)).toThrow('got an array and BigInt64Array.');
    expect(() => takeRows({ shape: [3, 1], data: new Float64Array(2) }, [0])).toThrow('expected 3 numbers in array');
    expect(() => takeRows(null as never, [0])).toThrow(TypeError);
  });

  test.each([[[2, 2]], [[-2, -3]], [[1.5, 4]], [[Number.NaN]], [[]]])('shape %s of 6 numbers is refused', (shape) => {
    expect(() => ndArray(shape, new Float32Array(6))).toThrow(/product is data.length = 6, got/);
  });
});

describe('isNdArray', () => {
  test.each([
    [ndArray([1], Float32Array.of(1)), true],
    [{ shape: [1], data: [1] }, false],
    [{ shape: 1, data: new Float32Array(1) }, false],
    [{ x: ndArray([1], Float32Array.of(1)) }, false],
    // A record of two arrays that happen to be called like the fields.
    [{ shape: ndArray([1], Float32Array.of(1)), data: ndArray([1], Float32Array.of(1)) }, false],
    [null, false],
    ['shape', false],
  ])('%# %s', (value, expected) => {
    expect(isNdArray(value)).toBe(expected);
  });
});

describe('takeRows', () => {
  const array = ndArray([3, 2, 2], Uint8Array.of(0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23));

  test('copies rows in the order given, repeats too, and keeps the element type', () => {
    const rows = takeRows(array, [2, 0, 2]);
    expect(rows.shape).toEqual([3, 2, 2]);
    expect(rows.data).toEqual(Uint8Array.of(20, 21, 22, 23, 0, 1, 2, 3, 20, 21, 22, 23));
    rows.data[0] = 99;
    expect(array.data[8]).toBe(20);
    expect(takeRows(array, []).shape).toEqual([0, 2, 2]);
  });

  test.each([-1, 3, 0.5, Number.NaN])('row %s is refused', (row) => {
    expect(() => takeRows(array, [0, row])).toThrow(/expected integers from 0 to 2, got .* at position 1/);
  });

  test('a scalar has no rows', () => {
    expect(() => takeRows(ndArray([], Float32Array.of(1)), [0])).toThrow(/expected an array with rows/);
  });
});
