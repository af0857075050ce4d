import { checkNdArray } from './as-nd-array.js';
import { type NdArray, type NumericArray, sizeOfShape } from './nd-array.js';

/**
 * Returns the rows `indices` of `array`, copied, in that order. Values are not looked at: NaN may mean "not observed".
 *
 * @throws TypeError for what is not an array with a shape.
 * @throws RangeError if the data do not fit the shape, the array has no axes, or an index is not that of a row.
 */
export function takeRows<A extends NumericArray>(array: NdArray<A>, indices: ArrayLike<number>): NdArray<A> {
  checkNdArray('takeRows(array, indices)', 'array', array, { finite: false });
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
