import { checkPositiveInteger } from '@latents/math';
import { ndtri } from '@latents/math/special';
import type * as tf from '@tensorflow/tfjs-core';
import { codesOf } from './codes.js';

/**
 * Returns codes of two dimensions, `[size * size, 2]`, row after row from the top. Decoded, they show all of a 2-D latent space. Along
 * each axis they have equal steps of the prior's distribution function, so that each stands for the same share of N(0, I).
 *
 * @example
 * ```ts
 * import { latentGrid } from '@latents/autoencoders';
 *
 * latentGrid(3).shape; // => [9, 2]
 * ```
 * @throws RangeError if `size` is not a positive integer.
 * @see Kingma & Welling 2013, figure 4
 */
export function latentGrid(size: number): tf.Tensor2D {
  checkPositiveInteger('latentGrid(size)', size);
  const quantiles = Array.from({ length: size }, (_, i) => ndtri((i + 0.5) / size));
  return codesOf(quantiles.flatMap((_, row) => quantiles.map((x) => [x, quantiles[size - 1 - row]!])));
}
