import * as tf from '@tensorflow/tfjs-core';
import { betaln, logBetaKernel } from '../../special/composed/beta.js';
import { choose, softplus, withSlopes } from '../../special/composed/elementary.js';
import { digammaDifference } from '../../special/composed/gamma.js';

const half = (v: tf.Tensor): tf.Tensor => tf.mul(v, 0.5);
/** The logit of y = m x / (m x + n) at x = e^u. */
const logit = (u: tf.Tensor, m: tf.Tensor, n: tf.Tensor): tf.Tensor => tf.add(u, tf.log(tf.div(m, n)));
/** The derivative by w of the log of y^(m / 2) (1 - y)^(n / 2). */
const byLogit = (w: tf.Tensor, m: tf.Tensor, n: tf.Tensor): tf.Tensor =>
  half(tf.sub(tf.mul(m, tf.sigmoid(tf.neg(w))), tf.mul(n, tf.sigmoid(w))));

/** log of y^(m / 2) (1 - y)^(n / 2) / B(m / 2, n / 2) by the logit w of y. */
function logKernel(w: tf.Tensor, m: tf.Tensor, n: tf.Tensor): tf.Tensor {
  const [a, b] = [half(m), half(n)];
  const logs = tf.add(tf.mul(a, softplus(tf.neg(w))), tf.mul(b, softplus(w)));
  const large = logBetaKernel(a, b, tf.sigmoid(w), tf.sigmoid(tf.neg(w)));
  return choose(tf.less(tf.minimum(a, b), 10), tf.neg(tf.add(logs, betaln(a, b))), large);
}

/** The derivatives of the log-kernel by m and by n at a fixed logit. */
const byDf1 = (w: tf.Tensor, m: tf.Tensor, n: tf.Tensor): tf.Tensor =>
  half(tf.neg(tf.add(softplus(tf.neg(w)), digammaDifference(half(m), half(n)))));
const byDf2 = (w: tf.Tensor, m: tf.Tensor, n: tf.Tensor): tf.Tensor =>
  half(tf.neg(tf.add(softplus(w), digammaDifference(half(n), half(m)))));

/** Returns the log-density of x by u = log x. */
export const logDensityOfLog = withSlopes(
  (u, m, n) => tf.sub(logKernel(logit(u!, m!, n!), m!, n!), u!),
  (u, m, n) => tf.sub(byLogit(logit(u!, m!, n!), m!, n!), 1),
  (u, m, n) => {
    const w = logit(u!, m!, n!);
    return tf.add(byDf1(w, m!, n!), tf.div(byLogit(w, m!, n!), m!));
  },
  (u, m, n) => {
    const w = logit(u!, m!, n!);
    return tf.sub(byDf2(w, m!, n!), tf.div(byLogit(w, m!, n!), n!));
  },
);

/** Returns the log-density at x >= 0. */
export const logDensityAt = withSlopes(
  (x, m, n) => {
    const atZero = choose(tf.less(m!, 2), Infinity, choose(tf.equal(m!, 2), 0, -Infinity));
    const u = tf.log(choose(tf.equal(x!, 0), 1, x!));
    return tf.where(tf.equal(x!, 0), atZero, tf.sub(logKernel(logit(u, m!, n!), m!, n!), u));
  },
  (x, m, n) => {
    // (m / 2 - 1) / x less (m + n) / 2 m / (m x + n), over one denominator: the two cancel at large m.
    const [mx, shape] = [tf.mul(m!, x!), tf.sub(half(m!), 1)];
    const top = tf.sub(tf.mul(n!, shape), tf.mul(mx, tf.add(1, half(n!))));
    const slope = tf.div(tf.div(top, tf.add(mx, n!)), x!);
    const atTwo = tf.neg(tf.div(tf.mul(half(tf.add(m!, n!)), m!), tf.add(mx, n!)));
    return choose(tf.equal(shape, 0), atTwo, slope);
  },
  (x, m, n) => {
    const w = logit(tf.log(x!), m!, n!);
    return tf.add(byDf1(w, m!, n!), tf.div(byLogit(w, m!, n!), m!));
  },
  (x, m, n) => {
    const w = logit(tf.log(x!), m!, n!);
    return tf.sub(byDf2(w, m!, n!), tf.div(byLogit(w, m!, n!), n!));
  },
);

export const mean = withSlopes(
  (n) => choose(tf.greater(n!, 2), tf.div(n!, tf.sub(n!, 2)), Infinity),
  (n) => choose(tf.greater(n!, 2), tf.neg(tf.div(2, tf.square(tf.sub(n!, 2)))), 0),
);
