import * as tf from '@tensorflow/tfjs-core';
import { betaln, logBetaKernel } from '../../special/composed/beta.js';
import { betainc } from '../../special/composed/beta-inc.js';
import { choose, ln1p, softplus, times, withSlopes } from '../../special/composed/elementary.js';
import { atPoints } from '../../special/composed/quadrature.js';
import { type CountRange, countMean } from './count-composed.js';

const logYes = (l: tf.Tensor): tf.Tensor => tf.neg(softplus(tf.neg(l)));
const logNo = (l: tf.Tensor): tf.Tensor => tf.neg(softplus(l));
const no = (l: tf.Tensor): tf.Tensor => tf.sigmoid(tf.neg(l));

/** Returns the log-mass at k of n trials. All have one shape. */
export function logMass(k: tf.Tensor, n: tf.Tensor, l: tf.Tensor): tf.Tensor {
  const rest = tf.sub(n, k);
  const [a, b] = [tf.add(k, 1), tf.add(rest, 1)];
  const logs = tf.add(times(k, logYes(l)), times(rest, logNo(l)));
  const direct = tf.sub(tf.sub(logs, ln1p(n)), betaln(b, a));
  const kernel = logBetaKernel(a, b, tf.sigmoid(l), no(l));
  const large = tf.sub(tf.sub(kernel, ln1p(n)), tf.add(logYes(l), logNo(l)));
  return choose(tf.logicalOr(tf.less(tf.minimum(a, b), 10), tf.greater(tf.abs(l), 30)), direct, large);
}

function meanOf(n: tf.Tensor, l: tf.Tensor, f: (k: tf.Tensor, log: tf.Tensor) => tf.Tensor): tf.Tensor {
  const mean = tf.mul(n, tf.sigmoid(l));
  const range: CountRange = { mean, deviation: tf.sqrt(tf.mul(mean, no(l))), end: n };
  return countMean(range, (k) => logMass(k, along(n, k), along(l, k)), f);
}

const along = (x: tf.Tensor, points: tf.Tensor): tf.Tensor => tf.mul(atPoints(x), tf.onesLike(points));
/** The derivative of the log-mass by the logits. */
const score = (k: tf.Tensor, n: tf.Tensor, l: tf.Tensor): tf.Tensor => tf.sub(k, atPoints(tf.mul(n, tf.sigmoid(l))));
const unknown = (n: tf.Tensor): tf.Tensor => tf.fill(n.shape, Number.NaN);

export const entropy = withSlopes(
  (n, l) => meanOf(n!, l!, (_, log) => tf.neg(log)),
  (n) => unknown(n!),
  (n, l) => meanOf(n!, l!, (k, log) => tf.neg(tf.mul(score(k, n!, l!), log))),
);

/** The mean of the log-ratio of the masses of unequal counts, times `weight`. */
const meanRatio = ([n, l, m, t]: readonly tf.Tensor[], weight: (k: tf.Tensor) => tf.Tensor | number): tf.Tensor => {
  const high = tf.maximum(n!, m!);
  return meanOf(n!, l!, (k, log) => tf.mul(weight(k), tf.sub(log, logMass(k, along(high, k), along(t!, k)))));
};

/** Returns KL(Binomial(n, l) || Binomial(m, t)). */
export const kl = withSlopes(
  (n, l, m, t) => {
    const [one, zero] = [tf.sigmoid(l!), no(l!)];
    const equal = tf.mul(
      n!,
      tf.add(times(one, tf.sub(logYes(l!), logYes(t!))), times(zero, tf.sub(logNo(l!), logNo(t!)))),
    );
    const beyond = tf.logicalAnd(tf.greater(n!, m!), tf.greater(one, 0));
    const other = choose(
      beyond,
      Infinity,
      meanRatio([n!, l!, m!, t!], () => 1),
    );
    return tf.where(tf.equal(n!, m!), equal, other);
  },
  (n) => unknown(n!),
  (n, l, m, t) => {
    const equal = tf.mul(tf.mul(n!, tf.mul(tf.sigmoid(l!), no(l!))), tf.sub(l!, t!));
    const other = meanRatio([n!, l!, m!, t!], (k) => score(k, n!, l!));
    return choose(tf.isFinite(l!), tf.where(tf.equal(n!, m!), equal, other), 0);
  },
  (n) => unknown(n!),
  (n, l, m, t) => tf.sub(tf.mul(m!, tf.sigmoid(t!)), tf.mul(n!, tf.sigmoid(l!))),
);

/** Returns P(X <= x). */
export function cdf(x: tf.Tensor, n: tf.Tensor, l: tf.Tensor): tf.Tensor {
  const k = tf.floor(x);
  const inside = tf.clipByValue(tf.minimum(k, tf.sub(n, 1)), 0, Infinity);
  const [a, b] = [tf.maximum(tf.sub(n, inside), 1), tf.add(inside, 1)];
  const value = betainc(a, b, no(l), tf.sigmoid(l));
  return choose(tf.less(k, 0), 0, choose(tf.greaterEqual(k, n), 1, value));
}

/** Returns the derivative of {@link cdf} by the logits: the mass that a step of the logits moves over x. */
export function cdfByLogits(x: tf.Tensor, n: tf.Tensor, l: tf.Tensor): tf.Tensor {
  const k = tf.floor(x);
  const outside = tf.logicalOr(tf.less(k, 0), tf.greaterEqual(k, n));
  const inside = choose(outside, 0, k);
  const moved = tf.mul(tf.mul(tf.sub(n, inside), tf.sigmoid(l)), tf.exp(logMass(inside, n, l)));
  return choose(outside, 0, tf.neg(moved));
}
