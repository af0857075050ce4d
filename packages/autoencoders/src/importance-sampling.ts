import { logSumExp } from '@latents/core';
import { checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

export interface SampleOptions {
  /** Number of draws of z per example. */
  readonly samples: number;
  /** Draws z. */
  readonly rng: Rng;
  /** Number of draws held in memory at a time (default: as many as keep the decoder's output under 16 MB). */
  readonly chunk?: number;
}

const ELEMENTS_AT_A_TIME = 4_000_000;

/**
 * Returns log 1/K sum_k exp(logWeights_k), `[batch]`, by chunks of draws, so that memory does not grow with their number.
 *
 * @param logWeights Returns new log-weights `[samples, batch]` at each call.
 * @throws RangeError if `samples` or `chunk` is not a positive integer.
 */
export function importanceSampledLogLikelihood(
  logWeights: (samples: number) => tf.Tensor2D,
  { samples, chunk, elements }: SampleOptions & { readonly elements: number },
): tf.Tensor1D {
  const size = chunk ?? Math.max(1, Math.floor(ELEMENTS_AT_A_TIME / elements));
  for (const [name, value] of Object.entries({ samples, chunk: size })) {
    checkPositiveInteger(`vae.logLikelihood(x, { ${name} })`, value);
  }
  let total: tf.Tensor | undefined;
  for (let drawn = 0; drawn < samples; drawn += size) {
    const before = total;
    total = tf.tidy(() => {
      const part = logSumExp(logWeights(Math.min(size, samples - drawn)), 0);
      return before === undefined ? part : logSumExp(tf.stack([before, part]), 0);
    });
    before?.dispose();
  }
  const sum = total!;
  const mean = tf.sub(sum, Math.log(samples)) as tf.Tensor1D;
  sum.dispose();
  return mean;
}
