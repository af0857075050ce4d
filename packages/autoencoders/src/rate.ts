import {
  closedKl,
  type Distribution,
  hasClosedKl,
  klDivergence,
  type MultivariateNormalDiag,
  Normal,
} from '@latents/core';
import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** How a rate is computed: exactly, or as log q - log p of one draw, which has the same mean. */
export type RateKind = 'closed form' | 'one draw';

/** Returns how KL(q || p) can be computed. */
export function rateKind(q: Distribution, p: Distribution): RateKind {
  return hasClosedKl(q, p) ? 'closed form' : 'one draw';
}

/**
 * Returns one draw z of q per example and the rate of each example, `[batch]`, in nats: KL(q || p) if it has a closed form, or
 * else log q(z) - log p(z).
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

/** Returns KL(q_i, N(0, 1)) of each coordinate of a posterior, `[batch, latentDim]`, in nats. */
export function rateOfEachUnit(where: string, q: MultivariateNormalDiag): tf.Tensor2D {
  // Only a posterior of independent coordinates has them; the rates of dependent ones do not sum to the rate.
  if (!('coordinates' in q)) {
    throw new Error(`${where}: expected a diagonal normal posterior, got '${(q as Distribution).family}'.`);
  }
  return klDivergence(q.coordinates, new Normal({ loc: 0, scale: 1, validate: false })) as tf.Tensor2D;
}
