import { type ArrayInput, asNdArray, checkRng, isNdArray, type NdArray, type Rng } from '@latents/math';
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
   * @param x `[n, dx]`, from `ndArray`, or rows `number[][]`; a list of n numbers is `[n, 1]`.
   * @param y `[n, dy]`, likewise: row i of y was drawn with row i of x, independently of the other rows.
   * @param rng Draws splits, batches and initial weights, if there are any.
   * @throws RangeError for other shapes, non-finite values, or too few rows.
   */
  estimate(x: ArrayInput, y: ArrayInput, rng: Rng): Promise<InformationEstimate>;
}

/** Paired samples as tables, with their sizes. */
export interface PairedSamples {
  /** `[n, dx]`. */
  readonly x: NdArray;
  /** `[n, dy]`. */
  readonly y: NdArray;
  readonly n: number;
  readonly dx: number;
  readonly dy: number;
}

/**
 * Returns x and y as tables `[n, dx]` and `[n, dy]`. A list of n numbers becomes `[n, 1]`.
 *
 * @throws TypeError without `rng`.
 * @throws RangeError unless both are finite tables of equally many rows, at least `least`.
 */
export function pairsOf(where: string, x: ArrayInput, y: ArrayInput, rng: Rng, least: number): PairedSamples {
  checkRng(`${where}: rng`, rng);
  const [a, b] = [tableOf(where, 'x', x), tableOf(where, 'y', y)];
  const [n, dx] = a.shape;
  const [m, dy] = b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2 || n !== m || !dx || !dy) {
    throw new RangeError(`${where}: expected x [n, dx] and y [n, dy], got [${a.shape}] and [${b.shape}].`);
  }
  checkPairs(where, n!, least);
  return { x: a, y: b, n: n!, dx, dy };
}

/** @throws RangeError unless n is at least `least`. */
export function checkPairs(where: string, n: number, least: number): void {
  if (n < least) throw new RangeError(`${where}: expected at least ${least} pairs, got ${n}.`);
}

/**
 * Returns points as a table `[n, d]`. A list of n numbers becomes `[n, 1]`.
 *
 * @throws RangeError unless the points are a finite table with at least one row and one column.
 */
export function pointsOf(where: string, input: ArrayInput): { points: NdArray; n: number; d: number } {
  const points = tableOf(where, 'points', input);
  const [n, d] = points.shape;
  if (points.shape.length !== 2 || !n || !d) {
    throw new RangeError(`${where}: expected points [n, d] of at least one each, got shape [${points.shape}].`);
  }
  return { points, n, d };
}

/** Returns the input as an array; a plain list of numbers is one column. */
export function tableOf(where: string, name: string, input: ArrayInput): NdArray {
  const array = asNdArray(where, name, input);
  return isNdArray(input) || array.shape.length !== 1 ? array : { ...array, shape: [array.data.length, 1] };
}
