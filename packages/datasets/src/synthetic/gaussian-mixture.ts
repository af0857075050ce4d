import { checkPositive, checkPositiveInteger, type NdArray, ndArray, type Rng } from '@latents/math';
import { logSumExp } from '@latents/math/special';

import { matrix, rowsOf } from './checks.js';

/** Equally likely, equally wide round Gaussians: p(x) = mean over k of N(x; means[k], scale^2 I). */
export interface GaussianMixture {
  /** `[modes, dim]`. */
  readonly means: NdArray<Float64Array>;
  /** Standard deviation of each mode in each direction. */
  readonly scale: number;
  /** `n` independent points `[n, dim]` and the mode, 0 to modes - 1, that each came from, `[n]`. */
  sample(n: number, rng: Rng): { readonly x: NdArray<Float64Array>; readonly mode: NdArray<Int32Array> };
  /** log p of each row of `[n, dim]`, in nats, `[n]`. */
  logDensity(x: NdArray): Float64Array;
}

/**
 * A mixture of round Gaussians about the given means.
 *
 * @example
 * ```ts
 * import { gaussianMixture } from '@latents/datasets/synthetic';
 * import { ndArray } from '@latents/math';
 *
 * const mixture = gaussianMixture({ means: [[-1], [1]], scale: 1 });
 * const [atZero] = mixture.logDensity(ndArray([1, 1], Float64Array.of(0)));
 * atZero; // => -0.5 * Math.log(2 * Math.PI) - 0.5
 * ```
 * @throws RangeError if the means are not equally long lists of finite numbers, or the scale is not positive.
 */
export function gaussianMixture(options: {
  readonly means: readonly (readonly number[])[];
  readonly scale: number;
}): GaussianMixture {
  const { scale } = options;
  checkPositive('gaussianMixture({ scale })', scale);
  const means = matrix('gaussianMixture({ means })', options.means);
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
      return Float64Array.from({ length: n }, (_, row) => {
        const exponents = Float64Array.from({ length: modes }, (_, k) => {
          let squares = 0;
          for (let j = 0; j < dim; j++) squares += ((x.data[row * dim + j]! - means[k * dim + j]!) / scale) ** 2;
          return -0.5 * squares;
        });
        return logSumExp(exponents) - logNormalizer;
      });
    },
  };
}

/**
 * Gaussians evenly spaced on a circle in the plane; the defaults are those by which mode collapse is measured.
 *
 * @example
 * ```ts
 * import { ringMixture } from '@latents/datasets/synthetic';
 *
 * ringMixture().means.shape; // => [8, 2]
 * ```
 * @throws RangeError if `modes` is not a positive integer, or `radius` or `scale` not a positive number.
 * @see Lin, Khetan, Fanti & Oh 2018, "PacGAN: the power of two samples in generative adversarial networks", section 4.1
 */
export function ringMixture({ modes = 8, radius = 1, scale = 0.01 } = {}): GaussianMixture {
  checkPositiveInteger('ringMixture({ modes })', modes);
  checkPositive('ringMixture({ radius })', radius);
  const angles = Array.from({ length: modes }, (_, k) => (2 * Math.PI * k) / modes);
  return gaussianMixture({ means: angles.map((a) => [radius * Math.cos(a), radius * Math.sin(a)]), scale });
}

/**
 * Gaussians on a square grid about the origin; the defaults, {-4, -2, 0, 2, 4}^2 with scale 0.05, are those by which
 * mode collapse is measured.
 *
 * @example
 * ```ts
 * import { gridMixture } from '@latents/datasets/synthetic';
 *
 * gridMixture().means.shape; // => [25, 2]
 * ```
 * @throws RangeError if `side` is not a positive integer, or `spacing` or `scale` not a positive number.
 * @see Lin, Khetan, Fanti & Oh 2018, "PacGAN: the power of two samples in generative adversarial networks", section 4.1
 */
export function gridMixture({ side = 5, spacing = 2, scale = 0.05 } = {}): GaussianMixture {
  checkPositiveInteger('gridMixture({ side })', side);
  checkPositive('gridMixture({ spacing })', spacing);
  const ticks = Array.from({ length: side }, (_, i) => (i - (side - 1) / 2) * spacing);
  return gaussianMixture({ means: ticks.flatMap((x) => ticks.map((y) => [x, y])), scale });
}
