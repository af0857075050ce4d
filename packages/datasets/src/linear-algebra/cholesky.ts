const LOG_2PI = Math.log(2 * Math.PI);

/**
 * The lower triangular L with L L' = the given symmetric positive definite matrix, both `[n, n]` row-major.
 *
 * @throws RangeError if the matrix is not positive definite.
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i !== j) lower[i * n + j] = sum / lower[j * n + j]!;
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum);
      else throw new RangeError(`cholesky(matrix): expected a positive definite matrix, got pivot ${sum} in row ${i}.`);
    }
  }
  return lower;
}

/** Solves L y = b in place for lower triangular L `[n, n]`; `b` is `[n]`. */
export function solveLower(lower: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * b[k]!;
    b[i] = sum / lower[i * n + i]!;
  }
  return b;
}

/** Solves L' y = b in place for lower triangular L `[n, n]`; `b` is `[n]`. */
export function solveLowerTransposed(lower: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < n; k++) sum -= lower[k * n + i]! * b[k]!;
    b[i] = sum / lower[i * n + i]!;
  }
  return b;
}

/** log N(residual; 0, L L') in nats; `residual` `[n]` is overwritten. */
export function logNormal(lower: Float64Array, residual: Float64Array): number {
  const n = residual.length;
  const whitened = solveLower(lower, residual);
  let sum = n * LOG_2PI;
  for (let i = 0; i < n; i++) sum += whitened[i]! ** 2 + 2 * Math.log(lower[i * n + i]!);
  return -0.5 * sum;
}
