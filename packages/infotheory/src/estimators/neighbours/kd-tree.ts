import { checkFiniteValues, checkList, checkPositiveInteger } from '@latents/math';

/** How distances between points are measured. */
export type Norm = 'euclidean' | 'maximum';

const LEAF = 12;

/**
 * A k-d tree over the rows of a point set, for exact nearest neighbours and counts in a radius. Points are copied into tree order, so
 * that a leaf is one run of memory.
 *
 * @example
 * ```ts
 * import { KdTree } from '@latents/infotheory/samples';
 *
 * const tree = new KdTree(Float64Array.of(0, 1, 3), 1, 'euclidean');
 * // From the last point, itself left out, to the nearest other.
 * tree.distanceToNeighbour(Float64Array.of(3), 1, 2); // => 2
 * ```
 */
export class KdTree {
  readonly size: number;
  readonly dimension: number;
  private readonly points: Float64Array;
  /** The row of the point set that each stored point was. */
  readonly order: Uint32Array;
  private readonly squared: boolean;

  /**
   * @param data Points, `[n, dimension]`, row-major.
   * @throws TypeError for what is not a list.
   * @throws RangeError if there are no points, the last one is not whole, a coordinate is not a finite number, or `dimension` is no
   * positive integer.
   */
  constructor(data: ArrayLike<number>, dimension: number, norm: Norm) {
    const where = 'new KdTree(data, dimension, norm)';
    checkList(where, 'data', data);
    checkPositiveInteger(where, dimension, 'dimension');
    if (data.length === 0 || data.length % dimension !== 0) {
      throw new RangeError(
        `${where}: expected at least one point of ${dimension} coordinates each, got ${data.length} numbers. Give all points in one list.`,
      );
    }
    checkFiniteValues(where, data);
    this.dimension = dimension;
    this.size = data.length / dimension;
    this.squared = norm === 'euclidean';
    this.order = Uint32Array.from({ length: this.size }, (_, i) => i);
    this.split(data, 0, this.size);
    this.points = new Float64Array(data.length);
    for (let i = 0; i < this.size; i++) {
      for (let j = 0; j < dimension; j++) this.points[i * dimension + j] = data[this.order[i]! * dimension + j]!;
    }
  }

  /** The distance from a point to its k-th nearest neighbour, without the stored row `skip` (-1: none). */
  distanceToNeighbour(x: ArrayLike<number>, k: number, skip: number): number {
    const nearest = new Float64Array(k).fill(Infinity);
    this.search(x, 0, this.size, 0, skip, nearest);
    return this.squared ? Math.sqrt(nearest[k - 1]!) : nearest[k - 1]!;
  }

  /** How many stored points lie strictly within `radius` of x, itself included if it is one. */
  countWithin(x: ArrayLike<number>, radius: number): number {
    return this.count(x, this.squared ? radius * radius : radius, 0, this.size, 0);
  }

  private axis(depth: number): number {
    return depth % this.dimension;
  }

  /** Orders the rows from `low` to `high` so that the middle one divides them along the axis of this depth. */
  private split(data: ArrayLike<number>, low: number, high: number, depth = 0): void {
    if (high - low <= LEAF) return;
    const middle = (low + high) >>> 1;
    this.select(data, low, high - 1, middle, this.axis(depth));
    this.split(data, low, middle, depth + 1);
    this.split(data, middle + 1, high, depth + 1);
  }

  /** Hoare's selection: the `middle`-th of rows left to right by one coordinate comes to its place. */
  private select(data: ArrayLike<number>, from: number, to: number, middle: number, axis: number): void {
    const { order, dimension } = this;
    const key = (i: number) => data[order[i]! * dimension + axis]!;
    let left = from;
    let right = to;
    while (left < right) {
      const pivot = key((left + right) >>> 1);
      let i = left;
      let j = right;
      while (i <= j) {
        while (key(i) < pivot) i++;
        while (key(j) > pivot) j--;
        if (i > j) break;
        const kept = order[i]!;
        order[i++] = order[j]!;
        order[j--] = kept;
      }
      if (middle <= j) right = j;
      else if (middle >= i) left = i;
      else return;
    }
  }

  private distance(x: ArrayLike<number>, row: number, limit: number): number {
    const { points, dimension } = this;
    let total = 0;
    for (let j = 0, at = row * dimension; j < dimension && total <= limit; j++, at++) {
      const d = Math.abs(x[j]! - points[at]!);
      total = this.squared ? total + d * d : Math.max(total, d);
    }
    return total;
  }

  private search(
    x: ArrayLike<number>,
    low: number,
    high: number,
    depth: number,
    skip: number,
    nearest: Float64Array,
  ): void {
    if (high - low <= LEAF) {
      for (let i = low; i < high; i++) this.offer(x, i, skip, nearest);
      return;
    }
    const middle = (low + high) >>> 1;
    const axis = this.axis(depth);
    const gap = x[axis]! - this.points[middle * this.dimension + axis]!;
    const [nearLow, nearHigh, farLow, farHigh] =
      gap < 0 ? [low, middle, middle + 1, high] : [middle + 1, high, low, middle];
    this.search(x, nearLow, nearHigh, depth + 1, skip, nearest);
    this.offer(x, middle, skip, nearest);
    const reach = this.squared ? gap * gap : Math.abs(gap);
    if (reach < nearest[nearest.length - 1]!) this.search(x, farLow, farHigh, depth + 1, skip, nearest);
  }

  /** Puts a stored point among the nearest, which are kept sorted. */
  private offer(x: ArrayLike<number>, row: number, skip: number, nearest: Float64Array): void {
    if (this.order[row] === skip) return;
    let place = nearest.length - 1;
    const d = this.distance(x, row, nearest[place]!);
    if (!(d < nearest[place]!)) return;
    for (; place > 0 && nearest[place - 1]! > d; place--) nearest[place] = nearest[place - 1]!;
    nearest[place] = d;
  }

  private count(x: ArrayLike<number>, limit: number, low: number, high: number, depth: number): number {
    let inside = 0;
    if (high - low <= LEAF) {
      for (let i = low; i < high; i++) if (this.distance(x, i, limit) < limit) inside++;
      return inside;
    }
    const middle = (low + high) >>> 1;
    const axis = this.axis(depth);
    const gap = x[axis]! - this.points[middle * this.dimension + axis]!;
    const reach = this.squared ? gap * gap : Math.abs(gap);
    if (this.distance(x, middle, limit) < limit) inside++;
    if (gap < 0 || reach < limit) inside += this.count(x, limit, low, middle, depth + 1);
    if (gap >= 0 || reach < limit) inside += this.count(x, limit, middle + 1, high, depth + 1);
    return inside;
  }
}
