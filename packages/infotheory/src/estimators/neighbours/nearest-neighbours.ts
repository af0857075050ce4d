import { type ArrayInput, binaryUnit, checkInteger, type NdArray } from '@latents/math';
import { digamma, lgamma } from '@latents/math/special';

import { pointsOf } from '../estimate.js';
import { KdTree } from './kd-tree.js';
import { SortedCounter } from './sorted-counter.js';

export interface NeighbourOptions {
  /** Which nearest neighbour (default 3): more is smoother, of more bias and less variance. */
  readonly k?: number;
}

/** Returns points as a table `[n, d]` whose every row has k neighbours. */
function neighbours(where: string, input: ArrayInput, k: number): { points: NdArray; n: number; d: number } {
  const { points, n, d } = pointsOf(where, input);
  checkInteger(`${where}: k`, k, 1, n - 1, `one less than the ${n} points`);
  return { points, n, d };
}

/** Returns a power of two near the largest coordinate where squares of coordinates could overflow or underflow, else 1. */
function unitOf(...tables: readonly NdArray[]): number {
  let largest = 0;
  for (const { data } of tables) for (const value of data) largest = Math.max(largest, Math.abs(value));
  return largest === 0 || (largest > 1e-100 && largest < 1e100) ? 1 : binaryUnit(largest);
}

/** Returns points in another unit. Division by a power of two rounds nothing. */
function inUnit(points: NdArray, unit: number): NdArray {
  return unit === 1 ? points : { shape: points.shape, data: Float64Array.from(points.data, (x) => x / unit) };
}

function row(points: NdArray, i: number, d: number): ArrayLike<number> {
  return points.data.subarray(i * d, (i + 1) * d);
}

/** The logarithm of a distance, which repeated points make 0. */
function logDistance(where: string, distance: number, i: number, k: number): number {
  if (distance > 0) return Math.log(distance);
  throw new RangeError(
    `${where}: expected points of a density, got ${k + 1} copies of row ${i}, or points as near to it as 1e-154 of the largest coordinate. Take a larger k or add a little noise.`,
  );
}

/**
 * The differential entropy, in nats, of the density that points `[n, d]` were drawn from, by distances to the k-th neighbours.
 *
 * @example
 * ```ts
 * import { createRng, ndArray } from '@latents/math';
 * import { nearestNeighbourEntropy } from '@latents/infotheory/samples';
 *
 * const rng = createRng(0);
 * const points = ndArray([2000, 1], Float64Array.from({ length: 2000 }, () => rng.uniform()));
 * // Of the uniform distribution: 0 nats.
 * Math.abs(nearestNeighbourEntropy(points)) < 0.1; // => true
 * ```
 * @throws RangeError for a wrong shape or k, non-finite coordinates, or more than k copies of a point.
 * @see Kozachenko & Leonenko 1987; Kraskov, Stogbauer & Grassberger 2004, eq. 20
 */
export function nearestNeighbourEntropy(input: ArrayInput, { k = 3 }: NeighbourOptions = {}): number {
  const where = 'nearestNeighbourEntropy(points, { k })';
  const { points: given, n, d } = neighbours(where, input, k);
  const unit = unitOf(given);
  const points = inUnit(given, unit);
  const tree = new KdTree(points.data, d, 'euclidean');
  let sum = 0;
  for (let i = 0; i < n; i++) sum += logDistance(where, tree.distanceToNeighbour(row(points, i, d), k, i), i, k);
  const logBall = (d / 2) * Math.log(Math.PI) - lgamma(d / 2 + 1);
  return digamma(n) - digamma(k) + logBall + (d * sum) / n + d * Math.log(unit);
}

