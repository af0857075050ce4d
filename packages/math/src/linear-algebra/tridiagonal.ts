/** A tridiagonal matrix that is similar to a symmetric one. */
export interface Tridiagonal {
  /** Diagonal, `[n]`. */
  readonly diagonal: Float64Array;
  /** Entries next to the diagonal, `[n]`: number i couples i and i + 1, and the last one is 0. */
  readonly coupling: Float64Array;
}

/**
 * Reduces a symmetric matrix A to a tridiagonal T with `A = Q T Q'` by n - 2 reflections, in about `4/3 n^3` operations.
 *
 * @param a `[n, n]`, row-major. Only the lower triangle is read. Row i is overwritten by the i numbers of the reflection `H_i = I - v v'`
 * of the first i axes, for {@link reflections}.
 * @see Golub & Van Loan, "Matrix computations", section 8.3.1
 */
export function tridiagonalize(a: Float64Array, n: number): Tridiagonal {
  const diagonal = new Float64Array(n);
  const coupling = new Float64Array(n);
  let image = new Float64Array(n);
  let before = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) {
    // Row i has the changes of all reflections so far. The rows before it lack the last one, which the projection makes up for.
    diagonal[i] = a[i * n + i]!;
    const v = a.subarray(i * n, i * n + i);
    coupling[i - 1] = reflect(v);
    project(a, n, v, image, i < n - 1 ? a.subarray((i + 1) * n, (i + 1) * n + i + 1) : before, before);
    update(a, n, i - 1, v, image);
    [image, before] = [before, image];
  }
  if (n > 0) diagonal[0] = a[0]!;
  return { diagonal, coupling };
}

/** Overwrites x by the v with |v|^2 = 2 for which `(I - v v') x` is 0 but for its last entry, and returns that entry. A zero v is I. */
function reflect(x: Float64Array): number {
  const last = x.length - 1;
  const end = x[last]!;
  let rest = 0;
  for (let k = 0; k < last; k++) rest += x[k]! * x[k]!;
  if (rest === 0) {
    x.fill(0);
    return end;
  }
  const size = Math.sqrt(rest + end * end);
  const image = end > 0 ? -size : size;
  x[last] = end - image;
  const scale = 1 / Math.sqrt(size * (size + Math.abs(end)));
  for (let k = 0; k <= last; k++) x[k]! *= scale;
  return image;
}

/**
 * Subtracts `p q' + q p'` from the lower triangle of the leading block A of the size of v, and writes `w = A v - (v' A v / 2) v`. One pass
 * does both, as reading the matrix is what takes the time.
 */
function project(a: Float64Array, n: number, v: Float64Array, w: Float64Array, p: Float64Array, q: Float64Array): void {
  const size = v.length;
  w.fill(0, 0, size);
  for (let j = 0; j < size; j++) {
    const row = j * n;
    const vj = v[j]!;
    const pj = p[j]!;
    const qj = q[j]!;
    let sum = 0;
    for (let k = 0; k < j; k++) {
      const value = a[row + k]! - (pj * q[k]! + qj * p[k]!);
      a[row + k] = value;
      sum += value * v[k]!;
      w[k]! += value * vj;
    }
    const end = a[row + j]! - 2 * pj * qj;
    a[row + j] = end;
    w[j]! += sum + end * vj;
  }
  let half = 0;
  for (let j = 0; j < size; j++) half += 0.5 * v[j]! * w[j]!;
  for (let j = 0; j < size; j++) w[j]! -= half * v[j]!;
}

/** Subtracts `v w' + w v'` from row j of the lower triangle: that of `(I - v v') A (I - v v')`. */
function update(a: Float64Array, n: number, j: number, v: Float64Array, w: Float64Array): void {
  const vj = v[j]!;
  const wj = w[j]!;
  for (let k = 0; k <= j; k++) a[j * n + k]! -= vj * w[k]! + wj * v[k]!;
}

/**
 * Returns Q of {@link tridiagonalize} by its columns: entry k is column k, `[n]`.
 *
 * @param a The matrix after the reduction.
 */
export function reflections(a: Float64Array, n: number): Float64Array[] {
  const columns = Array.from({ length: n }, (_, k) => {
    const axis = new Float64Array(n);
    axis[k] = 1;
    return axis;
  });
  // Q' = H_2 ... H_(n-1): each reflection works on the axes that those before it have mixed, and one more.
  for (let i = 2; i < n; i++) {
    const v = a.subarray(i * n, i * n + i);
    for (let row = 0; row < i; row++) {
      const z = columns[row]!;
      let along = 0;
      for (let k = 0; k < i; k++) along += z[k]! * v[k]!;
      for (let k = 0; k < i; k++) z[k]! -= along * v[k]!;
    }
  }
  return columns;
}
