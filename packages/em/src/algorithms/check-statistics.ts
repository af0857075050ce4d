/** Throws a RangeError unless there are `length` statistics, all finite. */
export function checkStatistics(statistics: Float64Array, length: number): void {
  if (statistics.length !== length)
    throw new RangeError(
      `model.maximize(statistics): expected ${length} numbers, got ${statistics.length}. Use those of expect() of a model of this kind.`,
    );
  const at = statistics.findIndex((value) => !Number.isFinite(value));
  if (at >= 0)
    throw new RangeError(`model.maximize(statistics): expected finite numbers, got ${statistics[at]} at ${at}.`);
}
