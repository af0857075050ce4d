import { checkInteger } from '@latents/math';
import type * as tf from '@tensorflow/tfjs-core';
import { codesOf, oneCode } from './codes.js';

export interface LatentTraversalOptions {
  /** Index of the coordinate that moves, from 0. */
  readonly coordinate: number;
  /** Values of that coordinate, in order. */
  readonly values: readonly number[];
}

/**
 * Returns copies of a code, `[values, latentDim]`, in which one coordinate takes the given values. Decoded, they show its meaning.
 *
 * @param code `[latentDim]` or `[1, latentDim]`.
 *
 * @example
 * ```ts
 * import { createVae, latentTraversal } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 3, hidden: [8], rng: createRng(0) });
 * const codes = latentTraversal(vae.encode(tf.ones([1, 4])), { coordinate: 1, values: [-2, 0, 2] });
 * vae.decode(codes).shape; // => [3, 4]
 * ```
 * @throws RangeError for another shape, a coordinate that the code does not have, no values, or numbers that are not finite.
 */
export function latentTraversal(code: tf.Tensor, { coordinate, values }: LatentTraversalOptions): tf.Tensor2D {
  const where = 'latentTraversal(code, { coordinate, values })';
  const start = oneCode(where, code);
  checkInteger(`${where}: coordinate`, coordinate, 0, start.length - 1);
  if (values.length === 0 || !values.every(Number.isFinite)) {
    throw new RangeError(`${where}: expected finite values, at least one, got [${values}].`);
  }
  return codesOf(values.map((value) => start.map((v, i) => (i === coordinate ? value : v))));
}
