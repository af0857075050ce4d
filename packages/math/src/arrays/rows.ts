import { type AsNdArrayOptions, asNdArray } from './as-nd-array.js';
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
 * Returns data as a table `[rows, columns]`: rows `number[][]` or an array of that shape; a list of numbers is one column.
 * Arrays with a shape are not copied.
 *
 * @param where The call: `mixture.expect(data)`.
 * @param name The argument.
 * @param columns Number of columns to expect; absent: any number.
 * @throws TypeError for a tensor, strings, null and whatever else is not an array of numbers.
 * @throws RangeError if there are no rows, the number of columns differs, or as {@link asNdArray} does.
 * @example
 * ```ts
 * import { asTable } from '@latents/math';
 *
 * asTable('train(data)', 'x', [1, 2, 3]).shape; // => [3, 1]
 * ```
 */
export function asTable(
  where: string,
  name: string,
  value: unknown,
  columns?: number,
  options: AsNdArrayOptions = {},
): NdArray {
  const array = asNdArray(where, name, value, options);
  const { shape, data } = array;
  if (shape.length === 1 && shape[0]! > 0 && (columns ?? 1) === 1) return { shape: [shape[0]!, 1], data };
  if (shape.length !== 2 || data.length === 0 || (columns !== undefined && shape[1] !== columns)) {
    throw new RangeError(
      `${where}: expected ${name} of shape [n, ${columns ?? 'columns'}] with n >= 1, got [${shape}]. A list of numbers is one column.`,
    );
  }
  return array;
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
