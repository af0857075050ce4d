/** Counts of a set of numbers within a radius, by bisection: what a k-d tree is in one dimension. */
export class SortedCounter {
  private readonly sorted: Float64Array;

  constructor(values: ArrayLike<number>) {
    this.sorted = Float64Array.from(values).sort();
  }

  /** How many lie strictly within `radius` of x. */
  countWithin(x: number, radius: number): number {
    return this.first((v) => v - x >= radius) - this.first((v) => x - v < radius);
  }

  /** The index of the first value for which a condition, false and then true along the order, holds. */
  private first(holds: (value: number) => boolean): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.sorted[middle]!)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
