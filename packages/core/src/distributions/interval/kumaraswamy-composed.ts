import * as tf from '@tensorflow/tfjs-core';
import { betaln, logOf } from '../../special/composed/beta.js';
import { choose, em1, ln1mexp, softplus, times, withSlopes } from '../../special/composed/elementary.js';
import { digammaDifference, polygamma } from '../../special/composed/gamma.js';

const logAt = (x: tf.Tensor): tf.Tensor => logOf(x, tf.sub(1, x));
/** log(1 - x^a), and x^a / (1 - x^a). */
const logRest = (x: tf.Tensor, a: tf.Tensor): tf.Tensor => ln1mexp(tf.mul(a, logAt(x)));
const odds = (x: tf.Tensor, a: tf.Tensor): tf.Tensor => tf.div(1, em1(tf.neg(tf.mul(a, logAt(x)))));

/** Returns the log-density at x from 0 to 1. */
export const logDensity = withSlopes(
  (x, a, b) => {
    const powers = tf.add(times(tf.sub(a!, 1), logAt(x!)), times(tf.sub(b!, 1), logRest(x!, a!)));
    return tf.add(tf.add(tf.log(a!), tf.log(b!)), powers);
  },
  (x, a, b) => {
    const log = logAt(x!);
    const power = choose(tf.equal(a!, 1), 1, tf.exp(tf.mul(tf.sub(a!, 1), log)));
    const rest = tf.div(tf.mul(a!, power), tf.neg(em1(tf.mul(a!, log))));
    return tf.sub(times(tf.sub(a!, 1), tf.div(1, x!)), times(tf.sub(b!, 1), rest));
  },
  (x, a, b) => {
    const tilt = choose(tf.equal(x!, 0), 0, tf.mul(logAt(x!), odds(x!, a!)));
    return tf.sub(tf.add(tf.div(1, a!), logAt(x!)), times(tf.sub(b!, 1), tilt));
  },
  (x, a, b) => tf.add(tf.div(1, b!), logRest(x!, a!)),
);

const inside = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  tf.logicalAnd(tf.logicalAnd(tf.greaterEqual(a, 1), tf.greaterEqual(b, 1)), tf.greater(tf.mul(a, b), 1));
const ratio = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.div(tf.sub(a, 1), tf.sub(tf.mul(a, b), 1));
const inner = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.exp(tf.div(tf.log(ratio(a, b)), a));

export const mode = withSlopes(
  (a, b) => {
    const flat = tf.logicalAnd(tf.equal(a!, 1), tf.equal(b!, 1));
    const end = choose(flat, 0.5, choose(tf.less(a!, 1), 0, 1));
    return tf.where(inside(a!, b!), inner(a!, b!), end);
  },
  (a, b) => {
    const terms = tf.sub(tf.div(1, tf.sub(a!, 1)), tf.div(b!, tf.sub(tf.mul(a!, b!), 1)));
    const slope = tf.div(tf.mul(inner(a!, b!), tf.sub(terms, tf.div(tf.log(ratio(a!, b!)), a!))), a!);
    const atOne = choose(tf.equal(a!, 1), tf.div(1, tf.sub(b!, 1)), slope);
    return choose(inside(a!, b!), atOne, 0);
  },
  (a, b) => choose(inside(a!, b!), tf.neg(tf.div(inner(a!, b!), tf.sub(tf.mul(a!, b!), 1))), 0),
);

