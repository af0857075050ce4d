import { type Distribution, hasClosedKl, klDivergence } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';

/** How a rate is computed: exactly, or as log q - log p of one draw, which has the same mean. */
export type RateKind = 'closed form' | 'one draw';

/** How KL(q || p) can be computed. */
export function rateKind(q: Distribution, p: Distribution): RateKind {
  return hasClosedKl(q, p) ? 'closed form' : 'one draw';
}

/** KL(q || p) of each example, `[batch]`, in nats, or the value of one draw of it. */
export function rateOf(q: Distribution, p: Distribution, draw: { readonly z: tf.Tensor; readonly logQ: tf.Tensor }) {
  return rateKind(q, p) === 'closed form' ? klDivergence(q, p) : tf.sub(draw.logQ, p.logProb(draw.z));
}
