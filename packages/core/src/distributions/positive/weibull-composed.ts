import * as tf from '@tensorflow/tfjs-core';
import { choose, em1, polynomial, times, withSlopes } from '../../special/composed/elementary.js';
import { digamma, lgamma1p } from '../../special/composed/gamma.js';
import { lgamma as lgammaOp } from '../../special/index.js';

const logRatio = (x: tf.Tensor, s: tf.Tensor): tf.Tensor => tf.log(tf.div(x, s));
/** v e^(k v), 0 where e^(k v) is. */
const timesPower = (k: tf.Tensor, v: tf.Tensor): tf.Tensor => times(tf.exp(tf.mul(k, v)), v);

/** Returns the log-density at x >= 0, for the scale s and the shape k. */
export const logDensity = withSlopes(
  (x, s, k) => {
    const v = logRatio(x!, s!);
    const logs = tf.add(tf.log(tf.div(k!, s!)), times(tf.sub(k!, 1), v));
    return tf.sub(logs, tf.exp(tf.mul(k!, v)));
  },
  (x, s, k) => {
    const rest = choose(tf.equal(k!, 1), 1, tf.exp(tf.mul(tf.sub(k!, 1), logRatio(x!, s!))));
    return tf.sub(times(tf.sub(k!, 1), tf.div(1, x!)), tf.mul(tf.div(k!, s!), rest));
  },
  (x, s, k) => tf.mul(tf.div(k!, s!), em1(tf.mul(k!, logRatio(x!, s!)))),
  (x, s, k) => tf.sub(tf.add(tf.div(1, k!), logRatio(x!, s!)), timesPower(k!, logRatio(x!, s!))),
);

/** Returns the log-density of x by u = log x. */
export const logDensityOfLog = withSlopes(
  (u, s, k) => {
    const v = tf.sub(u!, tf.log(s!));
    return tf.sub(tf.add(tf.log(tf.div(k!, s!)), tf.mul(tf.sub(k!, 1), v)), tf.exp(tf.mul(k!, v)));
  },
  (u, s, k) => {
    const v = tf.sub(u!, tf.log(s!));
    return tf.sub(tf.sub(k!, 1), tf.mul(k!, tf.exp(tf.mul(k!, v))));
  },
  (u, s, k) => tf.mul(tf.div(k!, s!), em1(tf.mul(k!, tf.sub(u!, tf.log(s!))))),
  (u, s, k) => {
    const v = tf.sub(u!, tf.log(s!));
    return tf.sub(tf.div(1, k!), tf.mul(v, em1(tf.mul(k!, v))));
  },
);

/** zeta(j) / j (2^j - 2), signed: the Taylor coefficients of log Gamma(1 + 2 t) - 2 log Gamma(1 + t) over t^2, from j = 2 on. */
const GAP = [1.6449340668482264, -2.4041138063191885, 3.7881313180834666, -6.22156653086, 10.512878973];
const GAP_SLOPE = GAP.map((value, i) => value * (i + 2));

/** Returns Gamma(1 + 2 / k) - Gamma(1 + 1 / k)^2. */
export const standardVariance = withSlopes(
  (k) => {
    const { first, gap } = moments(tf.div(1, k!));
    return tf.mul(tf.exp(tf.mul(2, first)), em1(gap));
  },
  (k) => {
    const t = tf.div(1, k!);
    const { first, gap } = moments(t);
    const [own, twice] = [digamma(tf.add(t, 1)), digamma(tf.add(tf.mul(t, 2), 1))];
    const slope = choose(tf.less(t, 0.02), tf.mul(t, polynomial(t, GAP_SLOPE)), tf.mul(2, tf.sub(twice, own)));
    const byT = tf.add(tf.mul(tf.mul(2, own), em1(gap)), tf.mul(tf.exp(gap), slope));
    return tf.neg(tf.mul(tf.mul(tf.square(t), tf.exp(tf.mul(2, first))), byT));
  },
);

function moments(t: tf.Tensor): { readonly first: tf.Tensor; readonly gap: tf.Tensor } {
  const first = lgamma1p(t);
  const near = tf.mul(tf.square(t), polynomial(t, GAP));
  const gap = choose(tf.less(t, 0.02), near, tf.sub(lgamma1p(tf.mul(t, 2)), tf.mul(2, first)));
  return { first, gap };
}

/** Returns KL(Weibull(s, k) || Weibull(t, j)). */
export function kl(s: tf.Tensor, k: tf.Tensor, t: tf.Tensor, j: tf.Tensor): tf.Tensor {
  const ratio = tf.div(j, k);
  const shift = tf.mul(j, tf.log(tf.div(s, t)));
  const tilt = tf.sub(tf.exp(tf.add(shift, lgammaOp(tf.add(1, ratio)))), 1);
  return tf.add(tf.sub(tf.sub(tilt, shift), tf.log(ratio)), tf.mul(tf.sub(ratio, 1), EULER));
}

const EULER = 0.5772156649015329;
