import * as tf from '@tensorflow/tfjs-core';
import { besselGap, besselRatio, besselRatioSlope, i0e } from '../../special/composed/bessel.js';
import { choose, cosine, sine, withSlopes } from '../../special/composed/elementary.js';
import { atPoints, integratePanels } from '../../special/composed/quadrature.js';

const LOG_TWO_PI = Math.log(2 * Math.PI);
/** Nats below its start at which an integrand is cut off. */
const NATS = 20;

const squaredSine = (d: tf.Tensor): tf.Tensor => tf.square(sine(tf.mul(d, 0.5)));
const logI0e = (k: tf.Tensor): tf.Tensor => tf.log(i0e(k));

/** Returns the log-density at an angle d from the mean direction. */
export const logDensity = withSlopes(
  (d, k) => tf.sub(tf.mul(tf.mul(k!, squaredSine(d!)), -2), tf.add(logI0e(k!), LOG_TWO_PI)),
  (d, k) => tf.neg(tf.mul(k!, sine(d!))),
  (d, k) => tf.sub(besselGap(k!), tf.mul(2, squaredSine(d!))),
);

export const entropy = withSlopes(
  (k) => tf.add(tf.add(logI0e(k!), LOG_TWO_PI), tf.mul(k!, besselGap(k!))),
  (k) => tf.neg(tf.mul(k!, besselRatioSlope(k!))),
);

export const kl = withSlopes(
  (d, k, m) => {
    const turn = tf.mul(tf.mul(m!, besselRatio(k!)), tf.mul(2, squaredSine(d!)));
    return tf.add(tf.add(tf.sub(logI0e(m!), logI0e(k!)), tf.mul(tf.sub(m!, k!), besselGap(k!))), turn);
  },
  (d, k, m) => tf.mul(tf.mul(m!, besselRatio(k!)), sine(d!)),
  (d, k, m) => tf.mul(tf.sub(k!, tf.mul(m!, cosine(d!))), besselRatioSlope(k!)),
  (d, k, m) => {
    const turn = tf.mul(besselRatio(k!), tf.mul(2, squaredSine(d!)));
    return tf.add(tf.sub(besselGap(k!), besselGap(m!)), turn);
  },
);

/** Returns the circular variance. */
export const variance = withSlopes(
  (k) => besselGap(k!),
  (k) => tf.neg(besselRatioSlope(k!)),
);

const turnsOf = (x: tf.Tensor): tf.Tensor => tf.floor(tf.div(tf.add(x, Math.PI), 2 * Math.PI));

/** Returns the angle in [-pi, pi). */
export const wrap = withSlopes(
  (x) => tf.sub(x!, tf.mul(turnsOf(x!), 2 * Math.PI)),
  (x) => tf.onesLike(x!),
);

/** Returns the density at an angle d. */
const density = (d: tf.Tensor, k: tf.Tensor): tf.Tensor =>
  tf.div(tf.exp(tf.mul(tf.mul(k, squaredSine(d)), -2)), tf.mul(i0e(k), 2 * Math.PI));

/** Returns the integral of the periodic density from -pi to d. */
function arc(d: tf.Tensor, k: tf.Tensor): tf.Tensor {
  const turns = turnsOf(d);
  const inner = tf.sub(d, tf.mul(turns, 2 * Math.PI));
  const reach = tf.minimum(tf.abs(inner), tf.div(9, tf.sqrt(k)));
  const each = atPoints(k);
  const mass = integratePanels((t) => tf.exp(tf.mul(tf.mul(each, squaredSine(t)), -2)), reach, 2);
  return tf.add(tf.add(turns, 0.5), tf.div(tf.mul(tf.sign(inner), mass), tf.mul(i0e(k), 2 * Math.PI)));
}

function arcSlope(d: tf.Tensor, k: tf.Tensor): tf.Tensor {
  const inner = tf.sub(d, tf.mul(turnsOf(d), 2 * Math.PI));
  return tf.neg(tf.mul(concentrationGradient(k, inner), density(inner, k)));
}

const start = (loc: tf.Tensor): tf.Tensor => tf.sub(-Math.PI, loc);

/** Returns the probability of the arc from -pi up to x. */
export const cdf = withSlopes(
  (x, loc, k) => tf.sub(arc(tf.sub(x!, loc!), k!), arc(start(loc!), k!)),
  (x, loc, k) => density(tf.sub(x!, loc!), k!),
  (x, loc, k) => tf.sub(density(start(loc!), k!), density(tf.sub(x!, loc!), k!)),
  (x, loc, k) => tf.sub(arcSlope(tf.sub(x!, loc!), k!), arcSlope(start(loc!), k!)),
);

/** Returns the derivative by the concentration, at fixed probability, of an angle z of mean direction 0. */
export function concentrationGradient(k: tf.Tensor, z: tf.Tensor): tf.Tensor {
  const size = tf.minimum(tf.abs(z), Math.PI);
  const gap = besselGap(k);
  const inside = tf.lessEqual(tf.mul(2, squaredSine(size)), gap);
  const [each, from, offset] = [atPoints(k), atPoints(size), atPoints(gap)];
  // (A - cos t) e^(k (cos t - cos z)), by products of sines, which do not cancel.
  const f = (t: tf.Tensor) => {
    const product = tf.mul(sine(tf.mul(tf.sub(t, from), 0.5)), sine(tf.mul(tf.add(t, from), 0.5)));
    return tf.mul(tf.sub(tf.mul(2, squaredSine(t)), offset), tf.exp(tf.mul(tf.mul(each, product), -2)));
  };
  const inner = integratePanels(f, size, 2);
  const fall = tf.maximum(tf.mul(k, sine(size)), tf.sqrt(k));
  const length = tf.minimum(tf.sub(Math.PI, size), tf.div(NATS, fall));
  const outer = integratePanels((u) => f(tf.add(u, from)), length, 4);
  return tf.mul(tf.sign(z), choose(inside, inner, tf.neg(outer)));
}
