/** The plane through latent space that the map shows, and where each code lies in it. */
export interface LatentPlane {
  /** Two numbers a code. */
  readonly points: Float32Array;
  readonly axes: readonly [string, string];
  /** In words, for the caption. */
  readonly words: string;
  /** The code at a place on the map. */
  codeAt(x: number, y: number): Float32Array;
  /** Unit vectors, to keep the sign of the next plane's. */
  readonly basis: readonly [Float64Array, Float64Array];
}

/**
 * With two latent dimensions, those; with more, the first two principal components of the codes; with one, that against
 * the digit's label.
 *
 * @param codes `[n, dim]`.
 * @param before The plane shown last: a component's sign is arbitrary, and is kept from one to the next.
 */
export function latentPlane(
  codes: Float32Array,
  dim: number,
  labels: Uint8Array,
  before: LatentPlane | undefined,
): LatentPlane {
  const n = codes.length / dim;
  if (dim === 1) {
    const points = new Float32Array(2 * n);
    for (let i = 0; i < n; i++) points.set([codes[i]!, labels[i]!], 2 * i);
    return {
      points,
      axes: ['z', 'digit'],
      words: 'the one latent dimension, with the digits on rows of their own',
      codeAt: (x) => Float32Array.of(x),
      basis: [Float64Array.of(1), Float64Array.of(0)],
    };
  }
  if (dim === 2) {
    return {
      points: codes.slice(),
      axes: ['z₁', 'z₂'],
      words: 'the two latent dimensions',
      codeAt: (x, y) => Float32Array.of(x, y),
      basis: [Float64Array.of(1, 0), Float64Array.of(0, 1)],
    };
  }
  const { mean, covariance } = moments(codes, dim);
  const total = trace(covariance, dim);
  const first = leadingVector(covariance, dim, before?.basis[0]);
  const second = leadingVector(deflate(covariance, dim, first.vector, first.value), dim, before?.basis[1]);
  const basis = [first.vector, second.vector] as const;
  const points = new Float32Array(2 * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < dim; j++) {
      const centred = codes[i * dim + j]! - mean[j]!;
      points[2 * i] = points[2 * i]! + centred * basis[0][j]!;
      points[2 * i + 1] = points[2 * i + 1]! + centred * basis[1][j]!;
    }
  }
  const share = total > 1e-12 ? Math.round((100 * (first.value + second.value)) / total) : 0;
  return {
    points,
    axes: ['first principal component', 'second principal component'],
    words: `the first two principal components of the posterior means, ${share}% of their variance in ${dim} dimensions`,
    codeAt: (x, y) => Float32Array.from(mean, (m, j) => m + x * basis[0][j]! + y * basis[1][j]!),
    basis,
  };
}

function moments(codes: Float32Array, dim: number): { mean: Float64Array; covariance: Float64Array } {
  const n = codes.length / dim;
  const mean = new Float64Array(dim);
  for (let i = 0; i < codes.length; i++) mean[i % dim] = mean[i % dim]! + codes[i]! / n;
  const covariance = new Float64Array(dim * dim);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < dim; a++) {
      const scaled = (codes[i * dim + a]! - mean[a]!) / n;
      for (let b = 0; b < dim; b++) {
        covariance[a * dim + b] = covariance[a * dim + b]! + scaled * (codes[i * dim + b]! - mean[b]!);
      }
    }
  }
  return { mean, covariance };
}

function trace(matrix: Float64Array, dim: number): number {
  let sum = 0;
  for (let a = 0; a < dim; a++) sum += matrix[a * dim + a]!;
  return sum;
}

function deflate(matrix: Float64Array, dim: number, vector: Float64Array, value: number): Float64Array {
  return matrix.map((entry, i) => entry - value * vector[Math.floor(i / dim)]! * vector[i % dim]!);
}

const ITERATIONS = 300;

/** The eigenvector of the largest eigenvalue of a symmetric matrix with none below zero, by power iteration. */
function leadingVector(
  matrix: Float64Array,
  dim: number,
  like: Float64Array | undefined,
): { vector: Float64Array; value: number } {
  // Any start that is not orthogonal to the answer will do; these entries are all different.
  let vector = normalized(Float64Array.from({ length: dim }, (_, j) => 1 + j / dim));
  let value = 0;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const product = times(matrix, vector);
    value = Math.hypot(...product);
    if (value < 1e-12) break;
    vector = normalized(product);
  }
  const along = like?.length === dim ? vector.reduce((sum, entry, j) => sum + entry * like[j]!, 0) : 1;
  return { vector: along < 0 ? vector.map((entry) => -entry) : vector, value };
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const dim = vector.length;
  return vector.map((_, a) => {
    let sum = 0;
    for (let b = 0; b < dim; b++) sum += matrix[a * dim + b]! * vector[b]!;
    return sum;
  });
}

function normalized(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((entry) => entry / length) : vector;
}
