import * as tf from '@tensorflow/tfjs-core';

/** The epsilon of tfjs for 32-bit floats. Its webgl backend takes 1e-4, that of 16-bit floats, although its own have 32. */
const EPSILON = 1e-7;

/**
 * Makes the Adam optimizer of tfjs with one epsilon on every backend, so that a model trains alike on all of them.
 *
 * @param learningRate Positive.
 * @param beta1 Decay of the average of gradients (default 0.9).
 * @example
 * ```ts
 * import { defaultAdam } from '@latents/core';
 *
 * defaultAdam(1e-3).getConfig()['epsilon']; // => 1e-7
 * ```
 */
export function defaultAdam(learningRate: number, beta1 = 0.9): tf.Optimizer {
  return tf.train.adam(learningRate, beta1, 0.999, EPSILON);
}
