import * as tf from '@tensorflow/tfjs-core';
import { choose, logRatio, withSlopes } from '../../special/composed/elementary.js';
import { logGammaKernel } from '../../special/composed/gamma.js';
import { atPoints } from '../../special/composed/quadrature.js';
import { type CountRange, countMean } from './count-composed.js';

/** Returns the log-mass at a count k >= 0. */
export function logMass(k: tf.Tensor, rate: tf.Tensor): tf.Tensor {
  const positive = tf.sub(logGammaKernel(tf.add(k, 1), rate), tf.log(rate));
  return tf.where(tf.equal(k, 0), tf.neg(rate), positive);
}

const rangeOf = (rate: tf.Tensor): CountRange => ({
  mean: rate,
  deviation: tf.sqrt(rate),
  end: tf.fill(rate.shape, Infinity),
});

const meanOf = (rate: tf.Tensor, f: (k: tf.Tensor, log: tf.Tensor) => tf.Tensor): tf.Tensor => {
  const small = tf.minimum(rate, 50);
  const each = atPoints(small);
  return countMean(rangeOf(small), (k) => logMass(k, tf.mul(each, tf.onesLike(k))), f);
};

/** Returns the entropy: by summation up to a rate of 50, and by its expansion in 1 / rate above. */
export const entropy = withSlopes(
  (rate) => {
    const r = tf.div(1, rate!);
    const rest = tf.mul(r, tf.add(1 / 12, tf.mul(r, tf.add(1 / 24, tf.mul(r, 19 / 360)))));
    const large = tf.sub(tf.mul(0.5, tf.log(tf.mul(rate!, 2 * Math.PI * Math.E))), rest);
    return choose(
      tf.less(rate!, 50),
      meanOf(rate!, (_, log) => tf.neg(log)),
      large,
    );
  },
  (rate) => {
    const r = tf.div(1, rate!);
    const large = tf.mul(r, tf.add(0.5, tf.mul(r, tf.add(1 / 12, tf.mul(r, tf.add(1 / 12, tf.mul(r, 19 / 120)))))));
    const each = atPoints(rate!);
    const small = meanOf(rate!, (k, log) => tf.mul(tf.sub(1, tf.div(k, each)), log));
    return choose(tf.less(rate!, 50), small, large);
  },
);

/** Returns KL(Poisson(q) || Poisson(p)). */
export const kl = withSlopes(
  (q, p) => tf.neg(tf.mul(q!, logRatio(p!, q!).rest)),
  (q, p) => tf.neg(logRatio(p!, q!).log),
  (q, p) => tf.div(tf.sub(p!, q!), p!),
);
