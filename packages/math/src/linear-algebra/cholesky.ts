/**
 * Factors the symmetric positive definite `n` by `n` matrix at `offset` of `a`, row-major, into `L L'` and writes the lower triangular
 * `L` at `outOffset` of `out`. Reads the lower triangle of `a` only.
 *
 * @returns 0, or the order of the first leading minor that is not positive to working precision: its pivot is not above
 * `n 2^-52` times the diagonal entry. `out` is then incomplete.
 * @example
 * ```ts
 * import { cholesky } from '@latents/math';
 *
 * const factor = new Float64Array(4);
 * cholesky(Float64Array.of(4, 2, 2, 10), 2, factor); // => 0
 * [...factor]; // => [2, 0, 1, 3]
 * ```
 * @see Golub & Van Loan, "Matrix computations", section 4.2
 */
export function cholesky(a: ArrayLike<number>, n: number, out: Float64Array, offset = 0, outOffset = 0): number {
  const tiny = n * 2 ** -52;
  for (let i = 0; i < n; i++) {
    const row = outOffset + i * n;
    for (let j = 0; j <= i; j++) {
      const other = outOffset + j * n;
      const sum = a[offset + i * n + j]! - dot(out, row, other, j);
      if (i === j) {
        if (!(sum > tiny * a[offset + i * n + i]!)) return i + 1;
        out[row + i] = Math.sqrt(sum);
      } else {
        out[row + j] = sum / out[other + j]!;
        out[other + i] = 0;
      }
    }
  }
  return 0;
}

/** Returns the sum of products of two runs of numbers. Four sums at a time, as one sum waits for each addition. */
function dot(x: Float64Array, a: number, b: number, length: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 4 <= length; k += 4) {
    s0 += x[a + k]! * x[b + k]!;
    s1 += x[a + k + 1]! * x[b + k + 1]!;
    s2 += x[a + k + 2]! * x[b + k + 2]!;
    s3 += x[a + k + 3]! * x[b + k + 3]!;
  }
  for (; k < length; k++) s0 += x[a + k]! * x[b + k]!;
  return s0 + s1 + (s2 + s3);
}

/**
 * Returns the lower triangular Cholesky factor of a symmetric positive definite matrix, `[n, n]`, row-major.
 *
 * @param where The start of error messages: the function and argument that a user knows.
 * @throws RangeError if the matrix is not symmetric (to 1e-4 of its diagonal).
 * @throws RangeError if the matrix is not positive definite to working precision.
 */
export function choleskyFactor(a: ArrayLike<number>, n: number, where = 'choleskyFactor(a, n)'): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const size = Math.sqrt(Math.abs(a[i * n + i]! * a[j * n + j]!));
      if (!(Math.abs(a[i * n + j]! - a[j * n + i]!) <= 1e-4 * size)) {
        throw new RangeError(
          `${where}: expected a symmetric matrix, got ${a[i * n + j]} at [${i}, ${j}] and ${a[j * n + i]} at [${j}, ${i}].`,
        );
      }
    }
  }
  const out = new Float64Array(n * n);
  const order = cholesky(a, n, out);
  if (order > 0) {
    throw new RangeError(
      `${where}: expected a positive definite matrix, got a leading minor of order ${order} that is not positive. Add a multiple of the identity.`,
    );
  }
  return out;
}

/**
 * Solves `L x = b`, or `L' x = b`, in place in `x`, `[n, k]` row-major, for a lower triangular `L`, `[n, n]`.
 *
 * @returns `x`.
 */
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

/**
 * Solves `A x = b` in place in `b`, `[n]`, given the lower Cholesky factor of `A`, `[n, n]`.
 *
 * @returns `b`.
 */
export function choleskySolve(l: ArrayLike<number>, n: number, b: Float64Array): Float64Array {
  return solveTriangular(l, solveTriangular(l, b, n, 1, false), n, 1, true);
}

/** Writes the inverse of the lower triangular `n` by `n` matrix at `offset` of `l` at `outOffset` of `out`. */
export function invertLower(l: ArrayLike<number>, n: number, out: Float64Array, offset = 0, outOffset = 0): void {
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= l[offset + i * n + k]! * out[outOffset + k * n + j]!;
      out[outOffset + i * n + j] = sum / l[offset + i * n + i]!;
    }
  }
}

/** Returns the inverse of a symmetric positive definite matrix, `[n, n]`, or undefined if the matrix is not positive definite. */
export function invertSymmetric(a: ArrayLike<number>, n: number): Float64Array | undefined {
  const l = new Float64Array(n * n);
  if (cholesky(a, n, l) > 0) return undefined;
  const w = new Float64Array(n * n);
  invertLower(l, n, w);
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += w[k * n + i]! * w[k * n + j]!;
      out[i * n + j] = sum;
      out[j * n + i] = sum;
    }
  }
  return out;
}
