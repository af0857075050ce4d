import { asNdArray } from './as-nd-array.js';
import type { NdArray, NumericArray } from './nd-array.js';

/**
 * Returns rows of numbers as one array `[rows, columns]` in float64.
 *
 * @param rows Rows of equal length.
 * @example
 * ```ts
 * import { fromRows } from '@latents/math';
 *
 * fromRows([[1, 2], [3, 4], [5, 6]]).shape; // => [3, 2]
 * ```
 * @throws TypeError for what is not rows of numbers.
 * @throws RangeError if the rows differ in length, or a number is not finite.
 */
export function fromRows(rows: readonly (readonly number[])[]): NdArray<Float64Array<ArrayBuffer>> {
  const array = asNdArray('fromRows(rows)', 'rows', rows);
  if (array.shape.length !== 2 || !(array.data instanceof Float64Array)) {
    throw new TypeError(
      `fromRows(rows): expected rows number[][], got an array of shape [${array.shape}]. A list of numbers is ndArray([n], data).`,
    );
  }
  return array as NdArray<Float64Array<ArrayBuffer>>;
}

/**
 * Returns one column of a table, copied.
 *
 * @param table `[rows, columns]`.
 * @param index From 0 to columns - 1.
 * @returns `[rows]` numbers, of the table's element type.
 * @example
 * ```ts
 * import { column, fromRows } from '@latents/math';
 *
 * [...column(fromRows([[1, 2], [3, 4]]), 1)]; // => [2, 4]
 * ```
 * @throws RangeError if the table is not `[rows, columns]`, or has no such column.
 */
export function column<A extends NumericArray>(table: NdArray<A>, index: number): A {
  const [rows, columns] = table.shape;
  if (table.shape.length !== 2) {
    throw new RangeError(`column(table, index): expected a table [rows, columns], got shape [${table.shape}].`);
  }
  if (!Number.isInteger(index) || index < 0 || index >= columns!) {
    throw new RangeError(`column(table, index): expected an integer from 0 to ${columns! - 1}, got ${index}.`);
  }
  const data = new (table.data.constructor as new (length: number) => A)(rows!);
  for (let i = 0; i < rows!; i++) data[i] = table.data[i * columns! + index]!;
  return data;
}
