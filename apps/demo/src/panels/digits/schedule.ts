/**
 * The steps after which a run is measured: 0, 1, 2, 4, ... while the bound moves fastest, then twice an epoch.
 *
 * @returns The first such step after `step`.
 */
export function nextMeasurement(step: number, perEpoch: number): number {
  const interval = Math.max(1, Math.ceil(perEpoch / 2));
  const doubled = Math.max(1, 2 * step);
  if (doubled < interval) return doubled;
  return (Math.floor(step / interval) + 1) * interval;
}
