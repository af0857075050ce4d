import { checkOptions, checkPositive, checkPositiveInteger, type NdArray, ndArray, type Rng } from '@latents/math';
import { logSumExp } from '@latents/math/special';

import { matrix, rowsOf } from './checks.js';

/** Sampler of equally likely, equally wide round Gaussians: p(x) = mean over k of N(x; means[k], scale^2 I). */
export interface MixtureSampler {
  /** `[modes, dim]`. */
  readonly means: NdArray<Float64Array>;
  /** Standard deviation of each mode in each direction. */
  readonly scale: number;
  /** `n` independent points `[n, dim]` and the mode, 0 to modes - 1, that each came from, `[n]`. */
  sample(n: number, rng: Rng): { readonly x: NdArray<Float64Array>; readonly mode: NdArray<Int32Array> };
  /** Returns log p of each row of `[n, dim]`, in nats, `[n]`. */
  logDensity(x: NdArray): Float64Array;
  /** Returns log p of one point, in nats. Throws a RangeError for one of another dimension. */
  logDensityAt(point: readonly number[]): number;
}

/**
 * Returns a sampler of round Gaussians about the given means, which knows its density.
 *
 * @example
 * ```ts
 * import { mixtureSampler } from '@latents/datasets/synthetic';
 * import { ndArray } from '@latents/math';
 *
 * const mixture = mixtureSampler({ means: [[-1], [1]], scale: 1 });
 * const [atZero] = mixture.logDensity(ndArray([1, 1], Float64Array.of(0)));
 * atZero; // => -0.5 * Math.log(2 * Math.PI) - 0.5
 * ```
 * @throws RangeError if the means are not equally long lists of finite numbers, or the scale is not positive.
 */
export function mixtureSampler(options: {
  readonly means: readonly (readonly number[])[];
  readonly scale: number;
}): MixtureSampler {
  const { scale } = options;
  checkPositive('mixtureSampler({ scale })', scale);
  const means = matrix('mixtureSampler({ means })', options.means);
  const modes = options.means.length;
  const dim = means.length / modes;
  const logNormalizer = Math.log(modes) + dim * (0.5 * Math.log(2 * Math.PI) + Math.log(scale));
  return {
    means: ndArray([modes, dim], means),
    scale,
    sample(n, rng) {
      checkPositiveInteger('mixture.sample(n)', n);
      const mode = Int32Array.from({ length: n }, () => rng.integer(modes));
      const x = rng.fillNormal(new Float64Array(n * dim));
      for (let i = 0; i < x.length; i++) {
        x[i] = means[mode[Math.floor(i / dim)]! * dim + (i % dim)]! + scale * x[i]!;
      }
      return { x: ndArray([n, dim], x), mode: ndArray([n], mode) };
    },
    logDensity(x) {
      const n = rowsOf('mixture.logDensity(x)', x, [dim]);
      return Float64Array.from({ length: n }, (_, row) => logDensityAt(x.data.subarray(row * dim, (row + 1) * dim)));
    },
    logDensityAt(point) {
      if (point.length !== dim) {
        throw new RangeError(`mixture.logDensityAt(point): expected ${dim} coordinates, got ${point.length}.`);
      }
      return logDensityAt(point);
    },
  };

  function logDensityAt(point: ArrayLike<number>): number {
    const exponents = Float64Array.from({ length: modes }, (_, k) => {
      let squares = 0;
      for (let j = 0; j < dim; j++) squares += ((point[j]! - means[k * dim + j]!) / scale) ** 2;
      return -0.5 * squares;
    });
    return logSumExp(exponents) - logNormalizer;
  }
}

/**
 * Returns a sampler of Gaussians evenly spaced on a circle in the plane. The defaults are the ring by which mode collapse is
 * measured.
 *
 * @example
 * ```ts
 * import { ringMixture } from '@latents/datasets/synthetic';
 *
 * ringMixture().means.shape; // => [8, 2]
 * ```
 * @throws RangeError if `modes` is not a positive integer, or `radius` or `scale` not a positive number.
 * @see Lin, Khetan, Fanti & Oh 2018, "PacGAN: the power of two samples in generative adversarial networks", section 4.1; Srivastava et al. 2017, section 4.1
 */
export function ringMixture(
  options: { readonly modes?: number; readonly radius?: number; readonly scale?: number } = {},
): MixtureSampler {
  checkOptions('ringMixture(options)', options, ['modes', 'radius', 'scale']);
  const { modes = 8, radius = 1, scale = 0.01 } = options;
  checkPositiveInteger('ringMixture({ modes })', modes);
  checkPositive('ringMixture({ radius })', radius);
  const angles = Array.from({ length: modes }, (_, k) => (2 * Math.PI * k) / modes);
  return mixtureSampler({ means: angles.map((a) => [radius * Math.cos(a), radius * Math.sin(a)]), scale });
}

/**
 * Returns a sampler of Gaussians on a square grid about the origin. The defaults, {-4, -2, 0, 2, 4}^2 with scale 0.05, are
 * the grid by which mode collapse is measured.
 *
 * @example
 * ```ts
 * import { gridMixture } from '@latents/datasets/synthetic';
 *
 * gridMixture().means.shape; // => [25, 2]
 * ```
 * @throws RangeError if `side` is not a positive integer, or `spacing` or `scale` not a positive number.
 * @see Lin, Khetan, Fanti & Oh 2018, "PacGAN: the power of two samples in generative adversarial networks", section 4.1; Srivastava et al. 2017, section 4.1
 */
export function gridMixture(
  options: { readonly side?: number; readonly spacing?: number; readonly scale?: number } = {},
): MixtureSampler {
  checkOptions('gridMixture(options)', options, ['side', 'spacing', 'scale']);
  const { side = 5, spacing = 2, scale = 0.05 } = options;
  checkPositiveInteger('gridMixture({ side })', side);
  checkPositive('gridMixture({ spacing })', spacing);
  const ticks = Array.from({ length: side }, (_, i) => (i - (side - 1) / 2) * spacing);
  return mixtureSampler({ means: ticks.flatMap((x) => ticks.map((y) => [x, y])), scale });
}