const shifted = (k: number, a: tf.Tensor): tf.Tensor => tf.add(1, tf.div(k, a));
const momentOf = (k: number, a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.mul(b, tf.exp(betaln(shifted(k, a), b)));
const momentByA = (k: number, a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  tf.div(tf.mul(tf.mul(-k, momentOf(k, a, b)), digammaDifference(shifted(k, a), b)), tf.square(a));
const momentByB = (k: number, a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  tf.mul(momentOf(k, a, b), tf.add(tf.div(1, b), digammaDifference(b, shifted(k, a))));

/** Polygamma functions of orders 1 to 6 at 1: (-1)^(n+1) n! zeta(n + 1). */
const AT_ONE = [
  1.6449340668482264, -2.4041138063191885, 6.493939402266829, -24.88626612344088, 122.0811674381339, -726.0114797149844,
];
/** (2^j - 2) / j! for j = 2 to 7. */
const WEIGHTS = [1, 1, 14 / 24, 30 / 120, 62 / 720, 126 / 5040];

/** log E x^2 - 2 log E x, a series in the cumulants of a log x, for a > 10. */
function narrowGap(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const t = tf.div(1, a);
  let power = tf.square(t);
  let sum: tf.Tensor = tf.zerosLike(t);
  for (const [i, weight] of WEIGHTS.entries()) {
    sum = tf.add(sum, tf.mul(tf.mul(power, weight), tf.sub(AT_ONE[i]!, polygamma(i + 1, tf.add(b, 1)))));
    power = tf.mul(power, t);
  }
  return sum;
}

export const variance = withSlopes(
  (a, b) => {
    const mean = tf.square(momentOf(1, a!, b!));
    const narrow = tf.mul(mean, em1(narrowGap(a!, b!)));
    return choose(tf.greater(a!, 10), narrow, tf.sub(momentOf(2, a!, b!), mean));
  },
  (a, b) => tf.sub(momentByA(2, a!, b!), tf.mul(tf.mul(2, momentOf(1, a!, b!)), momentByA(1, a!, b!))),
  (a, b) => tf.sub(momentByB(2, a!, b!), tf.mul(tf.mul(2, momentOf(1, a!, b!)), momentByB(1, a!, b!))),
);

/** log(-log(1 - e^w)) for w < 0, and its derivative: w itself where e^w vanishes next to 1. */
const logDepth = (w: tf.Tensor): tf.Tensor => choose(tf.less(w, -15), w, tf.log(tf.neg(ln1mexp(w))));
const depthSlope = (w: tf.Tensor): tf.Tensor =>
  choose(tf.less(w, -15), 1, tf.neg(tf.div(1, tf.mul(em1(tf.neg(w)), ln1mexp(w)))));

/** The logit of x from n = log(-log x), and its derivative. */
const logitOf = (n: tf.Tensor): tf.Tensor => {
  const size = tf.exp(n);
  return choose(tf.less(n, -15), tf.neg(n), tf.neg(tf.add(size, ln1mexp(tf.neg(size)))));
};
const logitSlope = (n: tf.Tensor): tf.Tensor => {
  const size = tf.exp(n);
  return choose(tf.less(n, -15), -1, tf.div(size, em1(tf.neg(size))));
};
const depthAt = (w: tf.Tensor, a: tf.Tensor): tf.Tensor => tf.sub(logDepth(w), tf.log(a));

/** Returns the logit of the draw with log(1 - x^a) = w. */
export const logit = withSlopes(
  (w, a) => logitOf(depthAt(w!, a!)),
  (w, a) => tf.mul(logitSlope(depthAt(w!, a!)), depthSlope(w!)),
  (w, a) => tf.neg(tf.div(logitSlope(depthAt(w!, a!)), a!)),
);

/** Returns log x, log(1 - x^a) and x^a log(x) / (1 - x^a) of a draw x, given its logit. */
function atLogit(y: tf.Tensor, a: tf.Tensor) {
  const depth = choose(tf.greater(y, 15), tf.neg(y), tf.log(softplus(tf.neg(y))));
  const n = tf.add(depth, tf.log(a));
  const log = tf.neg(tf.exp(depth));
  const isEnd = tf.less(n, -15);
  const size = tf.exp(n);
  const rest = tf.where(isEnd, n, ln1mexp(tf.neg(size)));
  const tilt = tf.where(isEnd, tf.neg(tf.div(1, a)), tf.div(log, em1(size)));
  return { log, rest, tilt };
}

/** Returns the log-density of x by its logit y. */
export const logDensityOfLogit = withSlopes(
  (y, a, b) => {
    const { log, rest } = atLogit(y!, a!);
    const powers = tf.add(times(tf.sub(a!, 1), log), times(tf.sub(b!, 1), rest));
    return tf.add(tf.add(tf.log(a!), tf.log(b!)), powers);
  },
  (y, a, b) => {
    const { log, tilt } = atLogit(y!, a!);
    const share = tf.sigmoid(tf.neg(y!));
    // The derivative of log x by the logit is 1 - x, which for x next to 1 is -log x.
    const part = choose(tf.greater(y!, 15), -1, tf.div(share, log));
    const moved = tf.mul(tf.mul(tf.sub(b!, 1), a!), tf.mul(tilt, part));
    return tf.sub(tf.mul(tf.sub(a!, 1), share), moved);
  },
  (y, a, b) => {
    const { log, tilt } = atLogit(y!, a!);
    return tf.sub(tf.add(tf.div(1, a!), log), tf.mul(tf.sub(b!, 1), tilt));
  },
  (y, a, b) => tf.add(tf.div(1, b!), atLogit(y!, a!).rest),
);
