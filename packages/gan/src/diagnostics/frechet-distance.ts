import { checkNdArray, type NdArray, symmetricEigen } from '@latents/math';

/** Largest feature whose square, times any number of rows, is finite. */
const LARGEST = 1e150;

/**
 * Returns the squared Frechet (2-Wasserstein) distance of two normals fitted to features:
 * |m_1 - m_2|^2 + tr(C_1 + C_2 - 2 (C_1^1/2 C_2 C_1^1/2)^1/2), in float64.
 *
 * Its meaning depends on the features. With those of the Inception network, over 50,000 images, it is called FID; with the features of
 * another network it must not be. Values from different features or sample sizes cannot be compared.
 *
 * @param a Features of one set, `[rows, features]`.
 * @param b Features of the other set, `[rows, features]`.
 * @example
 * ```ts
 * import { frechetDistance } from '@latents/gan';
 *
 * const line = (from: number) => ({ shape: [3, 1], data: Float64Array.of(from, from + 1, from + 2) });
 * frechetDistance(line(0), line(5)); // => 25
 * ```
 * @throws RangeError for shapes that do not meet, fewer than two rows, or features that are not finite.
 * @see Heusel et al. 2017, eq. 6; Dowson & Landau 1982
 */
export function frechetDistance(a: NdArray, b: NdArray): number {
  checkFeatures('frechetDistance(a, b)', { a, b }, 2);
  const d = a.shape[1]!;
  const [first, second] = [momentsOf(a), momentsOf(b)];
  const root = squareRoot(first.covariance, d);
  const inner = product(product(root, second.covariance, d), root, d);
  // Symmetric but for rounding.
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) inner[i * d + j] = inner[j * d + i] = (inner[i * d + j]! + inner[j * d + i]!) / 2;
  }
  const { values } = symmetricEigen(inner, d);
  let distance = 0;
  for (let i = 0; i < d; i++) {
    distance += (first.mean[i]! - second.mean[i]!) ** 2;
    distance += first.covariance[i * d + i]! + second.covariance[i * d + i]!;
    distance -= 2 * Math.sqrt(Math.max(values[i]!, 0));
  }
  return Math.max(distance, 0);
}

/** Throws a RangeError unless all sets, by the names of arguments, are finite features of one width, with at least `least` rows. */
export function checkFeatures(where: string, sets: Readonly<Record<string, NdArray>>, least: number): void {
  for (const [name, set] of Object.entries(sets)) checkNdArray(where, name, set, { finite: false });
  const shapes = Object.values(sets).map(({ shape }) => shape);
  const [width] = shapes[0]!.slice(1);
  if (!shapes.every((shape) => shape.length === 2 && shape[0]! >= least && shape[1] === width && width! > 0)) {
    const got = Object.entries(sets).map(([name, { shape }]) => `${name} [${shape}]`);
    throw new RangeError(
      `${where}: expected two sets of features [rows, features] of one width, of at least ${least} rows, got ${got.join(' and ')}.`,
    );
  }
  for (const [name, set] of Object.entries(sets)) {
    const at = set.data.findIndex((value) => !(Math.abs(value) <= LARGEST));
    if (at >= 0) {
      throw new RangeError(
        `${where}: expected finite features of at most ${LARGEST}, whose squares can be added, got ${set.data[at]} in row ${Math.floor(at / width!)} of ${name}.`,
      );
    }
  }
}

function momentsOf({ shape, data }: NdArray): { mean: Float64Array; covariance: Float64Array } {
  const [n, d] = shape as [number, number];
  const mean = new Float64Array(d);
  for (let i = 0; i < n * d; i++) mean[i % d]! += data[i]! / n;
  const covariance = new Float64Array(d * d);
  const row = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) row[j] = data[i * d + j]! - mean[j]!;
    for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) covariance[j * d + k]! += (row[j]! * row[k]!) / (n - 1);
  }
  return { mean, covariance };
}

/** Returns the root of a symmetric matrix without negative eigenvalues (except for rounding). */
function squareRoot(matrix: Float64Array, d: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, d);
  const root = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    const scale = Math.sqrt(Math.max(values[k]!, 0));
    const v = vectors[k]!;
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) root[i * d + j]! += scale * v[i]! * v[j]!;
  }
  return root;
}

function product(a: Float64Array, b: Float64Array, d: number): Float64Array {
  const out = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < d; k++) {
      const scale = a[i * d + k]!;
      for (let j = 0; j < d; j++) out[i * d + j]! += scale * b[k * d + j]!;
    }
  }
  return out;
}
