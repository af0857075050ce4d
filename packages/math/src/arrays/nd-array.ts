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
 * @throws RangeError if the sizes do not multiply to the number of elements.
 */
export function ndArray<A extends NumericArray>(shape: readonly number[], data: A): NdArray<A> {
  const size = sizeOfShape(shape);
  if (!shape.every((n) => Number.isInteger(n) && n >= 0) || size !== data.length) {
    throw new RangeError(
      `ndArray(shape, data): expected non-negative integer sizes whose product is data.length = ${data.length}, got [${shape}].`,
    );
  }
  return { shape: [...shape], data };
}

/** Whether a value is an {@link NdArray}. */
export function isNdArray(value: unknown): value is NdArray {
  return (
    typeof value === 'object' &&
    value !== null &&
    'shape' in value &&
    Array.isArray(value.shape) &&
    'data' in value &&
    ArrayBuffer.isView(value.data)
  );
}

/** How many numbers an array of that shape holds. */
export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/**
 * The rows `indices` of `array`, copied, in that order.
 *
 * @throws RangeError if the array has no axes, or an index is not that of a row.
 */
export function takeRows<A extends NumericArray>(array: NdArray<A>, indices: ArrayLike<number>): NdArray<A> {
  const [rows, ...rest] = array.shape;
  if (rows === undefined) throw new RangeError('takeRows(array, indices): expected an array with rows, got a scalar.');
  const width = sizeOfShape(rest);
  const data = new (array.data.constructor as new (length: number) => A)(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i]!;
    if (!Number.isInteger(row) || row < 0 || row >= rows) {
      throw new RangeError(
        `takeRows(array, indices): expected integers from 0 to ${rows - 1}, got ${row} at position ${i}.`,
      );
    }
    data.set(array.data.subarray(row * width, (row + 1) * width) as never, i * width);
  }
  return { shape: [indices.length, ...rest], data };
}
