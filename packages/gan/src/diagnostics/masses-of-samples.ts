import { checkPositiveInteger, checkSize, type NdArray } from '@latents/math';
import { type DensityGrid, type LogDensity, massesOfDensities } from '../views/densities.js';
import type { Masses } from '../views/masses.js';

/** Number of parts that each side of a cell is divided into, to integrate the density. */
const PARTS = 4;

/**
 * Returns the masses of a known density and of samples in the cells of a grid, with everything outside as one more atom, as
 * {@link solveGame} needs them for a generator of unknown density. Binning cannot raise the JSD; the noise of n samples
 * does, by about k / (8 n) nats if they fill k cells well.
 *
 * @param samples `[count, dimension]`, of one or two dimensions. The density is integrated on cells a quarter as wide.
 * @returns `[cells^dimension + 1]` masses each.
 * @example
 * ```ts
 * import { ringMixture } from '@latents/datasets/synthetic';
 * import { createRng, massesOfSamples, solveGame } from '@latents/gan';
 *
 * const ring = ringMixture({ scale: 0.1 });
 * const grid = { low: [-2, -2], high: [2, 2], cells: 60 };
 * const masses = massesOfSamples(ring.logDensityAt, ring.sample(20_000, createRng(0)).x, grid);
 * solveGame(masses).jensenShannon < 0.02; // => true
 * ```
 * @throws RangeError as {@link massesOfDensities} does, and for samples of another dimension than the box, or none. A sample that is
 * not finite is outside.
 */
export function massesOfSamples(logData: LogDensity, samples: NdArray, grid: DensityGrid): Masses {
  const where = 'massesOfSamples(logData, samples, grid)';
  const { low, high, cells } = grid;
  checkPositiveInteger(where, cells, 'cells');
  const known = massesOfDensity(logData, grid);
  const dimension = low.length;
  const [count = 0, width = 0] = samples.shape;
  if (samples.shape.length !== 2 || width !== dimension || count < 1) {
    throw new RangeError(`${where}: expected samples [count, ${dimension}], at least one, got [${samples.shape}].`);
  }
  checkSize(where, 'samples', samples);
  const generated = new Float64Array(known.length + 1);
  for (let i = 0; i < count; i++) {
    let cell = 0;
    for (let j = 0; j < dimension; j++) {
      const at = Math.floor(((samples.data[i * dimension + j]! - low[j]!) / (high[j]! - low[j]!)) * cells);
      cell = at >= 0 && at < cells ? cell * cells + at : Number.NaN;
    }
    generated[Number.isNaN(cell) ? known.length : cell]! += 1 / count;
  }
  let inside = 0;
  const data = new Float64Array(known.length + 1);
  for (let i = 0; i < known.length; i++) inside += known[i]!;
  for (let i = 0; i < known.length; i++) data[i] = known[i]! / Math.max(1, inside);
  data[known.length] = Math.max(0, 1 - inside);
  return { data, generated };
}

/** Cells may be wide, so that each holds many samples; the midpoint rule is used inside them. */
function massesOfDensity(log: LogDensity, { low, high, cells }: DensityGrid): Float64Array {
  const { data } = massesOfDensities(log, log, { low, high, cells: cells * PARTS });
  const masses = new Float64Array(cells ** low.length);
  const fine = cells * PARTS;
  for (let i = 0; i < data.length; i++) {
    const cell =
      low.length === 1
        ? Math.floor(i / PARTS)
        : Math.floor(Math.floor(i / fine) / PARTS) * cells + Math.floor((i % fine) / PARTS);
    masses[cell]! += data[i]!;
  }
  return masses;
}
