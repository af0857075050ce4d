import { checkPositive, checkPositiveInteger, type NdArray, type Rng } from '@latents/math';
import type { Modes } from './mixture-metrics.js';

/** Equal round Gaussians in the plane: data whose density is known, to see which modes a generator finds. */
export interface Mixture extends Modes {
  /** `[count, 2]`, float32. Throws a RangeError unless `count` is a positive integer. */
  sample(count: number, rng: Rng): NdArray<Float32Array>;
  /** log p(x) of a point of the plane. Throws a RangeError for one of another dimension. */
  logDensity(x: readonly number[]): number;
}

export interface RingOptions {
  /** How many Gaussians (default 8). */
  readonly modes?: number;
  /** Of the circle on which their centres lie, evenly, the first at (radius, 0) (default 1). */
  readonly radius?: number;
  /** The standard deviation of each in each coordinate (default 0.01). */
  readonly scale?: number;
}

export interface GridOptions {
  /** How many Gaussians a row, and rows (default 5). */
  readonly side?: number;
  /** Between neighbouring centres (default 2). The grid is centred on 0. */
  readonly spacing?: number;
  /** The standard deviation of each in each coordinate (default 0.05). */
  readonly scale?: number;
}

/**
 * Gaussians on a circle. By default the ring of VEEGAN and PacGAN.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { mixtureMetrics, ringMixture } from '@latents/gan';
 *
 * const ring = ringMixture();
 * mixtureMetrics(ring.sample(2500, createRng(0)), ring).modes; // => 8
 * ```
 * @throws RangeError for a number of modes that is not a positive integer, or a length that is not positive and finite.
 * @see Srivastava et al. 2017, section 4.1; Lin et al. 2018, section 4.1
 */
export function ringMixture({ modes = 8, radius = 1, scale = 0.01 }: RingOptions = {}): Mixture {
  const where = 'ringMixture';
  checkPositiveInteger(`${where}({ modes })`, modes);
  checkLength(`${where}({ radius })`, radius);
  return mixture(
    where,
    Array.from({ length: modes }, (_, k) => {
      const angle = (2 * Math.PI * k) / modes;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    }),
    scale,
  );
}

/**
 * Gaussians on a square grid. By default the 25 of VEEGAN and PacGAN, at {-4, -2, 0, 2, 4}^2.
 *
 * @throws RangeError for a side that is not a positive integer, or a length that is not positive and finite.
 * @see Srivastava et al. 2017, section 4.1; Lin et al. 2018, section 4.1
 */
export function gridMixture({ side = 5, spacing = 2, scale = 0.05 }: GridOptions = {}): Mixture {
  const where = 'gridMixture';
  checkPositiveInteger(`${where}({ side })`, side);
  checkLength(`${where}({ spacing })`, spacing);
  const at = (i: number): number => (i - (side - 1) / 2) * spacing;
  return mixture(
    where,
    Array.from({ length: side * side }, (_, k) => [at(Math.floor(k / side)), at(k % side)]),
    scale,
  );
}

function mixture(where: string, points: readonly number[][], scale: number): Mixture {
  checkLength(`${where}({ scale })`, scale);
  const centres = { shape: [points.length, 2], data: Float64Array.from(points.flat()) };
  const constant = -Math.log(2 * Math.PI * scale * scale * points.length);
  return {
    centres,
    scale,
    sample(count, rng) {
      checkPositiveInteger(`${where}(...).sample(count, rng)`, count);
      const data = new Float32Array(2 * count);
      for (let i = 0; i < count; i++) {
        const [x, y] = points[rng.integer(points.length)]!;
        data[2 * i] = x! + scale * rng.normal();
        data[2 * i + 1] = y! + scale * rng.normal();
      }
      return { shape: [count, 2], data };
    },
    logDensity(x) {
      if (x.length !== 2) {
        throw new RangeError(`${where}(...).logDensity(x): expected a point of the plane, got ${x.length} numbers.`);
      }
      const exponents = points.map(([a, b]) => -((x[0]! - a!) ** 2 + (x[1]! - b!) ** 2) / (2 * scale * scale));
      const largest = Math.max(...exponents);
      if (largest === -Infinity) return -Infinity;
      return constant + largest + Math.log(exponents.reduce((sum, e) => sum + Math.exp(e - largest), 0));
    },
  };
}

function checkLength(where: string, value: number): void {
  checkPositive(where, value);
}
