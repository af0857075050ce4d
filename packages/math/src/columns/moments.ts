import { checkNdArray } from '../arrays/as-nd-array.js';
import type { NdArray } from '../arrays/nd-array.js';

/**
 * Returns the mean of each column.
 *
 * @param data `[rows, ...]`, row-major; everything after the first axis counts as columns.
 * @returns One mean per column, in float64. The mean of equal numbers is that number, without rounding.
 * @throws TypeError for what is not an array with a shape.
 * @throws RangeError for data that do not fit their shape, NaN or infinity.
 */
export function columnMeans(data: NdArray): Float64Array {
  checkNdArray('columnMeans(data)', 'data', data);
  return Float64Array.from(columnsOf(data), mean);
}

/**
 * Returns the standard deviation of each column, with the number of rows in the denominator.
 *
 * @param data `[rows, ...]`, row-major; everything after the first axis counts as columns.
 * @returns One standard deviation per column, in float64; exactly 0 for a column of equal numbers.
 * @throws TypeError for what is not an array with a shape.
 * @throws RangeError for data that do not fit their shape, NaN or infinity.
 */
export function columnStandardDeviations(data: NdArray): Float64Array {
  checkNdArray('columnStandardDeviations(data)', 'data', data);
  return Float64Array.from(columnsOf(data), deviation);
}

function deviation(column: Float64Array): number {
  const centre = mean(column);
  const variance = column.reduce((sum, x) => sum + (x - centre) ** 2, 0) / column.length;
  if (variance > 1e-290 && variance < Infinity) return Math.sqrt(variance);
  // Squares underflow or overflow: relative to the widest deviation they do not.
  const widest = column.reduce((most, x) => Math.max(most, Math.abs(x / 2 - centre / 2)), 0);
  if (widest === 0) return 0;
  const squares = column.reduce((sum, x) => sum + ((x / 2 - centre / 2) / widest) ** 2, 0);
  return 2 * widest * Math.sqrt(squares / column.length);
}

/** The columns of row-major data, copied to float64. */
export function columnsOf({ shape, data }: NdArray): Float64Array[] {
  const rows = shape[0] ?? 0;
  const width = rows > 0 ? data.length / rows : 0;
  return Array.from({ length: width }, (_, j) => Float64Array.from({ length: rows }, (_, i) => data[i * width + j]!));
}

// The sum of ten times 0.1 over ten is not 0.1 in float64: equal numbers are not added.
function mean(column: Float64Array): number {
  if (column.every((x) => x === column[0])) return column[0]!;
  const sum = column.reduce((total, x) => total + x, 0);
  return Number.isFinite(sum) ? sum / column.length : column.reduce((total, x) => total + x / column.length, 0);
}
