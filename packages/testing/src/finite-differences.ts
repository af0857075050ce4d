/**
 * Returns the gradient of f at a point by central differences, in float64.
 *
 * @param step Size of a difference. The error is about `step` squared, plus the rounding of f over `step`.
 * @example
 * ```ts
 * finiteDifferences(([x, y]) => x! * y!, [2, 3]); // => about [3, 2]
 * ```
 */
export function finiteDifferences(
  f: (point: readonly number[]) => number,
  point: readonly number[],
  step = 1e-5,
): number[] {
  return point.map((_, i) => {
    const at = (h: number) => f(point.map((v, k) => (k === i ? v + h : v)));
    return (at(step) - at(-step)) / (2 * step);
  });
}
