/**
 * The Cholesky factor of a symmetric positive-definite matrix (row-major, n x n).
 *
 * @throws RangeError naming the batch index if the matrix is not symmetric (to 1e-4 of its diagonal) or not positive definite.
 */
export function choleskyFactor(a: Float64Array, n: number, batch = 0): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const entry = a[i * n + j]!;
      const size = Math.sqrt(Math.abs(a[i * n + i]! * a[j * n + j]!));
      if (!(Math.abs(entry - a[j * n + i]!) <= 1e-4 * size)) {
        throw new RangeError(
          `cholesky(a): expected symmetric matrices, got ${entry} at [${i}, ${j}] and ${a[j * n + i]} at [${j}, ${i}] of batch index ${batch}.`,
        );
      }
      let sum = entry;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (i !== j) l[i * n + j] = sum / l[j * n + j]!;
      else if (sum > 0 && sum < Infinity) l[i * n + i] = Math.sqrt(sum);
      else {
        throw new RangeError(
          `cholesky(a): expected positive-definite matrices, got a leading minor of order ${i + 1} that is not positive at batch index ${batch}. Add a multiple of the identity.`,
        );
      }
    }
  }
  return l;
}

/** Solves L x = b, or L' x = b, in place in `x` (n x k, row-major) for a lower triangular L. */
export function solveTriangular(
  l: ArrayLike<number>,
  x: Float64Array,
  n: number,
  k: number,
  transpose: boolean,
): Float64Array {
  for (let step = 0; step < n; step++) {
    const i = transpose ? n - 1 - step : step;
    for (let column = 0; column < k; column++) {
      let sum = x[i * k + column]!;
      for (let before = 0; before < step; before++) {
        const j = transpose ? n - 1 - before : before;
        sum -= (transpose ? l[j * n + i]! : l[i * n + j]!) * x[j * k + column]!;
      }
      x[i * k + column] = sum / l[i * n + i]!;
    }
  }
  return x;
}
