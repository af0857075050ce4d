import * as tf from '@tensorflow/tfjs-core';
import { choose, em1 } from './elementary.js';
import { digamma, lgamma1p, logGammaKernel } from './gamma.js';
import { atPoints, integratePanels } from './quadrature.js';

/** Nats below its start at which an integrand is cut off. */
const NATS = 20;
/** Terms of power series in x <= 1. */
const TERMS = 12;

/** A point log z of Gamma(a, 1) from which integrals run to the nearer end of the line: down for z <= a, else up. */
interface Start {
  readonly a: tf.Tensor;
  readonly z: tf.Tensor;
  readonly down: tf.Tensor;
}

/**
 * Returns the integral of `weight` against t pdf(t) / (z pdf(z)), over u = |log(t / z)| from 0. The integrand is log-concave and falls,
 * so nothing cancels.
 */
function fromStart({ a, z, down }: Start, weight: (u: tf.Tensor) => tf.Tensor): tf.Tensor {
  const sign = choose(down, -1, 1);
  const depth = (u: tf.Tensor, s: tf.Tensor, shape: tf.Tensor, at: tf.Tensor) =>
    tf.sub(tf.mul(at, em1(tf.mul(s, u))), tf.mul(tf.mul(s, shape), u));
  // Newton's method on the convex depth, from a point beyond: down and up, the depth is at least its parabola's first part.
  const slope = tf.abs(tf.sub(a, z));
  let high = tf.minimum(
    tf.div(NATS, tf.maximum(slope, 1e-30)),
    tf.where(down, tf.add(tf.sqrt(tf.div(3 * NATS, z)), tf.div(2 * NATS, z)), tf.sqrt(tf.div(2 * NATS, z))),
  );
  for (let i = 0; i < 5; i++) {
    const past = tf.sub(depth(high, sign, a, z), NATS);
    const rate = tf.mul(sign, tf.sub(tf.mul(z, tf.exp(tf.mul(sign, high))), a));
    high = tf.sub(high, tf.div(past, tf.maximum(rate, 1e-30)));
  }
  const [s, shape, at] = [atPoints(sign), atPoints(a), atPoints(z)];
  return integratePanels((u) => tf.mul(weight(u), tf.exp(tf.neg(depth(u, s, shape, at)))), high, 2);
}

/** Returns both regularised incomplete gamma functions, each to its own precision. */
function both(a: tf.Tensor, x: tf.Tensor): { readonly lower: tf.Tensor; readonly upper: tf.Tensor } {
  const z = tf.clipByValue(x, 1e-3, 1e30);
  const down = tf.lessEqual(z, a);
  const mass = tf.mul(tf.exp(logGammaKernel(a, z)), fromStart({ a, z, down }, tf.onesLike));
  // x <= 1 by the power series: x^a / Gamma(1 + a) (1 + a sum (-x)^n / (n! (a + n))).
  const small = tf.minimum(x, 1);
  const leading = tf.sub(tf.mul(a, tf.log(small)), lgamma1p(a));
  let term: tf.Tensor = tf.onesLike(a);
  let rest: tf.Tensor = tf.zerosLike(a);
  for (let n = 1; n <= TERMS; n++) {
    term = tf.mul(term, tf.div(small, -n));
    rest = tf.add(rest, tf.div(tf.mul(term, a), tf.add(a, n)));
  }
  const power = tf.exp(leading);
  const seriesLower = tf.mul(power, tf.add(1, rest));
  const seriesUpper = tf.neg(tf.add(em1(leading), tf.mul(power, rest)));
  const series = tf.lessEqual(x, 1);
  const lower = tf.where(series, seriesLower, tf.where(down, mass, tf.sub(1, mass)));
  const upper = tf.where(series, seriesUpper, tf.where(down, tf.sub(1, mass), mass));
  const [none, all, invalid] = [tf.equal(x, 0), tf.equal(x, Infinity), tf.logicalOr(tf.lessEqual(a, 0), tf.less(x, 0))];
  const ended = (value: tf.Tensor, atZero: number) =>
    choose(invalid, Number.NaN, choose(none, atZero, choose(all, 1 - atZero, value)));
  return { lower: ended(lower, 0), upper: ended(upper, 1) };
}

/** Returns the regularised lower incomplete gamma function P(a, x). */
export const gammainc = (a: tf.Tensor, x: tf.Tensor): tf.Tensor => both(a, x).lower;

/** Returns the regularised upper incomplete gamma function Q(a, x), to its own precision in the tail. */
export const gammaincc = (a: tf.Tensor, x: tf.Tensor): tf.Tensor => both(a, x).upper;

/**
 * Returns the derivative of log z by the shape a, at fixed probability, of z ~ Gamma(a, 1) given by its logarithm. z may underflow.
 *
 * @see Figurnov, Mohamed & Mnih 2018, eq. 5
 */
export function logGammaShapeGradient(a: tf.Tensor, logZ: tf.Tensor): tf.Tensor {
  const gap = tf.sub(digamma(a), logZ);
  const small = tf.exp(tf.minimum(logZ, 0));
  // The power series for z <= 1: sum of (-z)^n e^z / n! (gap / (a + n) + 1 / (a + n)^2).
  let term = tf.exp(small);
  let sum: tf.Tensor = tf.zerosLike(a);
  for (let n = 0; n <= TERMS; n++) {
    const inverse = tf.div(1, tf.add(a, n));
    sum = tf.add(sum, tf.mul(term, tf.mul(inverse, tf.add(gap, inverse))));
    term = tf.mul(term, tf.div(small, -(n + 1)));
  }
  const z = tf.exp(tf.maximum(logZ, 0));
  const down = tf.greaterEqual(gap, 0);
  const signed = atPoints(tf.abs(gap));
  const integral = fromStart({ a, z, down }, (u) => tf.add(signed, u));
  return tf.where(tf.lessEqual(logZ, 0), sum, integral);
}

/** Returns the derivative of P(a, x) by x: the density of Gamma(a, 1). */
export function gammaDensity(a: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const inside = tf.exp(tf.sub(logGammaKernel(a, x), tf.log(x)));
  const atZero = choose(tf.less(a, 1), Infinity, choose(tf.equal(a, 1), 1, 0));
  return choose(tf.greater(x, 0), inside, atZero);
}

/** Returns the derivative of P(a, x) by a. */
export function gammaByShape(a: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const inside = tf.logicalAnd(tf.greater(x, 0), tf.less(x, Infinity));
  const z = choose(inside, x, 1);
  const slope = tf.mul(tf.exp(logGammaKernel(a, z)), logGammaShapeGradient(a, tf.log(z)));
  return choose(inside, tf.neg(slope), 0);
}
