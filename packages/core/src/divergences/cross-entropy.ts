import * as tf from '@tensorflow/tfjs';
import type { Distribution } from '../distributions/index.js';
import { klDivergence } from './kl-divergence.js';

/**
 * The cross-entropy E_q [-log p] = H(q) + KL(q || p) in nats, in closed form, of the broadcast batch shape.
 *
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
