import { binaryUnit, checkNdArray, checkPositive, type NdArray } from '@latents/math';

/** Equally wide modes of a distribution: `ringMixture()` of `@latents/datasets/synthetic` is such. */
export interface Modes {
  /** `[modes, dimension]`. */
  readonly means: NdArray;
  /** The standard deviation of each mode in each coordinate. */
  readonly scale: number;
}

export interface MixtureMetrics {
  /** Number of modes that are the nearest of at least one sample of high quality. */
  readonly modes: number;
  /** Fraction of samples within three standard deviations of the nearest mode. */
  readonly highQuality: number;
  /** KL(histogram of nearest modes, uniform), in nats: the reverse KL of modes. NaN if no sample is finite. */
  readonly reverseKl: number;
  /** Number of samples nearest to each mode. */
  readonly counts: readonly number[];
  /** Number of samples of high quality nearest to each mode: a mode that only a few samples find is hardly covered. */
  readonly within: readonly number[];
}

/**
 * Measures how samples cover a mixture of equal round Gaussians, by the rules of VEEGAN and PacGAN.
 *
 * @param samples `[count, dimension]`.
 * @example
 * ```ts
 * import { mixtureMetrics } from '@latents/gan';
 *
 * const means = { shape: [2, 1], data: Float32Array.of(-1, 1) };
 * const samples = { shape: [3, 1], data: Float32Array.of(-1, -1.1, 0.2) };
 * mixtureMetrics(samples, { means, scale: 0.1 }).modes; // => 1
 * ```
 * @throws RangeError for shapes that do not meet, no samples, means that are not finite, or a scale that is not positive. A sample that is
 * not finite counts as of low quality, and for no mode.
 * @see Lin et al. 2018, section 4.1; Srivastava et al. 2017, section 4.1
 */
export function mixtureMetrics(samples: NdArray, { means, scale }: Modes): MixtureMetrics {
  checkNdArray('mixtureMetrics(samples, { means })', 'samples', samples, { finite: false });
  checkNdArray('mixtureMetrics(samples, { means })', 'means', means);
  const [count = 0, dimension = 0] = samples.shape;
  const [modes = 0, width] = means.shape;
  const planes = samples.shape.length === 2 && means.shape.length === 2;
  if (!planes || count < 1 || modes < 1 || dimension < 1 || width !== dimension) {
    throw new RangeError(
      `mixtureMetrics(samples, { means }): expected [count, dimension] and [modes, dimension], got [${samples.shape}] and [${means.shape}].`,
    );
  }
  checkPositive('mixtureMetrics(samples, { scale })', scale);
  const counts = new Array<number>(modes).fill(0);
  const within = new Array<number>(modes).fill(0);
  for (let i = 0; i < count; i++) {
    const point = samples.data.subarray(i * dimension, (i + 1) * dimension);
    const { mode, distance } = nearest(point, means.data, modes);
    if (mode < 0) continue;
    counts[mode]!++;
    if (distance <= 3 * scale) within[mode]!++;
  }
  const placed = counts.reduce((sum, n) => sum + n, 0);
  const reverseKl =
    placed === 0
      ? Number.NaN
      : counts.reduce((sum, n) => (n > 0 ? sum + (n / placed) * Math.log((n * modes) / placed) : sum), 0);
  const high = within.reduce((sum, n) => sum + n, 0);
  return { modes: within.filter((n) => n > 0).length, highQuality: high / count, reverseKl, counts, within };
}

function nearest(point: ArrayLike<number>, means: ArrayLike<number>, modes: number) {
  let [mode, distance] = [-1, Infinity];
  for (let k = 0; k < modes; k++) {
    const away = distanceTo(point, means, k * point.length);
    if (away < distance) [mode, distance] = [k, away];
  }
  return { mode, distance };
}

/** Returns the distance of a point from the mean at an offset, in a unit in which no square overflows or underflows. */
function distanceTo(point: ArrayLike<number>, means: ArrayLike<number>, offset: number): number {
  let most = 0;
  for (let j = 0; j < point.length; j++) most = Math.max(most, Math.abs(point[j]! - means[offset + j]!));
  if (!(most < Infinity)) return most;
  const unit = binaryUnit(most);
  let squared = 0;
  for (let j = 0; j < point.length; j++) squared += ((point[j]! - means[offset + j]!) / unit) ** 2;
  return unit * Math.sqrt(squared);
}