/**
 * KL(p || q), in nats, between the densities that points `x` `[n, d]` and `y` `[m, d]` were drawn from, by the distances from each x
 * to its k-th neighbours among the other x and among the y.
 *
 * @example
 * ```ts
 * import { createRng, ndArray } from '@latents/math';
 * import { nearestNeighbourKl } from '@latents/infotheory/samples';
 *
 * const rng = createRng(0);
 * const draws = () => ndArray([2000, 1], Float64Array.from({ length: 2000 }, () => rng.uniform()));
 * Math.abs(nearestNeighbourKl(draws(), draws())) < 0.15; // => true
 * ```
 * @throws RangeError as {@link nearestNeighbourEntropy}, or if the dimensions differ.
 * @see Wang, Kulkarni & Verdu 2009, eq. 5
 */
export function nearestNeighbourKl(x: ArrayInput, y: ArrayInput, { k = 3 }: NeighbourOptions = {}): number {
  const where = 'nearestNeighbourKl(x, y, { k })';
  const { points: given, n, d } = neighbours(where, x, k);
  const other = pointsOf(where, y);
  if (other.d !== d || k > other.n) {
    throw new RangeError(`${where}: expected y of shape [at least ${k}, ${d}], got [${other.points.shape}].`);
  }
  const unit = unitOf(given, other.points);
  const points = inUnit(given, unit);
  const own = new KdTree(points.data, d, 'euclidean');
  const others = new KdTree(inUnit(other.points, unit).data, d, 'euclidean');
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const point = row(points, i, d);
    sum += logDistance(where, others.distanceToNeighbour(point, k, -1), i, k);
    sum -= logDistance(where, own.distanceToNeighbour(point, k, i), i, k);
  }
  return (d * sum) / n + Math.log(other.n / (n - 1));
}

/**
 * The mutual information I(X; Y), in nats, of paired points `x` `[n, dx]` and `y` `[n, dy]`: the first estimator of Kraskov,
 * Stogbauer and Grassberger, whose biases in the three entropies nearly cancel.
 *
 * @example
 * ```ts
 * import { createRng, ndArray } from '@latents/math';
 * import { ksgMutualInformation } from '@latents/infotheory/samples';
 *
 * const rng = createRng(0);
 * const draws = () => ndArray([2000, 1], Float64Array.from({ length: 2000 }, () => rng.uniform()));
 * Math.abs(ksgMutualInformation(draws(), draws())) < 0.1; // => true
 * ```
 * @throws RangeError as {@link nearestNeighbourEntropy}, or if there are not as many x as y.
 * @see Kraskov, Stogbauer & Grassberger 2004, eq. 8
 */
export function ksgMutualInformation(x: ArrayInput, y: ArrayInput, { k = 3 }: NeighbourOptions = {}): number {
  const where = 'ksgMutualInformation(x, y, { k })';
  const { points: a, n, d: dx } = neighbours(where, x, k);
  const { points: b, n: m, d: dy } = neighbours(where, y, k);
  if (m !== n) throw new RangeError(`${where}: expected as many x as y, got ${n} and ${m}.`);
  const joint = new Float64Array(n * (dx + dy));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < dx; j++) joint[i * (dx + dy) + j] = a.data[i * dx + j]!;
    for (let j = 0; j < dy; j++) joint[i * (dx + dy) + dx + j] = b.data[i * dy + j]!;
  }
  const tree = new KdTree(joint, dx + dy, 'maximum');
  const [countX, countY] = [counter(a, dx), counter(b, dy)];
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const radius = tree.distanceToNeighbour(joint.subarray(i * (dx + dy), (i + 1) * (dx + dy)), k, i);
    logDistance(where, radius, i, k);
    // The point itself is counted: n_x + 1 is what digamma takes.
    sum += digamma(countX(i, radius)) + digamma(countY(i, radius));
  }
  return digamma(k) + digamma(n) - sum / n;
}

/** Counts the points strictly within a radius of the i-th. */
function counter(points: NdArray, d: number): (i: number, radius: number) => number {
  if (d === 1) {
    const sorted = new SortedCounter(points.data);
    return (i, radius) => sorted.countWithin(points.data[i]!, radius);
  }
  const tree = new KdTree(points.data, d, 'maximum');
  return (i, radius) => tree.countWithin(row(points, i, d), radius);
}
