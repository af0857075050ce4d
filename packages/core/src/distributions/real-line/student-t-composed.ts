import * as tf from '@tensorflow/tfjs-core';
import { betaln } from '../../special/composed/beta.js';
import { betainc, betaincByA } from '../../special/composed/beta-inc.js';
import { choose, ln1p, withSlopes } from '../../special/composed/elementary.js';
import { digammaDifference, polygamma } from '../../special/composed/gamma.js';

const half = (v: tf.Tensor): tf.Tensor => tf.mul(v, 0.5);
const constant = (v: tf.Tensor, value: number): tf.Tensor => tf.fill(v.shape, value);
/** digamma((v + 1) / 2) - digamma(v / 2). */
const digammaStep = (v: tf.Tensor): tf.Tensor => tf.neg(digammaDifference(half(v), constant(v, 0.5)));
const square = (z: tf.Tensor, v: tf.Tensor): tf.Tensor => tf.div(tf.square(z), v);

const logDensityAt = (z: tf.Tensor, v: tf.Tensor): tf.Tensor => {
  const normalizer = tf.add(betaln(constant(v, 0.5), half(v)), half(tf.log(v)));
  return tf.neg(tf.add(normalizer, tf.mul(half(tf.add(v, 1)), ln1p(square(z, v)))));
};

/** Returns the log-density at z of the standard variable with v degrees of freedom. */
export const logDensity = withSlopes(
  (z, v) => logDensityAt(z!, v!),
  (z, v) => tf.neg(tf.div(tf.mul(tf.add(v!, 1), z!), tf.add(v!, tf.square(z!)))),
  (z, v) => {
    const w = square(z!, v!);
    const inner = tf.sub(tf.sub(digammaStep(v!), tf.div(1, v!)), ln1p(w));
    const outer = tf.div(tf.mul(tf.div(tf.add(v!, 1), v!), w), tf.add(w, 1));
    return half(tf.add(inner, outer));
  },
);

export const indicator = withSlopes(
  (v) => choose(tf.greater(v!, 1), 0, Number.NaN),
  (v) => tf.zerosLike(v!),
);

export const standardVariance = withSlopes(
  (v) => {
    const finite = tf.greater(v!, 2);
    return choose(finite, tf.div(v!, tf.sub(v!, 2)), choose(tf.greater(v!, 1), Infinity, Number.NaN));
  },
  (v) => choose(tf.greater(v!, 2), tf.neg(tf.div(2, tf.square(tf.sub(v!, 2)))), 0),
);

export const standardEntropy = withSlopes(
  (v) => {
    const normalizer = tf.add(half(tf.log(v!)), betaln(half(v!), constant(v!, 0.5)));
    return tf.add(tf.mul(half(tf.add(v!, 1)), digammaStep(v!)), normalizer);
  },
  (v) => {
    const step = tf.sub(polygamma(1, half(tf.add(v!, 1))), polygamma(1, half(v!)));
    return tf.add(tf.mul(tf.div(tf.add(v!, 1), 4), step), tf.div(0.5, v!));
  },
);

/** Returns the distribution function. */
export const cdf = withSlopes(
  (z, v) => {
    const w = tf.square(z!);
    const sum = tf.add(v!, w);
    const [a, b] = [half(v!), constant(v!, 0.5)];
    const tail = half(betainc(a, b, tf.div(v!, sum), tf.div(w, sum)));
    return tf.where(tf.less(z!, 0), tail, tf.sub(1, tail));
  },
  (z, v) => tf.exp(logDensityAt(z!, v!)),
  (z, v) => {
    const w = tf.square(z!);
    const sum = tf.add(v!, w);
    const [x, y] = [tf.div(v!, sum), tf.div(w, sum)];
    const inside = tf.logicalAnd(tf.greater(x, 0), tf.greater(y, 0));
    // dx / dv times the density of x is |z| / (2 v) times that of z on both sides.
    const moved = tf.mul(tf.div(tf.abs(z!), v!), tf.exp(logDensityAt(z!, v!)));
    const byShape = half(betaincByA(half(v!), constant(v!, 0.5), x, y));
    return choose(inside, tf.mul(tf.mul(tf.sign(z!), -0.5), tf.add(byShape, moved)), 0);
  },
);
