import type { NamedVariables } from '../networks/network.js';
import {
  ExponentialMovingAverage,
  type ExponentialMovingAverageOptions,
} from '../optimization/exponential-moving-average.js';

/**
 * Returns a running average of a model's weights.
 *
 * @param model A model, or a part of one with its own parameters.
 * @throws RangeError for a decay outside [0, 1).
 * @throws TypeError if the model has no parameters, or one that is not float32.
 * @example
 * ```ts
 * import { averageOf } from '@latents/core';
 *
 * const w = tf.variable(tf.scalar(1));
 * const average = averageOf({ parameters: { w } }, { decay: 0.99 });
 * average.update();
 * average.swappedIn(() => w.dataSync()[0]); // => 1
 * average.dispose();
 * ```
 */
export function averageOf(
  model: { readonly parameters: NamedVariables },
  options: Pick<ExponentialMovingAverageOptions, 'decay'>,
): ExponentialMovingAverage {
  return new ExponentialMovingAverage({ ...options, variables: model.parameters });
}
