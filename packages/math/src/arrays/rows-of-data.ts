import { type ArrayInput, asNdArray } from './as-nd-array.js';
import { isNdArray, type NdArray, type NumericArray } from './nd-array.js';
import { takeRows } from './take-rows.js';

/** Data of one array, or of several with the same number of rows (`{ x, y }`). */
export type Rows = ArrayInput | Readonly<Record<string, ArrayInput>>;

/** The arrays of data: arrays with a shape stay what they are, plain rows and lists become arrays in float64. */
export type ArraysOf<D extends Rows> = D extends NdArray
  ? D
  : D extends readonly unknown[] | NumericArray
    ? NdArray
    : { readonly [K in keyof D]: D[K] extends NdArray ? D[K] : NdArray };

/**
 * Returns the arrays of data, and their number of rows.
 *
 * @param where The call: `batches(data)`.
 * @throws TypeError for what is not arrays of numbers.
 * @throws RangeError if arrays differ in rows, do not fit their shapes, or hold NaN or infinity.
 * @example
 * ```ts
 * import { arraysOf } from '@latents/math';
 *
 * const { arrays, count } = arraysOf('train(data)', { x: [[1, 2], [3, 4]], y: [0, 1] });
 * count; // => 2
 * arrays.x.shape; // => [2, 2]
 * ```
 */
export function arraysOf<D extends Rows>(
  where: string,
  data: D,
): { readonly arrays: ArraysOf<D>; readonly count: number } {
  if (!isRecord(data)) {
    const array = asNdArray(where, 'data', data);
    return { arrays: array as ArraysOf<D>, count: array.shape[0] ?? 0 };
  }
  const named = Object.entries(data).map(([name, value]) => [name, asNdArray(where, name, value)] as const);
  const count = named[0]?.[1].shape[0] ?? 0;
  const odd = named.find(([, { shape }]) => shape[0] !== count);
  if (odd) {
    throw new RangeError(`${where}: expected ${count} rows in every array, got ${odd[1].shape[0]} in '${odd[0]}'.`);
  }
  return { arrays: Object.fromEntries(named) as unknown as ArraysOf<D>, count };
}

/**
 * Returns the rows `indices` of an array or of each array of a record, copied, in that order.
 *
 * @throws RangeError as {@link takeRows} does.
 */
export function takeRowsOf<A extends NdArray | Readonly<Record<string, NdArray>>>(
  arrays: A,
  indices: ArrayLike<number>,
): A {
  if (isNdArray(arrays)) return takeRows(arrays, indices) as NdArray as A;
  const taken = Object.entries(arrays).map(([name, array]) => [name, takeRows(array as NdArray, indices)]);
  return Object.fromEntries(taken) as A;
}

/** Whether data are a record of arrays: a plain object that is not an array itself, nor a tensor. */
function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  if (typeof data !== 'object' || data === null || isNdArray(data)) return false;
  const prototype: unknown = Object.getPrototypeOf(data);
  return prototype === Object.prototype || prototype === null;
}
