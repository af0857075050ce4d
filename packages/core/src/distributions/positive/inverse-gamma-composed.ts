import * as tf from '@tensorflow/tfjs-core';
import { choose, withSlopes } from '../../special/composed/elementary.js';
import * as g from '../../special/composed/gamma.js';

/** Returns the log-density of InverseGamma(a, s) at x >= 0. */
export const logDensity = withSlopes(
  (x, a, s) => {
    const inside = tf.sub(g.logGammaKernel(a!, tf.div(s!, x!)), tf.log(x!));
    return choose(tf.equal(x!, 0), -Infinity, inside);
  },
  (x, a, s) => tf.div(tf.sub(tf.div(s!, x!), tf.add(a!, 1)), x!),
  (x, a, s) => tf.sub(tf.log(tf.div(s!, x!)), g.digamma(a!)),
  (x, a, s) => tf.sub(tf.div(a!, s!), tf.div(1, x!)),
);

/** Returns the log-density of x by u = log x. */
export const logDensityOfLog = withSlopes(
  (u, a, s) => {
    const scaled = tf.mul(s!, tf.exp(tf.neg(u!)));
    const large = tf.sub(g.logGammaKernel(a!, scaled), u!);
    const logs = tf.sub(tf.mul(a!, tf.log(s!)), tf.mul(tf.add(a!, 1), u!));
    return choose(tf.less(a!, 10), tf.sub(tf.sub(logs, scaled), g.lgamma(a!)), large);
  },
  (u, a, s) => tf.sub(tf.sub(tf.mul(s!, tf.exp(tf.neg(u!))), a!), 1),
  (u, a, s) => tf.sub(tf.sub(tf.log(s!), u!), g.digamma(a!)),
  (u, a, s) => tf.sub(tf.div(a!, s!), tf.exp(tf.neg(u!))),
);

const above = (a: tf.Tensor, bound: number, value: tf.Tensor, otherwise: number): tf.Tensor =>
  choose(tf.greater(a, bound), value, otherwise);

export const standardMean = withSlopes(
  (a) => above(a!, 1, tf.div(1, tf.sub(a!, 1)), Infinity),
  (a) => above(a!, 1, tf.neg(tf.square(tf.div(1, tf.sub(a!, 1)))), 0),
);

const variance = (a: tf.Tensor): tf.Tensor => tf.div(tf.div(tf.div(1, tf.sub(a, 1)), tf.sub(a, 1)), tf.sub(a, 2));

export const standardVariance = withSlopes(
  (a) => above(a!, 2, variance(a!), Infinity),
  (a) => above(a!, 2, tf.neg(tf.mul(tf.add(tf.div(2, tf.sub(a!, 1)), tf.div(1, tf.sub(a!, 2))), variance(a!))), 0),
);

/** Returns the entropy at scale 1: that of the gamma minus twice digamma(a). */
export const standardEntropy = withSlopes(
  (a) => tf.sub(g.gammaEntropy(a!), tf.mul(2, g.digamma(a!))),
  (a) => tf.sub(g.gammaEntropySlope(a!), tf.mul(2, g.polygamma(1, a!))),
);
