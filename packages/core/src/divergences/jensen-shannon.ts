import { checkInteger } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { condition } from '../distributions/base/condition.js';
import type { Distribution } from '../distributions/index.js';
import { logSumExp } from '../operations/index.js';
import { expand } from '../special/index.js';
import type { Estimate, MonteCarloOptions } from './monte-carlo-kl.js';
import { standardErrorOf } from './standard-error.js';

function checkWeight(where: string, weight: number): void {
  if (!(weight > 0 && weight < 1)) {
    throw new RangeError(`${where}: expected a weight between 0 and 1, both excluded, got ${weight}.`);
  }
}

/** log of the mixture weight e^a + (1 - weight) e^b. */
function mixed(a: tf.Tensor, b: tf.Tensor, weight: number): tf.Tensor {
  return logSumExp(tf.stack([tf.add(a, Math.log(weight)), tf.add(b, Math.log1p(-weight))]), 0);
}

/** The logs where `some` is true, and 0 elsewhere. */
function where(some: tf.Tensor, log: tf.Tensor): tf.Tensor {
  return tf.where(some, expand(log, some.shape), tf.zeros(some.shape));
}

/**
 * The Jensen-Shannon divergence w KL(q || m) + (1 - w) KL(p || m), m = w q + (1 - w) p, in nats, exactly, by summing over the
 * common finite support. At most the entropy of (w, 1 - w), log 2 for w = 1/2.
 *
 * @example
 * ```ts
 * import { Bernoulli, jensenShannon } from '@latents/core';
 *
 * jensenShannon(new Bernoulli({ logits: Infinity }), new Bernoulli({ logits: -Infinity })).dataSync()[0]; // => 0.6931472
 * ```
 * @throws Error if q has no finite support to enumerate: {@link monteCarloJensenShannon} estimates it.
 */
export function jensenShannon(
  q: Distribution,
  p: Distribution,
  { weight = 0.5 }: { readonly weight?: number } = {},
): tf.Tensor {
  checkWeight('jensenShannon(q, p, { weight })', weight);
  return tf.tidy(() => {
    const values = q.enumerateSupport();
    const [logQ, logP] = [q.logProb(values), p.logProb(values)];
    // Where neither has mass, any log will do: it counts for nothing, and has a finite gradient.
    const some = condition((a, b) => tf.greater(tf.maximum(a!, b!), -Infinity), logQ, logP);
    const logM = mixed(where(some, logQ), where(some, logP), weight);
    const side = (log: tf.Tensor) => {
      const own = condition((l) => tf.greater(l!, -Infinity), expand(log, logM.shape));
      const gap = tf.sub(where(own, log), where(own, logM));
      return tf.sum(tf.mul(tf.exp(log), gap), 0);
    };
    return tf.add(tf.mul(weight, side(logQ)), tf.mul(1 - weight, side(logP)));
  });
}

/** {@link jensenShannon} of any two distributions, from `samples` draws of each, with its standard error. */
export function monteCarloJensenShannon(
  q: Distribution,
  p: Distribution,
  { samples, rng, weight = 0.5 }: MonteCarloOptions & { readonly weight?: number },
): Estimate {
  checkWeight('monteCarloJensenShannon(q, p, { weight })', weight);
  checkInteger('monteCarloJensenShannon(q, p, { samples })', samples, 2);
  const [value, standardError] = tf.tidy(() => {
    const side = (from: Distribution) => {
      const z = from.sample(rng, [samples]);
      const [logQ, logP] = [q.logProb(z), p.logProb(z)];
      return tf.sub(from === q ? logQ : logP, mixed(logQ, logP, weight));
    };
    const [ofQ, ofP] = [side(q), side(p)];
    const mean = tf.add(tf.mul(weight, tf.mean(ofQ, 0)), tf.mul(1 - weight, tf.mean(ofP, 0)));
    const errors = [tf.mul(weight, standardErrorOf(ofQ)), tf.mul(1 - weight, standardErrorOf(ofP))] as const;
    return [mean, tf.sqrt(tf.add(tf.square(errors[0]), tf.square(errors[1])))] as [tf.Tensor, tf.Tensor];
  });
  return { value, standardError };
}
