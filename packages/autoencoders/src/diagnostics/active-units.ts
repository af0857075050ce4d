import { checkNonNegative } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

export interface ActiveUnits {
  /** Number of active coordinates. */
  readonly count: number;
  /** Indices of the active coordinates, ascending. */
  readonly indices: readonly number[];
  /** The variance over the examples of each coordinate's posterior mean. */
  readonly variances: readonly number[];
}

/**
 * Returns the latent coordinates whose posterior mean varies over the examples with a variance above `threshold`. Other coordinates
 * carry nothing.
 *
 * @param means `[examples, latentDim]`, from `vae.encode(x)`; at least 2 examples.
 *
 * @example
 * ```ts
 * import { activeUnits } from '@latents/autoencoders';
 *
 * const means = tf.tensor2d([[1, 0], [-1, 0]]);
 * activeUnits(means).indices; // => [0]
 * ```
 * @throws RangeError for another shape, or a threshold that is negative or not finite.
 * @see Burda, Grosse & Salakhutdinov 2015, section 5.2
 */
export function activeUnits(means: tf.Tensor, threshold = 0.01): ActiveUnits {
  if (means.rank !== 2 || means.shape[0]! < 2 || means.shape[1] === 0) {
    throw new RangeError(
      `activeUnits(means): expected [examples, latentDim] of at least 2 examples, got [${means.shape}].`,
    );
  }
  checkNonNegative('activeUnits(means, threshold)', threshold);
  const variances = tf.tidy(() => [...tf.mean(tf.square(tf.sub(means, tf.mean(means, 0))), 0).dataSync()]);
  const bad = variances.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) {
    throw new RangeError(`activeUnits(means): expected finite means, got one that is not in column ${bad}.`);
  }
  const indices = variances.flatMap((v, i) => (v > threshold ? [i] : []));
  return { count: indices.length, indices, variances };
}
