import type { NdArray, Rng } from '@latents/math';
import type { Side } from '@latents/training';

/** What an estimator says of I(X; Y), in nats. */
export interface InformationEstimate {
  readonly nats: number;
  /** On which side of I(X; Y) the estimate lies in expectation; `'none'`: on neither for certain. */
  readonly side: Side;
  /** Of the sampling of the data it was evaluated on; it knows nothing of bias. */
  readonly standardError: number;
  /** What the estimate cannot exceed, whatever the truth; infinite if there is no such value. */
  readonly ceiling: number;
}

/** A way to estimate mutual information from paired samples. */
export interface InformationEstimator {
  readonly name: string;
  /**
   * @param x `[n, dx]`, y `[n, dy]`: row i of one was drawn with row i of the other, independently of the other rows.
   * @param rng Draws splits, batches and initial weights, if there are any.
   * @throws RangeError for other shapes, non-finite values, or too few rows.
   */
  estimate(x: NdArray, y: NdArray, rng: Rng): Promise<InformationEstimate>;
}

/** @throws RangeError unless x and y are finite `[n, dx]` and `[n, dy]` with at least `least` rows. */
export function checkPairs(
  where: string,
  x: NdArray,
  y: NdArray,
  least: number,
): { n: number; dx: number; dy: number } {
  const [n, dx] = x.shape;
  const [m, dy] = y.shape;
  if (x.shape.length !== 2 || y.shape.length !== 2 || n !== m || !dx || !dy) {
    throw new RangeError(`${where}: expected x [n, dx] and y [n, dy], got [${x.shape}] and [${y.shape}].`);
  }
  if (n! < least) throw new RangeError(`${where}: expected at least ${least} pairs, got ${n}.`);
  checkFinite(where, 'x', x);
  checkFinite(where, 'y', y);
  return { n: n!, dx, dy };
}

/** @throws RangeError unless the points are finite `[n, d]`. Returns n and d. */
export function checkPoints(where: string, points: NdArray): [n: number, d: number] {
  const [n, d] = points.shape;
  if (points.shape.length !== 2 || !n || !d) {
    throw new RangeError(`${where}: expected points [n, d] of at least one each, got shape [${points.shape}].`);
  }
  checkFinite(where, 'points', points);
  return [n, d];
}

/** @throws RangeError that names the row of the first value that is not finite. */
export function checkFinite(where: string, name: string, { shape, data }: NdArray): void {
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) {
      const row = Math.floor((i * shape[0]!) / data.length);
      throw new RangeError(`${where}: expected finite values, got ${data[i]} in ${name}, row ${row}.`);
    }
  }
}
