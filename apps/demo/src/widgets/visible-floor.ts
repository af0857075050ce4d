/**
 * Where the axis of a training curve should begin: a bound climbs hundreds of nats in its first steps and a few in the
 * rest, and an axis that holds both shows neither. The floor leaves out values further below the best than three times
 * the spread of the upper three quarters.
 *
 * @returns Negative infinity if all should be seen.
 */
export function visibleFloor(values: readonly number[]): number {
  if (values.length < 16) return Number.NEGATIVE_INFINITY;
  const sorted = [...values].sort((a, b) => a - b);
  const best = sorted[sorted.length - 1]!;
  const quarter = sorted[Math.floor(sorted.length / 4)]!;
  const floor = best - 3 * (best - quarter);
  return sorted[0]! < floor ? floor : Number.NEGATIVE_INFINITY;
}
