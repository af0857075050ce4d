/**
 * The lower Cholesky factor of the symmetric `d` by `d` matrix at `offset`, row-major, written to `out`; false if a pivot is
 * not above `d * 2^-52` times its diagonal entry: the matrix is then not positive definite to working precision.
 */
export function cholesky(a: ArrayLike<number>, d: number, out: Float64Array, offset = 0, outOffset = 0): boolean {
  const tiny = d * 2 ** -52;
  for (let i = 0; i < d; i++) {
    const row = outOffset + i * d;
    for (let j = 0; j <= i; j++) {
      const other = outOffset + j * d;
      let sum = a[offset + i * d + j]!;
      for (let k = 0; k < j; k++) sum -= out[row + k]! * out[other + k]!;
      if (i === j) {
        if (!(sum > tiny * a[offset + i * d + i]!) || sum === Infinity) return false;
        out[row + i] = Math.sqrt(sum);
      } else {
        out[row + j] = sum / out[other + j]!;
        out[other + i] = 0;
      }
    }
  }
  return true;
}

/** The inverse of the lower-triangular `d` by `d` matrix at `offset`, written to `out`. */
export function invertLower(l: Float64Array, d: number, out: Float64Array, offset = 0, outOffset = 0): void {
  for (let j = 0; j < d; j++) {
    for (let i = 0; i < d; i++) {
      if (i < j) {
        out[outOffset + i * d + j] = 0;
        continue;
      }
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= l[offset + i * d + k]! * out[outOffset + k * d + j]!;
      out[outOffset + i * d + j] = sum / l[offset + i * d + i]!;
    }
  }
}

/** Solves `A x = b` in place of `b`, given the lower Cholesky factor of A. */
export function choleskySolve(l: Float64Array, d: number, b: Float64Array): Float64Array {
  for (let i = 0; i < d; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= l[i * d + k]! * b[k]!;
    b[i] = sum / l[i * d + i]!;
  }
  for (let i = d - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < d; k++) sum -= l[k * d + i]! * b[k]!;
    b[i] = sum / l[i * d + i]!;
  }
  return b;
}

/** The inverse of a symmetric positive definite matrix, or undefined if it is not one. */
export function invertSymmetric(a: ArrayLike<number>, d: number, offset = 0): Float64Array | undefined {
  const l = new Float64Array(d * d);
  if (!cholesky(a, d, l, offset)) return undefined;
  const w = new Float64Array(d * d);
  invertLower(l, d, w);
  const out = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < d; k++) sum += w[k * d + i]! * w[k * d + j]!;
      out[i * d + j] = sum;
      out[j * d + i] = sum;
    }
  }
  return out;
}
