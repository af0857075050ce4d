import { isNdArray, isNumericArray, type NdArray, type NumericArray, sizeOfShape } from './nd-array.js';

/**
 * Refuses an array that holds fewer or more numbers than its shape says.
 *
 * @param where The call: `splitRows(data)`.
 * @param name The argument, or its part.
 * @throws RangeError if the sizes of the shape are invalid or do not multiply to the number of elements.
 */
export function checkSize(where: string, name: string, { shape, data }: NdArray): void {
  const size = sizeOfShape(shape);
  if (data.length === size && shape.every((n) => Number.isSafeInteger(n) && n >= 0)) return;
  throw new RangeError(
    `${where}: expected ${size} numbers in ${name} of shape [${shape}], got ${data.length}. Make arrays with ndArray(shape, data).`,
  );
}

/** Data as they come in: an array with a shape, rows of numbers, or a list of numbers. */
export type ArrayInput = NdArray | readonly (readonly number[])[] | readonly number[] | NumericArray;

/** Options of {@link asNdArray}. */
export interface AsNdArrayOptions {
  /** Whether NaN and infinities are refused (default true): a caller that gives NaN a meaning checks the values itself. */
  readonly finite?: boolean;
}

/**
 * Returns the data as an {@link NdArray}: rows `number[][]` as `[rows, columns]` in float64, a list `number[]` as `[n]` in
 * float64, a typed array as `[n]`, and an NdArray itself. The last two are not copied.
 *
 * @param where The call: `ksgEstimator().estimate(x, y)`.
 * @param name The argument.
 * @throws TypeError for a tensor, strings, null and whatever else is not an array of numbers.
 * @throws RangeError for rows of different lengths, for data that do not fit their shape, for NaN and infinities.
 * @example
 * ```ts
 * import { asNdArray } from '@latents/math';
 *
 * asNdArray('train(data)', 'data', [[1, 2], [3, 4]]).shape; // => [2, 2]
 * ```
 */
export function asNdArray(
  where: string,
  name: string,
  value: unknown,
  { finite = true }: AsNdArrayOptions = {},
): NdArray {
  const array = isNdArray(value) ? value : isNumericArray(value) ? vectorOf(value) : fromPlain(where, name, value);
  checkNdArray(where, name, array, { finite });
  return array;
}

/**
 * Refuses anything but an array with a shape that its data fit.
 *
 * @param where The call: `gaussians({ means })`.
 * @param name The argument.
 * @throws TypeError for what is not an {@link NdArray}: rows, lists, tensors, data that are not a typed array of numbers.
 * @throws RangeError for data that do not fit their shape, for NaN and infinities.
 */
export function checkNdArray(
  where: string,
  name: string,
  array: unknown,
  { finite = true }: AsNdArrayOptions = {},
): asserts array is NdArray {
  if (!isNdArray(array)) {
    throw new TypeError(
      `${where}: expected ${name} to be an array from ndArray(shape, data), got ${kindOf(array)}.${adviceFor(array)}`,
    );
  }
  checkSize(where, name, array);
  if (!finite) return;
  const width = array.data.length / (array.shape[0] || 1);
  const at = array.data.findIndex((x) => !Number.isFinite(x));
  if (at >= 0) {
    const row = array.shape.length > 0 ? ` (row ${Math.floor(at / width)})` : '';
    throw new RangeError(`${where}: expected finite values, got ${array.data[at]} in ${name} at index ${at}${row}.`);
  }
}

function fromPlain(where: string, name: string, value: unknown): NdArray {
  if (!Array.isArray(value)) throw notData(where, name, value);
  if (!value.some(Array.isArray)) return vectorOf(numbers(where, name, value));
  const width = Array.isArray(value[0]) ? value[0].length : 0;
  const odd = value.findIndex((row) => !Array.isArray(row) || row.length !== width);
  if (odd >= 0) {
    const row: unknown = value[odd];
    const got = Array.isArray(row) ? `${row.length} in row ${odd}` : `${kindOf(row)} as row ${odd}`;
    throw new RangeError(`${where}: expected rows of equal length in ${name}, ${width} as in row 0, got ${got}.`);
  }
  return { shape: [value.length, width], data: numbers(where, name, value.flat()) };
}

function numbers(where: string, name: string, values: readonly unknown[]): Float64Array {
  const at = values.findIndex((x) => typeof x !== 'number');
  if (at >= 0) {
    throw new TypeError(`${where}: expected numbers in ${name}, got ${kindOf(values[at])} at index ${at}.`);
  }
  return Float64Array.from(values as number[]);
}

function notData(where: string, name: string, value: unknown): TypeError {
  return new TypeError(
    `${where}: expected ${name} to be an array from ndArray(shape, data), number[][] or number[], got ${kindOf(value)}.${adviceFor(value)}`,
  );
}

function adviceFor(value: unknown): string {
  if (isTensor(value)) return ' Read it first: ndArray(tensor.shape, await tensor.data()).';
  if (Array.isArray(value)) return ' Rows become one by fromRows(rows).';
  if (typeof value !== 'object' || value === null || !('shape' in value && 'data' in value)) return '';
  return ` Its data are ${kindOf(value.data)}: give a typed array of numbers, such as Float64Array.from(list).`;
}

function vectorOf(data: NumericArray): NdArray {
  return { shape: [data.length], data };
}

function isTensor(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'dataId' in value && 'dtype' in value;
}

function kindOf(value: unknown): string {
  if (isTensor(value)) return 'a tensor';
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'object' ? (value.constructor?.name ?? 'an object') : `a ${typeof value}`;
}
