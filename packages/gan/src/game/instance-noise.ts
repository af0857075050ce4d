import { checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** A standard deviation, or a function of the step's number. */
export type NoiseSchedule = number | ((step: number) => number);

/**
 * Returns a schedule of standard deviations that falls linearly from `from` to 0 over `steps` steps.
 *
 * @example
 * ```ts
 * import { decayingNoise } from '@latents/gan';
 *
 * decayingNoise({ from: 0.5, steps: 100 })(50); // => 0.25
 * ```
 * @throws RangeError for a negative or non-finite `from`, or `steps` that is not a positive integer.
 */
export function decayingNoise({
  from,
  steps,
}: {
  readonly from: number;
  readonly steps: number;
}): (step: number) => number {
  if (!(from >= 0 && from < Infinity)) {
    throw new RangeError(`decayingNoise({ from }): expected a finite standard deviation >= 0, got ${from}.`);
  }
  checkPositiveInteger('decayingNoise({ steps })', steps);
  return (step) => from * Math.max(0, 1 - step / steps);
}

/**
 * Returns x + N(0, scale^2 I). With the noise the JSD of distributions on thin sets varies smoothly (ERRATA E19).
 *
 * @see Sonderby et al. 2017, section 3.3
 */
export function addNoise(x: tf.Tensor, schedule: NoiseSchedule | undefined, step: number, rng: Rng): tf.Tensor {
  const scale = typeof schedule === 'function' ? schedule(step) : (schedule ?? 0);
  if (!(scale >= 0 && scale < Infinity)) {
    throw new RangeError(`instanceNoise: expected a finite standard deviation >= 0, got ${scale} at step ${step}.`);
  }
  if (scale === 0) return x;
  return tf.add(x, tf.mul(tf.tensor(rng.fillNormal(new Float32Array(x.size)), x.shape), scale));
}
