import { closedKl, type Distribution, hasClosedKl } from '@latents/core';
import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** How a rate is computed: exactly, or as log q - log p of one draw, which has the same mean. */
export type RateKind = 'closed form' | 'one draw';

/** How KL(q || p) can be computed. */
export function rateKind(q: Distribution, p: Distribution): RateKind {
  return hasClosedKl(q, p) ? 'closed form' : 'one draw';
}

/**
 * Returns one draw z of q per example and the rate of each example, `[batch]`, in nats: KL(q || p) if it has a closed form, or else
 * log q(z) - log p(z).
 */
export function drawWithRate(
  q: Distribution,
  p: Distribution,
  rng: Rng,
): { readonly z: tf.Tensor; readonly rate: tf.Tensor } {
  const kl = closedKl(q, p);
  if (kl !== undefined) return { z: q.sample(rng), rate: kl };
  const { sample, logProb } = q.sampleAndLogProb(rng);
  return { z: sample, rate: tf.sub(logProb, p.logProb(sample)) };
}
