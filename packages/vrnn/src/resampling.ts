import { hostValues, logSumExp, stopGradient } from '@latents/core';
import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** How ancestors are drawn: independently, or at evenly spaced points with one random offset (less noise). */
export type Resampling = 'multinomial' | 'systematic';

export interface ResamplingOptions {
  readonly rng: Rng;
  readonly resampling: Resampling;
  /** Resample where the effective sample size is below this share of the particles. */
  readonly threshold: number;
}

/** Ancestors of particles. */
export interface Ancestors {
  /** `[samples, batch]`, int32: the particle of the same sequence that each particle descends from. */
  readonly parents: tf.Tensor;
  /** `[batch]`: 1 for the sequences that were resampled, 0 for the others. */
  readonly resampled: tf.Tensor1D;
}

/**
 * Returns ancestors for the particles of each sequence: proportional to their weights where the effective sample size 1 / sum w^2 has
 * fallen below the threshold, themselves elsewhere. It returns undefined where the host sees that no sequence is resampled. Weights on a
 * device are not read. One seed gives the same ancestors on every backend, up to the rounding of the weights.
 *
 * @param logWeights `[samples, batch]`, unnormalised.
 */
export function drawAncestors(
  logWeights: tf.Tensor2D,
  { rng, resampling, threshold }: ResamplingOptions,
): Ancestors | undefined {
  const [samples, batch] = logWeights.shape;
  const points = sortedPoints(rng, samples, batch, resampling);
  return tf.tidy(() => {
    const weights = stopGradient(logWeights, (logs) => tf.exp(tf.sub(logs, logSumExp(logs, 0))));
    // At a threshold of 1 every step resamples, equal weights included.
    const isLow = stopGradient(weights, (w) => {
      if (threshold >= 1) return tf.ones([batch]);
      return tf.cast(tf.less(tf.div(1, tf.sum(tf.square(w), 0)), threshold * samples), 'float32');
    }) as tf.Tensor1D;
    if (hostValues(isLow)?.every((low) => low === 0)) return undefined;
    const parents = stopGradient(weights, (w) => {
      // The parent at a point is the number of particles whose weights up to and with their own lie at or below it.
      const ends = tf.expandDims(tf.cumsum(w, 0), 1);
      const passed = tf.cast(tf.lessEqual(ends, tf.expandDims(tf.tensor2d(points, [samples, batch]), 0)), 'int32');
      const drawn = tf.minimum(tf.sum(passed, 0), tf.scalar(samples - 1, 'int32'));
      const own = tf.mul(tf.expandDims(tf.range(0, samples, 1, 'int32'), 1), tf.ones([samples, batch], 'int32'));
      return tf.where(tf.broadcastTo(tf.cast(isLow, 'bool'), own.shape), tf.cast(drawn, 'int32'), own);
    });
    return { parents, resampled: isLow };
  });
}

/** Points on [0, 1) for each sequence, `[samples, batch]`, sorted along the samples. */
function sortedPoints(rng: Rng, samples: number, batch: number, resampling: Resampling): Float32Array {
  const points = new Float32Array(samples * batch);
  for (let b = 0; b < batch; b++) {
    const offset = rng.uniform();
    const own = Float64Array.from({ length: samples }, (_, i) =>
      resampling === 'systematic' ? (i + offset) / samples : rng.uniform(),
    ).sort();
    for (const [k, point] of own.entries()) points[k * batch + b] = point;
  }
  return points;
}
