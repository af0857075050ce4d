import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../distributions/index.js';
import { klDivergence } from './kl-divergence.js';

/**
 * The cross-entropy E_q [-log p] = H(q) + KL(q || p) in nats, in closed form, of the broadcast batch shape.
 *
 * @example
 * ```ts
 * import { Categorical, crossEntropy } from '@latents/core';
 *
 * const q = new Categorical({ logits: tf.log([0.9, 0.1]) });
 * const p = new Categorical({ logits: tf.log([0.5, 0.5]) });
 * crossEntropy(q, p).dataSync()[0]; // => Math.LN2
 * ```
 * @throws Error for a pair without a closed form (see {@link klDivergence}) or a q without a closed entropy.
 */
export function crossEntropy(q: Distribution, p: Distribution): tf.Tensor {
  return tf.tidy(() => {
    const expected = p.expectedLogProb(q);
    const kl = klDivergence(q, p);
    // Where p's expected log-probability is known, the sum of KL and entropy would only cancel again; infinity stays.
    if (expected === undefined) return tf.add(q.entropy(), kl);
    return tf.where(tf.isFinite(kl), tf.add(tf.neg(expected), tf.zerosLike(kl)), kl);
  });
}
