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
  /** `[samples, batch]`: the particle of the same sequence that each particle descends from. */
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
      return tf.step(tf.sub(tf.mul(tf.sum(tf.square(w), 0), threshold * samples), 1));
    }) as tf.Tensor1D;
    if (hostValues(isLow)?.every((low) => low === 0)) return undefined;
    const parents = stopGradient(weights, (w) => {
      // The parent at a point is the number of particles whose weights up to and with their own lie at or below it.
      const ends = tf.expandDims(tf.matMul(upTo(samples), w as tf.Tensor2D), 1);
      const beyond = tf.step(tf.sub(ends, tf.expandDims(tf.tensor2d(points, [samples, batch]), 0)));
      const drawn = tf.minimum(tf.sub(samples, tf.sum(beyond, 0)), samples - 1);
      const own = tf.expandDims(tf.range(0, samples), 1);
      // All in float32: tfjs's webgpu kernels of booleans and integers gave other ancestors than cpu.
      return tf.add(tf.mul(drawn, isLow), tf.mul(own, tf.sub(1, isLow)));
    });
    return { parents, resampled: isLow };
  });
}

/** The matrix that sums the entries of a vector up to each: ones on and below the diagonal, `[n, n]`. */
function upTo(n: number): tf.Tensor2D {
  return tf.tensor2d(
    Float32Array.from({ length: n * n }, (_, i) => (i % n <= Math.floor(i / n) ? 1 : 0)),
    [n, n],
  );
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
