import * as tf from '@tensorflow/tfjs-core';
import { betaln, logBetaDensity, logBetaKernel } from '../../special/composed/beta.js';
import { choose, ln1p, softplus, times, withSlopes } from '../../special/composed/elementary.js';
import * as g from '../../special/composed/gamma.js';

/** Returns the log-density of Beta(a, b) at x from 0 to 1. */
export const logDensity = withSlopes(
  (x, a, b) => logBetaDensity(a!, b!, x!),
  (x, a, b) => tf.sub(times(tf.sub(a!, 1), tf.div(1, x!)), times(tf.sub(b!, 1), tf.div(1, tf.sub(1, x!)))),
  (x, a, b) => tf.sub(tf.log(x!), g.digammaDifference(a!, b!)),
  (x, a, b) => tf.sub(ln1p(tf.neg(x!)), g.digammaDifference(b!, a!)),
);

/** Returns the log-density of x by its logit y. */
export const logDensityOfLogit = withSlopes(
  (y, a, b) => {
    const [logX, log1mX] = [tf.neg(softplus(tf.neg(y!))), tf.neg(softplus(y!))];
    const logs = tf.add(times(tf.sub(a!, 1), logX), times(tf.sub(b!, 1), log1mX));
    const large = tf.sub(logBetaKernel(a!, b!, tf.sigmoid(y!), tf.sigmoid(tf.neg(y!))), tf.add(logX, log1mX));
    return choose(tf.less(tf.minimum(a!, b!), 10), tf.sub(logs, betaln(a!, b!)), large);
  },
  (y, a, b) => tf.sub(tf.mul(tf.sub(a!, 1), tf.sigmoid(tf.neg(y!))), tf.mul(tf.sub(b!, 1), tf.sigmoid(y!))),
  (y, a, b) => tf.neg(tf.add(softplus(tf.neg(y!)), g.digammaDifference(a!, b!))),
  (y, a, b) => tf.neg(tf.add(softplus(y!), g.digammaDifference(b!, a!))),
);

const entropySlope = (a: tf.Tensor, total: tf.Tensor): tf.Tensor =>
  tf.sub(tf.sub(g.gammaEntropySlope(a), g.gammaEntropySlope(total)), g.polygamma(1, total));

/** Returns the entropy, by those of the gammas that a beta is made of. */
export const entropy = withSlopes(
  (a, b) => {
    const total = tf.add(a!, b!);
    return tf.sub(tf.sub(tf.add(g.gammaEntropy(a!), g.gammaEntropy(b!)), g.gammaEntropy(total)), g.digamma(total));
  },
  (a, b) => entropySlope(a!, tf.add(a!, b!)),
  (a, b) => entropySlope(b!, tf.add(a!, b!)),
);

/** Returns the derivative of a divergence by the first shape of q: a and c are that shape in q and in p. */
const klByShape = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor, d: tf.Tensor): tf.Tensor => {
  const rest = tf.sub(tf.add(c, d), tf.add(a, b));
  return tf.add(tf.mul(tf.sub(a, c), g.polygamma(1, a)), tf.mul(rest, g.polygamma(1, tf.add(a, b))));
};

/** Returns KL(Beta(a, b) || Beta(c, d)). */
export const kl = withSlopes(
  (a, b, c, d) => {
    const parts = tf.add(g.lgammaDivergence(c!, a!), g.lgammaDivergence(d!, b!));
    return tf.sub(parts, g.lgammaDivergence(tf.add(c!, d!), tf.add(a!, b!)));
  },
  (a, b, c, d) => klByShape(a!, b!, c!, d!),
  (a, b, c, d) => klByShape(b!, a!, d!, c!),
  (a, b, c, d) => tf.sub(g.digammaDifference(c!, d!), g.digammaDifference(a!, b!)),
  (a, b, c, d) => tf.sub(g.digammaDifference(d!, c!), g.digammaDifference(b!, a!)),
);

const inside = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.logicalAnd(tf.greater(a, 1), tf.greater(b, 1));
/** (a + b - 2), which is positive where the mode is inside. */
const excess = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.add(tf.sub(a, 1), tf.sub(b, 1));

export const mode = withSlopes(
  (a, b) => {
    const flat = tf.logicalAnd(tf.equal(a!, 1), tf.equal(b!, 1));
    const end = choose(flat, 0.5, choose(tf.greater(a!, b!), 1, 0));
    return tf.where(inside(a!, b!), tf.div(tf.sub(a!, 1), excess(a!, b!)), end);
  },
  (a, b) => choose(inside(a!, b!), tf.div(tf.sub(b!, 1), tf.square(excess(a!, b!))), 0),
  (a, b) => choose(inside(a!, b!), tf.div(tf.sub(1, a!), tf.square(excess(a!, b!))), 0),
);
