/**
 * Returns the transpose, `[columns, rows]`, of a matrix `[rows, columns]`, row-major.
 *
 * @example
 * ```ts
 * import { transpose } from '@latents/math';
 *
 * [...transpose(Float64Array.of(1, 2, 3, 4, 5, 6), 2, 3)]; // => [1, 4, 2, 5, 3, 6]
 * ```
 */
export function transpose(matrix: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = matrix[i * columns + j]!;
  return out;
}
