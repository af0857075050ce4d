import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { logSumExp } from '../operations/index.js';
import { type TensorBound, tensorBound } from './tensor-bound.js';
import { tidyBound } from './tidy-bound.js';

/**
 * Returns the importance-weighted bound `E log 1/K sum_k w_k <= log p(x)` with `w_k = p(x, z_k) / q(z_k | x)`, averaged over the
 * batch. With one sample it is the ELBO; it rises towards log p(x) as samples are added. It leaves only the value.
 *
 * @param logWeights `[samples, batch]`, log p(x, z_k) - log q(z_k | x), in nats.
 * @throws RangeError for another shape, or no samples or examples.
 * @see Burda, Grosse & Salakhutdinov 2015, eq. 8
 */
export function importanceWeightedBound(logWeights: Tensor2D): TensorBound<'lower'> {
  const [samples] = logWeights.shape;
  if (logWeights.rank !== 2 || logWeights.size === 0) {
    throw new RangeError(
      `importanceWeightedBound(logWeights): expected log-weights [samples, batch], at least one of each, got [${logWeights.shape}].`,
    );
  }
  return tidyBound(() => {
    const nats = tf.mean(tf.sub(logSumExp(logWeights, 0), Math.log(samples)));
    return tensorBound('lower', 'log p(x)', [
      { name: 'importance weighted', nats: tf.reshape<tf.Rank.R0>(nats, []), weight: 1 },
    ]);
  });
}
