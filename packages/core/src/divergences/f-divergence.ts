import { checkInteger } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { condition } from '../distributions/base/condition.js';
import type { Distribution } from '../distributions/index.js';
import { logSumExp } from '../operations/index.js';
import { broadcast, expand } from '../special/index.js';
import type { Estimate, MonteCarloOptions } from './monte-carlo-kl.js';
import { standardErrorOf } from './standard-error.js';

/** An f-divergence D(q || p) = E_p f(q / p), given by f as a function of log(q / p). */
export interface FDivergence {
  readonly name: string;
  /** f(e^logRatio), with f(1) = 0. */
  readonly f: (logRatio: tf.Tensor) => tf.Tensor;
  /** f at ratio 0: what p's mass outside the support of q contributes. */
  readonly atZero: number;
  /** The limit of f(t) / t at infinite t: what q's mass outside the support of p contributes. */
  readonly atInfinity: number;
}

/** KL(q || p): f(t) = t log t. */
export const forwardKl: FDivergence = {
  name: 'KL(q || p)',
  f: (l) => tf.mul(tf.exp(l), l),
  atZero: 0,
  atInfinity: Infinity,
};
/** KL(p || q): f(t) = -log t. */
export const reverseKl: FDivergence = { name: 'KL(p || q)', f: (l) => tf.neg(l), atZero: Infinity, atInfinity: 0 };
/** Pearson's chi^2(q || p): f(t) = (t - 1)^2. */
export const chiSquared: FDivergence = {
  name: 'chi^2(q || p)',
  f: (l) => tf.square(tf.expm1(l)),
  atZero: 1,
  atInfinity: Infinity,
};
/** The squared Hellinger distance, between 0 and 2: f(t) = (sqrt t - 1)^2. */
export const squaredHellinger: FDivergence = {
  name: 'H^2(q, p)',
  f: (l) => tf.square(tf.expm1(tf.mul(0.5, l))),
  atZero: 1,
  atInfinity: 1,
};
/** Total variation, between 0 and 1: f(t) = |t - 1| / 2. */
export const totalVariation: FDivergence = {
  name: 'TV(q, p)',
  f: (l) => tf.mul(0.5, tf.abs(tf.expm1(l))),
  atZero: 0.5,
  atInfinity: 0.5,
};

/**
 * Amari's alpha divergence (t^alpha - alpha t + alpha - 1) / (alpha (alpha - 1)), alpha other than 0 and 1 (the KLs).
 *
 * @example
 * ```ts
 * import { Categorical, alphaDivergence, fDivergence } from '@latents/core';
 *
 * const q = new Categorical({ logits: tf.log([0.9, 0.1]) });
 * const p = new Categorical({ logits: tf.log([0.5, 0.5]) });
 * fDivergence(alphaDivergence(2), q, p).dataSync()[0]; // => 0.32
 * ```
 */
export function alphaDivergence(alpha: number): FDivergence {
  if (!Number.isFinite(alpha) || alpha === 0 || alpha === 1) {
    throw new RangeError(
      `alphaDivergence(alpha): expected a finite number other than 0 and 1, got ${alpha}. Use reverseKl or forwardKl.`,
    );
  }
  return {
    name: `alpha = ${alpha}`,
    f: (l) => tf.div(tf.sub(tf.expm1(tf.mul(alpha, l)), tf.mul(alpha, tf.expm1(l))), alpha * (alpha - 1)),
    atZero: alpha > 0 ? 1 / alpha : Infinity,
    atInfinity: alpha < 1 ? 1 / (1 - alpha) : Infinity,
  };
}

/** Log-probabilities of q and p at the same points, of one shape, with 0 in place of -infinity, and where they are above it. */
function apart(logQ: tf.Tensor, logP: tf.Tensor) {
  const shape = broadcast(logQ, logP);
  const [q, p] = [expand(logQ, shape), expand(logP, shape)];
  const positive = (log: tf.Tensor) => condition((l) => tf.greater(l!, -Infinity), log);
  const [inQ, inP] = [positive(q), positive(p)];
  const zeros = tf.zeros(shape);
  return { shape, inQ, inP, logQ: tf.where(inQ, q, zeros), logP: tf.where(inP, p, zeros) };
}

/** The terms f(q / p) at points with these log-probabilities: f(0) where q has none, 0 where p has none. */
function terms(divergence: FDivergence, q: tf.Tensor, p: tf.Tensor): tf.Tensor {
  const { shape, inQ, inP, logQ, logP } = apart(q, p);
  const both = condition((a, b) => tf.logicalAnd(tf.greater(a!, 0), tf.greater(b!, 0)), inQ, inP);
  const ratio = tf.where(both, tf.sub(logQ, logP), tf.zeros(shape));
  const ofP = tf.where(inQ, divergence.f(ratio), tf.fill(shape, divergence.atZero));
  return tf.where(inP, ofP, tf.zeros(shape));
}

