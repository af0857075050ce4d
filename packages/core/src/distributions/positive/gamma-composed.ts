import * as tf from '@tensorflow/tfjs-core';
import { choose, logRatio, withSlopes } from '../../special/composed/elementary.js';
import * as g from '../../special/composed/gamma.js';

/** Returns the value of a density's logarithm at x = 0, for the shape a and the rate b. */
const atZero = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  choose(tf.less(a, 1), Infinity, choose(tf.equal(a, 1), tf.log(b), -Infinity));

/** Returns the log-density of Gamma(a, b) at x >= 0. */
export const logDensity = (x: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor => {
  const inside = tf.sub(g.logGammaKernel(a, tf.mul(b, x)), tf.log(x));
  return tf.where(tf.equal(x, 0), atZero(a, b), inside);
};

/** Returns the log-density of x by u = log x. */
export const logDensityOfLog = withSlopes(
  (u, a, b) => {
    const scaled = tf.mul(b!, tf.exp(u!));
    const large = tf.sub(g.logGammaKernel(a!, scaled), u!);
    const logs = tf.add(tf.mul(a!, tf.log(b!)), tf.mul(tf.sub(a!, 1), u!));
    return choose(tf.less(a!, 10), tf.sub(tf.sub(logs, scaled), g.lgamma(a!)), large);
  },
  (u, a, b) => tf.sub(tf.sub(a!, 1), tf.mul(b!, tf.exp(u!))),
  (u, a, b) => tf.sub(tf.add(tf.log(b!), u!), g.digamma(a!)),
  (u, a, b) => tf.sub(tf.div(a!, b!), tf.exp(u!)),
);

/** Returns the entropy at rate 1. */
export const standardEntropy = withSlopes(
  (a) => g.gammaEntropy(a!),
  (a) => g.gammaEntropySlope(a!),
);

/** Returns KL(Gamma(a, rate b) || Gamma(c, rate d)). */
export const kl = withSlopes(
  (a, b, c, d) => {
    const { log, rest } = logRatio(d!, b!);
    const rates = tf.add(tf.mul(a!, rest), tf.mul(tf.sub(c!, a!), log));
    return tf.sub(g.lgammaDivergence(c!, a!), rates);
  },
  (a, b, c, d) => tf.add(tf.mul(tf.sub(a!, c!), g.polygamma(1, a!)), tf.div(tf.sub(d!, b!), b!)),
  (a, b, c, d) => tf.div(tf.sub(c!, tf.mul(a!, tf.div(d!, b!))), b!),
  (a, b, c, d) => tf.sub(tf.sub(g.digamma(c!), g.digamma(a!)), logRatio(d!, b!).log),
  (a, b, c, d) => tf.sub(tf.div(a!, b!), tf.div(c!, d!)),
);
