import * as tf from '@tensorflow/tfjs-core';
import { choose, em1, ln1p, polynomial, withSlopes } from '../../special/composed/elementary.js';

/** Taylor coefficients in l^2, for |l| < 2: of the log-normalizer over l^2 after l / 2, the mean over l after 1/2, and the variance. */
const NORMALIZER = [1 / 24, -1 / 2880, 1 / 181440, -1 / 9676800, 1 / 479001600, -691 / 15692092416000];
const MEAN = NORMALIZER.map((value, i) => value * (2 * i + 2));
const VARIANCE = MEAN.map((value, i) => value * (2 * i + 1));

const isNear = (l: tf.Tensor): tf.Tensor => tf.less(tf.abs(l), 1.5);
const apart = (l: tf.Tensor): tf.Tensor => choose(isNear(l), 2, l);

function logNormalizerOf(l: tf.Tensor): tf.Tensor {
  const near = tf.add(tf.mul(l, 0.5), tf.mul(tf.square(l), polynomial(tf.square(l), NORMALIZER)));
  const size = tf.abs(apart(l));
  const far = tf.add(tf.relu(l), tf.sub(tf.log(tf.neg(em1(tf.neg(size)))), tf.log(size)));
  return choose(isNear(l), near, far);
}

function meanOf(l: tf.Tensor): tf.Tensor {
  const near = tf.add(0.5, tf.mul(l, polynomial(tf.square(l), MEAN)));
  const far = apart(l);
  return choose(isNear(l), near, tf.neg(tf.add(tf.div(1, em1(tf.neg(far))), tf.div(1, far))));
}

function varianceOf(l: tf.Tensor): tf.Tensor {
  const far = tf.abs(apart(l));
  // 1 / (4 sinh(l / 2)^2) = e^-l / (1 - e^-l)^2.
  const share = tf.div(tf.exp(tf.neg(far)), tf.square(em1(tf.neg(far))));
  return choose(isNear(l), polynomial(tf.square(l), VARIANCE), tf.sub(tf.square(tf.div(1, far)), share));
}

const VARIANCE_SLOPE = VARIANCE.slice(1).map((value, i) => value * (2 * i + 2));

export const variance = withSlopes(
  (l) => varianceOf(l!),
  (l) => {
    const near = tf.mul(l!, polynomial(tf.square(l!), VARIANCE_SLOPE));
    const size = tf.abs(apart(l!));
    const q = tf.exp(tf.neg(size));
    const cubic = tf.div(tf.mul(q, tf.add(1, q)), tf.pow(tf.sub(1, q), 3));
    const far = tf.mul(tf.sign(l!), tf.sub(cubic, tf.div(2, tf.mul(tf.square(size), size))));
    return choose(isNear(l!), near, far);
  },
);

export const mean = withSlopes(
  (l) => meanOf(l!),
  (l) => varianceOf(l!),
);

export const logNormalizer = withSlopes(
  (l) => logNormalizerOf(l!),
  (l) => meanOf(l!),
);

function cdfOf(x: tf.Tensor, l: tf.Tensor): tf.Tensor {
  const flat = tf.less(tf.abs(l), 1e-5);
  const far = choose(flat, 1, tf.abs(l));
  const near = tf.add(x, tf.mul(tf.mul(l, 0.5), tf.mul(x, tf.sub(x, 1))));
  // This is for a falling density. A rising one is the density of 1 - x.
  const y = tf.where(tf.less(l, 0), x, tf.sub(1, x));
  const falling = tf.div(em1(tf.neg(tf.mul(far, y))), em1(tf.neg(far)));
  const rising = tf.div(tf.mul(tf.exp(tf.neg(tf.mul(far, y))), em1(tf.neg(tf.mul(far, x)))), em1(tf.neg(far)));
  return tf.where(flat, near, tf.where(tf.less(l, 0), falling, rising));
}

const densityOf = (x: tf.Tensor, l: tf.Tensor): tf.Tensor => tf.exp(tf.sub(tf.mul(l, x), logNormalizerOf(l)));

/** F (E[t given t < x] - E t), each mean by that of the distribution cut off at x. */
function cdfByLogits(x: tf.Tensor, l: tf.Tensor): tf.Tensor {
  const both = tf.mul(x, tf.sub(x, 1));
  const near = tf.add(tf.mul(both, 0.5), tf.mul(tf.div(l, 6), tf.mul(both, tf.sub(tf.mul(2, x), 1))));
  const far = tf.mul(cdfOf(x, l), tf.sub(tf.mul(x, meanOf(tf.mul(l, x))), meanOf(l)));
  return choose(tf.less(tf.abs(l), 1e-2), near, far);
}

export const cdf = withSlopes(
  (x, l) => cdfOf(x!, l!),
  (x, l) => densityOf(x!, l!),
  (x, l) => cdfByLogits(x!, l!),
);

function quantileOf(p: tf.Tensor, l: tf.Tensor): tf.Tensor {
  const flat = tf.less(tf.abs(l), 1e-5);
  const far = choose(flat, 1, tf.abs(l));
  const q = tf.where(tf.less(l, 0), p, tf.sub(1, p));
  // This is for a falling density. A rising one is the density of 1 - x.
  const depth = tf.neg(tf.div(ln1p(tf.mul(q, em1(tf.neg(far)))), far));
  // 1 - x of a rising density keeps its digits near x = 0 by log(p + (1 - p) e^-l).
  const rising = tf.add(1, tf.div(tf.log(tf.add(p, tf.mul(tf.sub(1, p), tf.exp(tf.neg(far))))), far));
  const near = tf.sub(p, tf.mul(tf.mul(l, 0.5), tf.mul(p, tf.sub(p, 1))));
  return tf.where(flat, near, tf.where(tf.less(l, 0), depth, rising));
}

export const quantile = withSlopes(
  (p, l) => quantileOf(p!, l!),
  (p, l) => tf.div(1, densityOf(quantileOf(p!, l!), l!)),
  (p, l) => {
    const x = quantileOf(p!, l!);
    return tf.neg(tf.div(cdfByLogits(x, l!), densityOf(x, l!)));
  },
);

export const kl = withSlopes(
  (l, t) => tf.add(tf.sub(logNormalizerOf(t!), logNormalizerOf(l!)), tf.mul(meanOf(l!), tf.sub(l!, t!))),
  (l, t) => tf.mul(varianceOf(l!), tf.sub(l!, t!)),
  (l, t) => tf.sub(meanOf(t!), meanOf(l!)),
);

export const mode = withSlopes(
  (l) => tf.mul(tf.add(tf.sign(l!), 1), 0.5),
  (l) => tf.zerosLike(l!),
);
