import * as tf from '@tensorflow/tfjs-core';
import { betaln, logBetaKernel } from '../../special/composed/beta.js';
import { betainc, betaincByA } from '../../special/composed/beta-inc.js';
import { choose, softplus } from '../../special/composed/elementary.js';

/** Returns the log-mass at k successes before r failures. */
export function logMass(k: tf.Tensor, r: tf.Tensor, l: tf.Tensor): tf.Tensor {
  const [yes, no] = [tf.neg(softplus(tf.neg(l))), tf.neg(softplus(l))];
  const b = tf.add(k, 1);
  const logs = tf.add(tf.mul(k, yes), tf.mul(r, no));
  const direct = tf.sub(tf.sub(logs, betaln(r, b)), tf.log(tf.add(r, k)));
  const kernel = logBetaKernel(r, b, tf.sigmoid(tf.neg(l)), tf.sigmoid(l));
  const large = tf.sub(tf.sub(kernel, yes), tf.log(tf.add(r, k)));
  const value = choose(tf.logicalOr(tf.less(tf.minimum(r, b), 10), tf.greater(tf.abs(l), 30)), direct, large);
  return tf.where(tf.equal(k, 0), tf.mul(r, no), value);
}

/** Returns P(X <= x) for x >= 0. */
export const cdf = (x: tf.Tensor, r: tf.Tensor, l: tf.Tensor): tf.Tensor =>
  betainc(r, tf.add(tf.floor(x), 1), tf.sigmoid(tf.neg(l)), tf.sigmoid(l));

/** Returns the derivative of {@link cdf} by r. */
export const cdfByCount = (x: tf.Tensor, r: tf.Tensor, l: tf.Tensor): tf.Tensor =>
  betaincByA(r, tf.add(tf.floor(x), 1), tf.sigmoid(tf.neg(l)), tf.sigmoid(l));

/** Returns the derivative of {@link cdf} by the logits. */
export function cdfByLogits(x: tf.Tensor, r: tf.Tensor, l: tf.Tensor): tf.Tensor {
  const b = tf.add(tf.floor(x), 1);
  const [yes, no] = [tf.sigmoid(l), tf.sigmoid(tf.neg(l))];
  return tf.neg(tf.exp(logBetaKernel(r, b, no, yes)));
}
