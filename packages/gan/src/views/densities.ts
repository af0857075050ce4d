import { checkPositiveInteger } from '@latents/math';
import { checkMasses, type Masses } from './masses.js';

/** A box in one or two dimensions. */
export interface DensityGrid {
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Number of cells per side. */
  readonly cells: number;
}

/** The logarithm of a density at a point. */
export type LogDensity = (x: readonly number[]) => number;

/**
 * Returns the masses of two densities, by the midpoint rule on a grid: for densities that are smooth and vanish at the edge of the box the
 * error falls faster than any power of the cells' width.
 *
 * @example
 * ```ts
 * import { massesOfDensities, solveGame } from '@latents/gan';
 *
 * const normal = (mean: number) => ([x]: readonly number[]) => -0.5 * ((x! - mean) ** 2 + Math.log(2 * Math.PI));
 * const masses = massesOfDensities(normal(0), normal(1), { low: [-9], high: [10], cells: 400 });
 * solveGame(masses).jensenShannon; // => 0.1114215
 * ```
 * @throws RangeError for a box of other than one or two dimensions, or that is empty; cells that are not a positive integer; a log
 * density that is NaN or infinite upwards; densities whose mass in the box is not 1 within 1e-6.
 */
export function massesOfDensities(
  logData: LogDensity,
  logGenerated: LogDensity,
  { low, high, cells }: DensityGrid,
): Masses {
  const where = 'massesOfDensities(logData, logGenerated, grid)';
  const dimension = low.length;
  if ((dimension !== 1 && dimension !== 2) || high.length !== dimension) {
    throw new RangeError(
      `${where}: expected a box of one or two dimensions, got low [${low}] and high [${high}]. In more, estimate by samples.`,
    );
  }
  if (low.some((edge, i) => !(edge < high[i]! && high[i]! - edge < Infinity))) {
    throw new RangeError(`${where}: expected low < high in each dimension, both finite, got [${low}] and [${high}].`);
  }
  checkPositiveInteger(where, cells, 'cells');
  const widths = low.map((edge, i) => (high[i]! - edge) / cells);
  const volume = widths.reduce((product, width) => product * width, 1);
  const at = (axis: number, cell: number): number => low[axis]! + (cell + 0.5) * widths[axis]!;
  const size = cells ** dimension;
  const points = Array.from({ length: size }, (_, i) =>
    dimension === 1 ? [at(0, i)] : [at(0, Math.floor(i / cells)), at(1, i % cells)],
  );
  const massesOf = (log: LogDensity): Float64Array =>
    Float64Array.from(points, (point) => {
      const value = log(point);
      if (Number.isNaN(value) || value === Infinity) {
        throw new RangeError(`${where}: expected log densities below infinity, got ${value} at [${point}].`);
      }
      return Math.exp(value) * volume;
    });
  const masses = { data: massesOf(logData), generated: massesOf(logGenerated) };
  checkMasses(where, masses);
  return masses;
}
