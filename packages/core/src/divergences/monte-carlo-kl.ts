import * as tf from '@tensorflow/tfjs';
import type { Distribution } from '../distributions/index.js';
import type { Rng } from '../rng/index.js';

/**
 * An unbiased estimate of KL(q || p) in nats: the mean of log q(z) - log p(z) over draws z from q. Gradients flow through
 * the samples where q is reparameterised.
 *
 * @returns batch shape.
 * @throws RangeError if `samples` is not a positive integer.
 */
export function monteCarloKl(
  q: Distribution,
  p: Distribution,
  { samples, rng }: { readonly samples: number; readonly rng: Rng },
): tf.Tensor {
  if (!Number.isInteger(samples) || samples < 1) {
    throw new RangeError(`monteCarloKl(q, p, { samples }): expected a positive integer, got ${samples}.`);
  }
  return tf.tidy(() => {
    const z = q.sample(rng, [samples]);
    return tf.mean(tf.sub(q.logProb(z), p.logProb(z)), 0);
  });
}
