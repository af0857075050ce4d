import { choleskyFactor, type NdArray, type Rng, solveTriangular, transpose } from '@latents/math';

const ROUNDS = 60;
// Of each feature's variance: lets features repeat each other.
const RIDGE = 1e-4;
// A constant feature's, so that it has a factor; its covariances are 0, and so is its weight.
const TINY = 1e-150;

/** Directions `a` `[components][dx]` and `b` `[components][dy]`, strongest first. */
export interface CanonicalDirections {
  readonly a: readonly Float64Array[];
  readonly b: readonly Float64Array[];
}

/**
 * Canonical correlation analysis of some rows of x and y: directions whose projections correlate most, each uncorrelated with those
 * before it. By subspace iteration, as only a few are wanted.
 *
 * @see Hotelling 1936; Golub & Van Loan, "Matrix computations", section 7.3.2
 */
export function canonicalDirections(
  x: NdArray,
  y: NdArray,
  rows: ArrayLike<number>,
  components: number,
  rng: Rng,
): CanonicalDirections {
  const [p, q] = [x.shape[1]!, y.shape[1]!];
  const [u, v] = [centred(x, rows), centred(y, rows)];
  const factorX = factor(product(u, u, rows.length, p, p), p);
  const factorY = factor(product(v, v, rows.length, q, q), q);
  // M = Lx^-1 Cxy Ly^-T, whose singular vectors are the directions, whitened.
  const half = solveTriangular(factorX, product(u, v, rows.length, p, q), p, q, false);
  const m = transpose(solveTriangular(factorY, transpose(half, p, q), q, p, false), q, p);
  const width = Math.min(p, q, components + 2);
  let left: Float64Array = rng.fillNormal(new Float64Array(p * width));
  let right: Float64Array = new Float64Array(q * width);
  for (let round = 0; round < ROUNDS; round++) {
    right = orthonormal(times(transpose(m, p, q), left, q, p, width), q, width);
    left = orthonormal(times(m, right, p, q, width), p, width);
  }
  const take = (basis: Float64Array, l: Float64Array, d: number) => {
    const directions = solveTriangular(l, Float64Array.from(basis), d, width, true);
    return Array.from({ length: Math.min(components, width) }, (_, k) =>
      Float64Array.from({ length: d }, (_, i) => directions[i * width + k]!),
    );
  };
  return { a: take(left, factorX, p), b: take(right, factorY, q) };
}

function centred({ shape, data }: NdArray, rows: ArrayLike<number>): Float64Array {
  const d = shape[1]!;
  const out = new Float64Array(rows.length * d);
  const mean = new Float64Array(d);
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < d; j++) {
      out[i * d + j] = data[rows[i]! * d + j]!;
      mean[j]! += out[i * d + j]! / rows.length;
    }
  }
  for (let i = 0; i < out.length; i++) out[i]! -= mean[i % d]!;
  return out;
}

/** a' b / n, for a `[n, p]` and b `[n, q]`. */
function product(a: Float64Array, b: Float64Array, n: number, p: number, q: number): Float64Array {
  const out = new Float64Array(p * q);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      const scale = a[i * p + j]! / n;
      for (let k = 0, at = j * q, from = i * q; k < q; k++) out[at + k]! += scale * b[from + k]!;
    }
  }
  return out;
}

function factor(covariance: Float64Array, d: number): Float64Array {
  for (let j = 0; j < d; j++) covariance[j * d + j] = covariance[j * d + j]! * (1 + RIDGE) + TINY;
  return choleskyFactor(covariance, d);
}

function times(a: Float64Array, b: Float64Array, p: number, q: number, width: number): Float64Array {
  const out = new Float64Array(p * width);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < q; j++) {
      const scale = a[i * q + j]!;
      for (let k = 0; k < width; k++) out[i * width + k]! += scale * b[j * width + k]!;
    }
  }
  return out;
}

/** Gram and Schmidt, on the columns of `[d, width]`. */
function orthonormal(a: Float64Array, d: number, width: number): Float64Array {
  for (let k = 0; k < width; k++) {
    for (let before = 0; before < k; before++) {
      let dot = 0;
      for (let i = 0; i < d; i++) dot += a[i * width + k]! * a[i * width + before]!;
      for (let i = 0; i < d; i++) a[i * width + k]! -= dot * a[i * width + before]!;
    }
    let squares = 0;
    for (let i = 0; i < d; i++) squares += a[i * width + k]! ** 2;
    const norm = Math.sqrt(squares);
    if (norm > 0) for (let i = 0; i < d; i++) a[i * width + k]! /= norm;
  }
  return a;
}
