import { checkNdArray } from '../arrays/as-nd-array.js';
import { type NdArray, sizeOfShape } from '../arrays/nd-array.js';
import { columnMeans, columnStandardDeviations, columnsOf } from './moments.js';

/** An affine map of data to the scale of a model: (x - loc) / scale, column by column. Plain JSON. */
export interface Normalization {
  readonly loc: readonly number[];
  readonly scale: readonly number[];
}

/**
 * Returns the map to mean 0 and standard deviation 1 in each column. Columns that do not vary have scale 1: they map to 0.
 *
 * @param data `[rows, ...]`.
 * @example
 * ```ts
 * import { ndArray, standardize } from '@latents/math';
 *
 * standardize(ndArray([2, 2], Float64Array.of(1, 5, 3, 5))); // => { loc: [2, 5], scale: [1, 1] }
 * ```
 * @throws RangeError if no column varies.
 * @throws RangeError for a value that is not finite, or data that do not fit their shape.
 */
export function standardize(data: NdArray): Normalization {
  return varying('standardize(data)', data, () => ({
    loc: [...columnMeans(data)],
    scale: [...columnStandardDeviations(data)],
  }));
}

/**
 * Returns the map of each column to the range [-1, 1], that of tanh. Columns that do not vary map to 0.
 *
 * @param data `[rows, ...]`.
 * @throws RangeError as {@link standardize} does.
 */
export function toUnitRange(data: NdArray): Normalization {
  return varying('toUnitRange(data)', data, () => {
    const ranges = columnsOf(data).map((column) => [
      column.reduce((a, b) => Math.min(a, b)),
      column.reduce((a, b) => Math.max(a, b)),
    ]);
    return {
      loc: ranges.map(([low, high]) => low! / 2 + high! / 2),
      scale: ranges.map(([low, high]) => high! / 2 - low! / 2),
    };
  });
}

/**
 * Returns the data mapped by a normalization, in float64.
 *
 * @param data `[rows, ...]`.
 * @param normalization One loc and scale per column.
 * @throws RangeError if data and normalization differ in their number of columns.
 * @throws RangeError for a value that is not finite, or data that do not fit their shape.
 */
export function normalizeColumns(data: NdArray, { loc, scale }: Normalization): NdArray<Float64Array<ArrayBuffer>> {
  const where = 'normalizeColumns(data, normalization)';
  checkNdArray(where, 'data', data);
  const width = sizeOfShape(data.shape.slice(1));
  if (loc.length !== width || scale.length !== width) {
    throw new RangeError(
      `${where}: expected loc and scale of ${width} columns, as in data of shape [${data.shape}], got ${loc.length} and ${scale.length}.`,
    );
  }
  return {
    shape: [...data.shape],
    data: Float64Array.from(data.data, (x, i) => (x - loc[i % width]!) / scale[i % width]!),
  };
}

function varying(where: string, data: NdArray, fitted: () => Normalization): Normalization {
  checkNdArray(where, 'data', data);
  const { loc, scale } = fitted();
  if (!scale.some((s) => s > 0)) {
    throw new RangeError(`${where}: expected at least two different rows, got ${data.shape[0] ?? 0} equal ones.`);
  }
  return { loc, scale: scale.map((s) => (s > 0 ? s : 1)) };
}
