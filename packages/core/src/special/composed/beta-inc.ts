import * as tf from '@tensorflow/tfjs-core';
import { logBetaKernel, logOf } from './beta.js';
import { choose, em1, ln1p } from './elementary.js';
import { digammaDifference } from './gamma.js';
import { atPoints, integrateTail } from './quadrature.js';

/** x between 0 and 1 under Beta(a, b), y = 1 - x, and the side of the mean of log t that log x is on. */
interface Point {
  readonly a: tf.Tensor;
  readonly b: tf.Tensor;
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
  readonly below: tf.Tensor;
}

/**
 * Returns the integral of `weight(log(t / x))` over the side of x that `below` tells, against the density of t relative to that at x.
 * Below x in u = log(x / t), above it in v = log(y / (1 - t)).
 */
function overSide({ a, b, x, y, below }: Point, weight: (logRatio: tf.Tensor) => tf.Tensor): tf.Tensor {
  const slope = tf.abs(tf.sub(tf.mul(a, y), tf.mul(b, x)));
  const spread = tf.sqrt(tf.mul(tf.add(a, b), tf.mul(x, y)));
  const width = tf.div(1, tf.maximum(tf.maximum(slope, spread), tf.where(below, a, b)));
  // The roles of the two ends are exchanged above x.
  const near = tf.where(below, x, y);
  const far = tf.where(below, y, x);
  const [inner, outer] = [tf.where(below, a, b), tf.where(below, b, a)];
  const [ratio, p, q] = [atPoints(tf.div(near, far)), atPoints(inner), atPoints(tf.sub(outer, 1))];
  const isBelow = atPoints(below);
  const integral = integrateTail((u) => {
    const moved = ln1p(tf.neg(tf.mul(ratio, em1(tf.neg(u)))));
    const log = tf.sub(tf.mul(q, moved), tf.mul(p, u));
    const value = tf.mul(weight(tf.where(tf.broadcastTo(isBelow, u.shape), tf.neg(u), moved)), tf.exp(log));
    return choose(tf.greater(log, -80), value, 0);
  }, width);
  return tf.mul(integral, near);
}

function pointAt(a: tf.Tensor, b: tf.Tensor, x: tf.Tensor, y: tf.Tensor, below: tf.Tensor): Point {
  return { a, b, x: tf.clipByValue(x, 1e-37, 1), y: tf.clipByValue(y, 1e-37, 1), below };
}

/** Returns the log-density at a point inside. */
const logDensityAt = ({ a, b, x, y }: Point): tf.Tensor =>
  tf.sub(logBetaKernel(a, b, x, y), tf.add(logOf(x, y), logOf(y, x)));

/** Returns the regularised incomplete beta function I_x(a, b). `y` is 1 - x where the caller has it more precisely. */
export function betainc(a: tf.Tensor, b: tf.Tensor, x: tf.Tensor, y: tf.Tensor = tf.sub(1, x)): tf.Tensor {
  const below = tf.lessEqual(x, tf.div(a, tf.add(a, b)));
  const point = pointAt(a, b, x, y, below);
  const side = tf.mul(tf.exp(logDensityAt(point)), overSide(point, tf.onesLike));
  const value = tf.where(below, side, tf.sub(1, side));
  const ended = choose(tf.equal(x, 0), 0, choose(tf.equal(y, 0), 1, value));
  const inside = tf.logicalAnd(tf.greaterEqual(x, 0), tf.greaterEqual(y, 0));
  const valid = tf.logicalAnd(tf.logicalAnd(tf.greater(a, 0), tf.greater(b, 0)), inside);
  return choose(valid, ended, Number.NaN);
}

/** Returns the derivative of I_x(a, b) by a: the integral of log t minus its mean against the density on one side of x. */
export function betaincByA(a: tf.Tensor, b: tf.Tensor, x: tf.Tensor, y: tf.Tensor = tf.sub(1, x)): tf.Tensor {
  const centre = digammaDifference(a, b);
  const inside = tf.logicalAnd(tf.greater(x, 0), tf.greater(y, 0));
  const [u, v] = [choose(inside, x, 0.5), choose(inside, y, 0.5)];
  const logX = logOf(u, v);
  const below = tf.lessEqual(logX, centre);
  const point = pointAt(a, b, u, v, below);
  const offset = atPoints(tf.sub(logX, centre));
  const side = overSide(point, (logRatio) => tf.add(logRatio, offset));
  const value = tf.mul(tf.exp(logDensityAt(point)), tf.where(below, side, tf.neg(side)));
  return choose(inside, value, 0);
}

/** Returns the derivative of I_x(a, b) by b. */
export const betaincByB = (a: tf.Tensor, b: tf.Tensor, x: tf.Tensor): tf.Tensor =>
  tf.neg(betaincByA(b, a, tf.sub(1, x), x));
