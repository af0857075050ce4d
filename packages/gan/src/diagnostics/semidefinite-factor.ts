import { transpose } from '@latents/math';
import { type Heap, withHeap } from '@latents/math/kernels';

/**
 * Returns F with `F F' = A` for a symmetric matrix A without negative eigenvalues (except for rounding), by Cholesky's method with
 * the largest remaining pivot first. It ends where the rest of A is lost in rounding, so F has one column per dimension that A spans.
 *
 * @param matrix A, `[d, d]`, row-major.
 * @returns `factor`, `[d, rank]`, row-major, and `rank`.
 * @see Higham, "Analysis of the Cholesky decomposition of a semi-definite matrix", 1990
 */
export function semidefiniteFactor(matrix: Float64Array, d: number): { factor: Float64Array; rank: number } {
  return withHeap(d * d + 2 * d, (heap) => {
    const rank = factorInHeap(matrix, d, heap);
    return { factor: transpose(heap.numbers.subarray(0, rank * d), rank, d), rank };
  });
}

/** Writes the columns of F one after the other into the heap and returns how many there are. */
function factorInHeap(matrix: Float64Array, d: number, { numbers, kernels }: Heap): number {
  const column = d * d;
  const weights = column + d;
  const rest = Float64Array.from({ length: d }, (_, i) => matrix[i * d + i]!);
  const least = rest.reduce((most, value) => Math.max(most, value), 0) * d * 2 ** -52;
  for (let rank = 0; rank < d; rank++) {
    const pivot = rest.reduce((best, value, i) => (value > rest[best]! ? i : best), 0);
    if (!(rest[pivot]! > least)) return rank;
    numbers.set(matrix.subarray(pivot * d, (pivot + 1) * d), column);
    for (let k = 0; k < rank; k++) numbers[weights + k] = numbers[k * d + pivot]!;
    // Less what the columns before this one explain.
    kernels.products.matVecTransposed({ matrix: 0, vector: weights, out: column, rows: rank, columns: d, weight: -1 });
    const scale = 1 / Math.sqrt(rest[pivot]!);
    for (let i = 0; i < d; i++) {
      const value = numbers[column + i]! * scale;
      numbers[rank * d + i] = value;
      rest[i]! -= value * value;
    }
    // The rest of this row is rounding.
    rest[pivot] = 0;
  }
  return d;
}
