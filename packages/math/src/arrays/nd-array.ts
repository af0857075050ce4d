import { said } from '../checks/numbers.js';

/** Typed arrays that data come in. */
export type NumericArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array;

const NUMERIC: Readonly<Record<string, true>> = {
  '[object Float32Array]': true,
  '[object Float64Array]': true,
  '[object Int8Array]': true,
  '[object Int16Array]': true,
  '[object Int32Array]': true,
  '[object Uint8Array]': true,
  '[object Uint8ClampedArray]': true,
  '[object Uint16Array]': true,
  '[object Uint32Array]': true,
};

/** Numbers in row-major order with a shape; the first axis runs over examples. Plain data, no backend. */
export interface NdArray<A extends NumericArray = NumericArray> {
  readonly shape: readonly number[];
  readonly data: A;
}

/** Arrays by name: the weights of a model, the slots of an optimizer, the contents of a file. */
export type NamedArrays = Readonly<Record<string, NdArray>>;

/**
 * Data of the given shape.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 *
 * ndArray([2, 3], new Float32Array(6)).shape; // => [2, 3]
 * ```
 * @throws TypeError for data that are not a typed array of numbers.
 * @throws RangeError if the sizes do not multiply to the number of elements.
 */
export function ndArray<A extends NumericArray>(shape: readonly number[], data: A): NdArray<A> {
  if (!Array.isArray(shape) || !isNumericArray(data)) {
    throw new TypeError(
      `ndArray(shape, data): expected a list of sizes and a typed array of numbers, got ${said(shape)} and ${said(data)}. Make one with Float64Array.from(list).`,
    );
  }
  const size = sizeOfShape(shape);
  if (!shape.every((n) => Number.isInteger(n) && n >= 0) || size !== data.length) {
    throw new RangeError(
      `ndArray(shape, data): expected non-negative integer sizes whose product is data.length = ${data.length}, got [${shape}].`,
    );
  }
  return { shape: [...shape], data };
}

/** Whether a value is a typed array of numbers: no DataView and no big integers. */
export function isNumericArray(value: unknown): value is NumericArray {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) in NUMERIC;
}

/** Whether a value has a shape and a typed array of numbers. Whether the two fit is for `asNdArray` to check. */
export function isNdArray(value: unknown): value is NdArray {
  return (
    typeof value === 'object' &&
    value !== null &&
    'shape' in value &&
    Array.isArray(value.shape) &&
    'data' in value &&
    isNumericArray(value.data)
  );
}

/** How many numbers an array of that shape holds. */
export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
