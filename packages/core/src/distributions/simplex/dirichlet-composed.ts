import * as tf from '@tensorflow/tfjs-core';
import { choose, withRowSlopes as rows, times } from '../../special/composed/elementary.js';
import * as g from '../../special/composed/gamma.js';

const total = (a: tf.Tensor): tf.Tensor => tf.sum(a, -1, true);
const sum = (a: tf.Tensor): tf.Tensor => tf.sum(a, -1);
const logBeta = (a: tf.Tensor): tf.Tensor => tf.sub(sum(g.lgamma(a)), tf.squeeze(g.lgamma(total(a)), [-1]));
const meanLog = (a: tf.Tensor): tf.Tensor => g.digammaDifference(a, tf.sub(total(a), a));
const row = (value: tf.Tensor): tf.Tensor => tf.squeeze(value, [-1]);

/** Returns the log-density at x, and -infinity off the simplex. */
export const logDensity = rows(
  (x, a) => {
    const outside = tf.logicalOr(tf.less(x!, 0), tf.greater(x!, 1));
    const off = tf.logicalOr(tf.any(outside, -1), tf.greater(tf.abs(tf.sub(sum(x!), 1)), 1e-4));
    return choose(off, -Infinity, tf.sub(sum(times(tf.sub(a!, 1), tf.log(x!))), logBeta(a!)));
  },
  (x, a) => times(tf.sub(a!, 1), tf.div(1, x!)),
  (x, a) => tf.sub(tf.log(x!), meanLog(a!)),
);

/** Returns the log-density by the logarithms of the shares. */
export const logDensityOfLog = rows(
  (logs, a) => tf.sub(sum(times(tf.sub(a!, 1), logs!)), logBeta(a!)),
  (_, a) => tf.sub(a!, 1),
  (logs, a) => tf.sub(logs!, meanLog(a!)),
);

/** Returns the entropy, by those of the gammas that a Dirichlet is made of. */
export const entropy = rows(
  (a) => {
    const t = total(a!);
    const common = tf.add(g.gammaEntropy(t), tf.mul(a!.shape.at(-1)! - 1, g.digamma(t)));
    return tf.sub(sum(g.gammaEntropy(a!)), row(common));
  },
  (a) => {
    const t = total(a!);
    const common = tf.add(g.gammaEntropySlope(t), tf.mul(a!.shape.at(-1)! - 1, g.polygamma(1, t)));
    return tf.sub(g.gammaEntropySlope(a!), common);
  },
);

/** Returns KL(Dirichlet(a) || Dirichlet(b)). */
export const kl = rows(
  (a, b) => tf.sub(sum(g.lgammaDivergence(b!, a!)), row(g.lgammaDivergence(total(b!), total(a!)))),
  (a, b) => {
    const common = tf.mul(tf.sub(total(b!), total(a!)), g.polygamma(1, total(a!)));
    return tf.add(tf.mul(tf.sub(a!, b!), g.polygamma(1, a!)), common);
  },
  (a, b) => tf.sub(meanLog(b!), meanLog(a!)),
);
