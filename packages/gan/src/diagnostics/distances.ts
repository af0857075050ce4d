import type { NdArray } from '@latents/math';

/** Returns the squared distance between row i of a and row j of b, both of d columns. */
export function squaredDistance(a: NdArray, i: number, b: NdArray, j: number, d: number): number {
  let sum = 0;
  for (let k = 0; k < d; k++) sum += (a.data[i * d + k]! - b.data[j * d + k]!) ** 2;
  return sum;
}

/** Returns the squared distance from each row to its k-th neighbour among the other rows. */
export function squaredRadii(points: NdArray, k: number): Float64Array {
  const [n, d] = points.shape as [number, number];
  return Float64Array.from({ length: n }, (_, i) => {
    const distances = Float64Array.from({ length: n }, (_, j) => squaredDistance(points, i, points, j, d));
    // The first is the point itself.
    return distances.sort()[k]!;
  });
}