/** Contribution of the mass of q outside the support of p. */
function outside(divergence: FDivergence, q: tf.Tensor, p: tf.Tensor): tf.Tensor {
  const { shape, inQ, inP, logQ } = apart(q, p);
  const lone = condition((a, b) => tf.greater(a!, b!), inQ, inP);
  return tf.mul(tf.exp(logQ), tf.where(lone, tf.fill(shape, divergence.atInfinity), tf.zeros(shape)));
}

/**
 * D(q || p) exactly, by summing over the values of p, which have to hold those of q. Differentiable in both.
 *
 * @example
 * ```ts
 * import { Categorical, fDivergence, totalVariation } from '@latents/core';
 *
 * const q = new Categorical({ logits: tf.log([0.9, 0.1]) });
 * const p = new Categorical({ logits: tf.log([0.5, 0.5]) });
 * fDivergence(totalVariation, q, p).dataSync()[0]; // => 0.4
 * ```
 * @throws Error if p has no finite support to enumerate: {@link monteCarloFDivergence} estimates it.
 */
export function fDivergence(divergence: FDivergence, q: Distribution, p: Distribution): tf.Tensor {
  return tf.tidy(() => {
    const values = p.enumerateSupport();
    const [logQ, logP] = [q.logProb(values), p.logProb(values)];
    const inside = tf.mul(tf.exp(logP), terms(divergence, logQ, logP));
    return tf.sum(tf.add(inside, outside(divergence, logQ, logP)), 0);
  });
}

/**
 * D(q || p) = E_p f(q / p) from draws of p, in nats for the KLs, with its standard error.
 *
 * @example
 * ```ts
 * import { Normal, monteCarloFDivergence, reverseKl } from '@latents/core';
 * import { createRng } from '@latents/math';
 *
 * const q = new Normal({ loc: 1, scale: 1 });
 * const p = new Normal({ loc: 0, scale: 1 });
 * const { value, standardError } = monteCarloFDivergence(reverseKl, q, p, { samples: 2000, rng: createRng(0) });
 * Math.abs(value.dataSync()[0] - 0.5) < 4 * standardError.dataSync()[0]; // => true
 * ```
 */
export function monteCarloFDivergence(
  divergence: FDivergence,
  q: Distribution,
  p: Distribution,
  { samples, rng }: MonteCarloOptions,
): Estimate {
  checkInteger('monteCarloFDivergence(divergence, q, p, { samples })', samples, 2);
  const [value, standardError] = tf.tidy(() => {
    const { sample, logProb } = p.sampleAndLogProb(rng, [samples]);
    const values = terms(divergence, q.logProb(sample), logProb);
    return [tf.mean(values, 0), standardErrorOf(values)] as [tf.Tensor, tf.Tensor];
  });
  return { value, standardError };
}

/**
 * Renyi's divergence of order alpha > 0, alpha not 1, log(sum p^(1 - alpha) q^alpha) / (alpha - 1) in nats, exactly over the
 * values of p, which have to hold those of q. Infinite for alpha > 1 where q has mass that p has not. Differentiable in both.
 *
 * @example
 * ```ts
 * import { Categorical, renyiDivergence } from '@latents/core';
 *
 * const q = new Categorical({ logits: tf.log([0.9, 0.1]) });
 * const p = new Categorical({ logits: tf.log([0.5, 0.5]) });
 * renyiDivergence(2, q, p).dataSync()[0]; // => Math.log(1.64)
 * ```
 */
export function renyiDivergence(alpha: number, q: Distribution, p: Distribution): tf.Tensor {
  if (!(alpha > 0 && alpha < Infinity) || alpha === 1) {
    throw new RangeError(
      `renyiDivergence(alpha, q, p): expected a positive number other than 1, got ${alpha}. At 1 it is KL(q || p).`,
    );
  }
  return tf.tidy(() => {
    const values = p.enumerateSupport();
    const { shape, inQ, inP, logQ, logP } = apart(q.logProb(values), p.logProb(values));
    const exponent = tf.add(tf.mul(alpha, logQ), tf.mul(1 - alpha, logP));
    const ofQ = tf.where(inP, exponent, tf.fill(shape, alpha > 1 ? Infinity : -Infinity));
    return tf.div(logSumExp(tf.where(inQ, ofQ, tf.fill(shape, -Infinity)), 0), alpha - 1);
  });
}
