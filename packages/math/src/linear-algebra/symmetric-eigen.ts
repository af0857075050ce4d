const SWEEPS = 60;

/**
 * Returns the eigenvalues of the symmetric `n` by `n` matrix at `offset`, row-major, largest first, and an orthonormal eigenvector for
 * each: `vectors[k]` is `[n]`. Cyclic Jacobi rotations take about `n^3` operations per sweep, which serves a few hundred dimensions.
 *
 * @see Golub & Van Loan, "Matrix computations", section 8.5
 */
export function symmetricEigen(
  matrix: ArrayLike<number>,
  n: number,
  offset = 0,
): { values: Float64Array; vectors: Float64Array[] } {
  const a = Float64Array.from({ length: n * n }, (_, i) => matrix[offset + i]!);
  const rows = Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < SWEEPS && offDiagonal(a, n) > 0; sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, n, rows, p, q);
  }
  const order = rows.map((_, i) => i).sort((i, j) => a[j * n + j]! - a[i * n + i]!);
  return { values: Float64Array.from(order, (i) => a[i * n + i]!), vectors: order.map((i) => rows[i]!) };
}

/** Turns the plane of axes p and q so that a[p, q] becomes 0, in `a` and in the accumulated rotation. */
function rotate(a: Float64Array, n: number, rows: Float64Array[], p: number, q: number): void {
  const coupling = a[p * n + q]!;
  if (Math.abs(coupling) <= 1e-17 * Math.sqrt(Math.abs(a[p * n + p]! * a[q * n + q]!))) {
    a[p * n + q] = 0;
    a[q * n + p] = 0;
    return;
  }
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * coupling);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q, cosine, sine);
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k, cosine, sine);
  a[p * n + q] = 0;
  a[q * n + p] = 0;
  const [u, v] = [rows[p]!, rows[q]!];
  for (let k = 0; k < n; k++) {
    const [x, y] = [u[k]!, v[k]!];
    u[k] = cosine * x - sine * y;
    v[k] = sine * x + cosine * y;
  }
}

function turn(a: Float64Array, i: number, j: number, cosine: number, sine: number): void {
  const [x, y] = [a[i]!, a[j]!];
  a[i] = cosine * x - sine * y;
  a[j] = sine * x + cosine * y;
}

function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) sum += a[i * n + j]! ** 2;
  return sum;
}
