import type { NdArray } from '../arrays/nd-array.js';

/**
 * Returns the mean of each column.
 *
 * @param data `[rows, ...]`, row-major; everything after the first axis counts as columns.
 * @returns One mean per column, in float64. The mean of equal numbers is that number, without rounding.
 */
export function columnMeans(data: NdArray): Float64Array {
  return Float64Array.from(columnsOf(data), mean);
}

/**
 * Returns the standard deviation of each column, with the number of rows in the denominator.
 *
 * @param data `[rows, ...]`, row-major; everything after the first axis counts as columns.
 * @returns One standard deviation per column, in float64; exactly 0 for a column of equal numbers.
 */
export function columnStandardDeviations(data: NdArray): Float64Array {
  return Float64Array.from(columnsOf(data), (column) => {
    const centre = mean(column);
    return Math.sqrt(column.reduce((sum, x) => sum + (x - centre) ** 2, 0) / column.length);
  });
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
  return column.reduce((sum, x) => sum + x, 0) / column.length;
}
