import { arraysOf, ndArray, takeRowsOf } from '@latents/math';
import { describe, expect, test } from 'vitest';

describe('arraysOf', () => {
  test('returns one array and its rows: a shape is kept, plain rows become float64', () => {
    const array = ndArray([3, 2], Float32Array.of(1, 2, 3, 4, 5, 6));
    expect(arraysOf('f(data)', array)).toEqual({ arrays: array, count: 3 });
    expect(arraysOf('f(data)', [[1, 2]])).toEqual({ arrays: ndArray([1, 2], Float64Array.of(1, 2)), count: 1 });
  });

  test('returns each array of a record by its name, and the rows that they share', () => {
    const y = ndArray([2], Int32Array.of(7, 8));
    const { arrays, count } = arraysOf('f(data)', { x: [[1], [2]], y });
    expect(count).toBe(2);
    expect(arrays).toEqual({ x: ndArray([2, 1], Float64Array.of(1, 2)), y });
  });

  test('takes a record without a prototype, and an empty one as no rows', () => {
    const record = Object.assign(Object.create(null) as object, { x: [1, 2] });
    expect(arraysOf('f(data)', record).count).toBe(2);
    expect(arraysOf('f(data)', {})).toEqual({ arrays: {}, count: 0 });
  });

  test('refuses arrays with other numbers of rows, and names the first', () => {
    expect(() => arraysOf('f(data)', { x: [1, 2, 3], y: [1, 2, 3], z: [1, 2] })).toThrow(
      "f(data): expected 3 rows in every array, got 2 in 'z'.",
    );
  });
});

describe('takeRowsOf', () => {
  test('returns the rows of one array, and those of each array of a record', () => {
    const x = ndArray([3, 2], Float64Array.of(1, 2, 3, 4, 5, 6));
    const y = ndArray([3], Int32Array.of(7, 8, 9));
    const rows = ndArray([2, 2], Float64Array.of(5, 6, 1, 2));
    expect(takeRowsOf(x, [2, 0])).toEqual(rows);
    expect(takeRowsOf({ x, y }, [2, 0])).toEqual({ x: rows, y: ndArray([2], Int32Array.of(9, 7)) });
  });
});
