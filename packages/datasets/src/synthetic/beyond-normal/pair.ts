import { type NdArray, ndArray, type Rng } from '@latents/math';

/** Two random vectors whose mutual information is known. */
export interface Pair {
  /** The dimensions of x and y. */
  readonly dx: number;
  readonly dy: number;
  /** I(X; Y), in nats. */
  readonly mutualInformation: number;
  /**
   * `n` independent pairs, x `[n, dx]` and y `[n, dy]`.
   *
   * @throws RangeError unless n is a positive integer.
   */
  sample(n: number, rng: Rng): { readonly x: NdArray<Float64Array>; readonly y: NdArray<Float64Array> };
}

/** Cuts rows of dx + dy numbers into x and y. */
export function cut(joined: Float64Array, dx: number, dy: number): ReturnType<Pair['sample']> {
  const n = joined.length / (dx + dy);
  const [x, y] = [new Float64Array(n * dx), new Float64Array(n * dy)];
  for (let i = 0; i < n; i++) {
    const row = joined.subarray(i * (dx + dy), (i + 1) * (dx + dy));
    x.set(row.subarray(0, dx), i * dx);
    y.set(row.subarray(dx), i * dy);
  }
  return { x: ndArray([n, dx], x), y: ndArray([n, dy], y) };
}
