import * as tf from '@tensorflow/tfjs-core';
import { choose, ln1p, ln1pMinus } from './elementary.js';
import { HALF_LOG_TWO_PI, positiveLgamma, stirling } from './gamma.js';

/** Returns log B(a, b) for a, b > 0, without the cancellation of log-gamma functions at large a or b. */
export function betaln(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const [p, q] = [tf.minimum(a, b), tf.maximum(a, b)];
  const sum = tf.add(p, q);
  const rest = ln1p(tf.neg(tf.div(p, sum)));
  const [lp, lq] = [positiveLgamma(p), positiveLgamma(q)];
  const small = tf.sub(tf.add(lp, lq), positiveLgamma(sum));
  const gap = tf.sub(stirling(q), stirling(sum));
  const mixed = tf.add(tf.add(lp, tf.add(gap, tf.mul(p, tf.sub(1, tf.log(sum))))), tf.mul(tf.sub(q, 0.5), rest));
  const large = tf.add(
    tf.add(tf.mul(tf.log(q), -0.5), tf.add(tf.add(stirling(p), gap), HALF_LOG_TWO_PI)),
    tf.add(tf.mul(tf.sub(p, 0.5), tf.log(tf.div(p, sum))), tf.mul(q, rest)),
  );
  const value = choose(tf.greaterEqual(p, 10), large, choose(tf.greaterEqual(q, 10), mixed, small));
  const finite = choose(tf.equal(q, Infinity), -Infinity, choose(tf.equal(p, 0), Infinity, value));
  return choose(tf.less(p, 0), Number.NaN, finite);
}

/** Returns log(v) of a number v with 1 - v given, which is precise next to 1. */
export const logOf = (v: tf.Tensor, complement: tf.Tensor): tf.Tensor =>
  tf.where(tf.less(v, 0.5), tf.log(v), ln1p(tf.neg(complement)));

/** Returns log of x^a y^b / B(a, b) with y = 1 - x, for 0 < x < 1, without cancellation at large a or b. */
export function logBetaKernel(a: tf.Tensor, b: tf.Tensor, x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const first = tf.lessEqual(a, b);
  const [p, q] = [tf.minimum(a, b), tf.maximum(a, b)];
  const [near, far] = [tf.where(first, x, y), tf.where(first, y, x)];
  const sum = tf.add(p, q);
  const [logNear, logFar] = [logOf(near, far), logOf(far, near)];
  const small = tf.sub(tf.add(tf.mul(p, logNear), tf.mul(q, logFar)), betaln(a, b));
  const gap = tf.sub(stirling(q), stirling(sum));
  // The logarithm of near * (p + q), which is about p, stays small.
  const scaled = tf.mul(
    p,
    tf.sub(tf.where(tf.less(near, 1e-30), tf.add(logNear, tf.log(sum)), tf.log(tf.mul(near, sum))), 1),
  );
  const rest = tf.mul(tf.sub(q, 0.5), ln1p(tf.neg(tf.div(p, sum))));
  const mixed = tf.sub(tf.add(scaled, tf.mul(q, logFar)), tf.add(tf.add(positiveLgamma(p), gap), rest));
  // By the distance of x from a / (a + b); the linear terms of both logarithms cancel.
  const distance = tf.sub(tf.mul(near, q), tf.mul(far, p));
  const exponent = tf.add(tf.mul(p, ln1pMinus(tf.div(distance, p))), tf.mul(q, ln1pMinus(tf.neg(tf.div(distance, q)))));
  const level = tf.mul(0.5, tf.log(tf.mul(tf.div(p, sum), tf.div(q, 2 * Math.PI))));
  const large = tf.add(exponent, tf.sub(level, tf.add(stirling(p), gap)));
  return choose(tf.greaterEqual(p, 10), large, choose(tf.greaterEqual(q, 10), mixed, small));
}

/** Returns the log-density of Beta(a, b) at x, from 0 to 1. */
export function logBetaDensity(a: tf.Tensor, b: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const y = tf.sub(1, x);
  const [low, high] = [tf.equal(x, 0), tf.equal(x, 1)];
  const [u, v] = [choose(tf.logicalOr(low, high), 0.5, x), choose(tf.logicalOr(low, high), 0.5, y)];
  const inside = tf.sub(logBetaKernel(a, b, u, v), tf.add(logOf(u, v), logOf(v, u)));
  const end = (shape: tf.Tensor, other: tf.Tensor) =>
    choose(tf.equal(shape, 1), tf.log(other), choose(tf.less(shape, 1), Infinity, -Infinity));
  return tf.where(low, end(a, b), tf.where(high, end(b, a), inside));
}
