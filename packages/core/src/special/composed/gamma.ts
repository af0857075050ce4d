import * as tf from '@tensorflow/tfjs-core';
import { choose, cosine, ln1p, ln1pMinus, polynomial, sine } from './elementary.js';

const EULER = 0.5772156649015329;
export const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** The Taylor coefficients of log Gamma(2 + t) / t: those of t^k are +-(zeta(k + 1) - 1) / (k + 1). */
const AROUND_TWO = [
  1 - EULER,
  0.6449340668482264,
  0.2020569031595943,
  0.08232323371113819,
  0.03692775514336993,
  0.01734306198444914,
  0.008349277381922827,
  0.00407735619794434,
  0.0020083928260822143,
  0.0009945751278180853,
  0.0004941886041194645,
  0.0002460865533080483,
  0.00012271334757848915,
].map((value, k) => (k === 0 ? value : ((k % 2 === 1 ? 1 : -1) * value) / (k + 1)));

/** Returns log Gamma(2 + t) for |t| <= 1/2, with a small relative error through its zero at t = 0. */
const aroundTwo = (t: tf.Tensor): tf.Tensor => tf.mul(t, polynomial(t, AROUND_TWO));

/** Returns log Gamma(1 + x) for 0 <= x < 1/2, also where 1 + x would round x away. */
const aroundOne = (x: tf.Tensor): tf.Tensor => tf.sub(aroundTwo(x), ln1p(x));

/** Returns the part of log Gamma(x) that Stirling's formula leaves out, for x >= 10. */
export function stirling(x: tf.Tensor): tf.Tensor {
  return tf.div(polynomial(tf.square(tf.div(1, x)), [1 / 12, -1 / 360, 1 / 1260, -1 / 1680]), x);
}

/** Returns log Gamma(x) for x > 0; NaN below. */
export function positiveLgamma(x: tf.Tensor): tf.Tensor {
  // From 2.5 to 10 by the recurrence down to [1.5, 2.5]: a sum of positive terms.
  let z = tf.minimum(x, 10);
  let product: tf.Tensor = tf.onesLike(x);
  for (let i = 0; i < 8; i++) {
    const above = tf.greater(z, 2.5);
    const lower = tf.sub(z, 1);
    product = tf.where(above, tf.mul(product, lower), product);
    z = tf.where(above, lower, z);
  }
  const middle = tf.add(aroundTwo(tf.sub(z, 2)), tf.log(product));
  const large = tf.add(tf.sub(tf.mul(tf.sub(x, 0.5), tf.log(x)), x), tf.add(stirling(x), HALF_LOG_TWO_PI));
  const small = tf.sub(aroundOne(x), tf.log(x));
  const fromHalf = choose(tf.less(x, 1.5), aroundOne(tf.sub(x, 1)), choose(tf.less(x, 10), middle, large));
  const value = choose(tf.less(x, 0.5), small, fromHalf);
  return choose(tf.equal(x, Infinity), Infinity, value);
}

/** Returns the distance of x from the nearest integer, with its sign. */
const offInteger = (x: tf.Tensor): tf.Tensor => tf.sub(x, tf.round(x));

/** Returns log |Gamma(x)|, elementwise. */
export function lgamma(x: tf.Tensor): tf.Tensor {
  const negative = tf.less(x, 0);
  const above = positiveLgamma(tf.where(negative, tf.sub(1, x), x));
  const height = tf.abs(sine(tf.mul(offInteger(x), Math.PI)));
  const reflected = choose(tf.equal(height, 0), Infinity, tf.sub(tf.log(tf.div(Math.PI, height)), above));
  return tf.where(negative, reflected, above);
}

/** Returns log Gamma(1 + x) for x >= 0, also where 1 + x would round x away. */
export function lgamma1p(x: tf.Tensor): tf.Tensor {
  return choose(tf.less(x, 0.5), aroundOne(x), positiveLgamma(tf.add(x, 1)));
}

/** Returns x raised to at least `floor` by ones, in at most `floor` steps, and the sum of `term` over the values passed. */
function shifted(x: tf.Tensor, floor: number, term: (z: tf.Tensor) => tf.Tensor): { z: tf.Tensor; sum: tf.Tensor } {
  let z = x;
  let sum: tf.Tensor = tf.zerosLike(x);
  for (let i = 0; i < floor; i++) {
    const below = tf.less(z, floor);
    sum = tf.where(below, tf.add(sum, term(z)), sum);
    z = tf.where(below, tf.add(z, 1), z);
  }
  return { z, sum };
}

/** Returns log z - digamma(z) for z >= 6. */
export function digammaGap(z: tf.Tensor): tf.Tensor {
  const r = tf.square(tf.div(1, z));
  return tf.add(tf.div(0.5, z), tf.mul(r, polynomial(r, [1 / 12, -1 / 120, 1 / 252, -1 / 240])));
}

/** Returns digamma(x); NaN at 0 and the negative integers. */
export function digamma(x: tf.Tensor): tf.Tensor {
  const reflect = tf.lessEqual(x, 0);
  const { z, sum } = shifted(tf.where(reflect, tf.sub(1, x), x), 6, (v) => tf.div(1, v));
  const value = tf.sub(tf.sub(tf.log(z), digammaGap(z)), sum);
  const angle = tf.mul(offInteger(x), Math.PI);
  const reflected = tf.sub(value, tf.div(tf.mul(Math.PI, cosine(angle)), sine(angle)));
  const poles = choose(tf.equal(angle, 0), Number.NaN, reflected);
  return tf.where(reflect, poles, value);
}

const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66];

function integerPower(x: tf.Tensor, power: number): tf.Tensor {
  let product = x;
  for (let i = 1; i < power; i++) product = tf.mul(product, x);
  return product;
}

/** Returns the polygamma function of order >= 1 for x > 0, and NaN elsewhere. */
export function polygamma(order: number, x: tf.Tensor): tf.Tensor {
  const s = order + 1;
  const { z, sum } = shifted(x, 6 + order, (v) => integerPower(tf.div(1, v), s));
  const inverse = tf.div(1, z);
  // Euler and Maclaurin's formula, in powers of 1 / z^2 times z^-order.
  const even: number[] = [1 / order];
  let factor = s / 2;
  for (const [k, number] of BERNOULLI.entries()) {
    even.push(number * factor);
    factor *= ((s + 2 * k + 1) * (s + 2 * k + 2)) / ((2 * k + 3) * (2 * k + 4));
  }
  const tail = tf.mul(integerPower(inverse, order), tf.add(polynomial(tf.square(inverse), even), tf.mul(inverse, 0.5)));
  let factorial = order % 2 === 1 ? 1 : -1;
  for (let k = 2; k <= order; k++) factorial *= k;
  return choose(tf.greater(x, 0), tf.mul(tf.add(sum, tail), factorial), Number.NaN);
}

/** Returns digamma(a) - digamma(a + b) for a, b > 0, without cancellation where one of them is much larger than the other. */
export function digammaDifference(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  // Each step of the recurrence from z to z + 1 adds -b / (z (z + b)).
  const { z, sum } = shifted(a, 6, (v) => tf.div(tf.div(b, v), tf.add(v, b)));
  const end = tf.add(z, b);
  // The differences of -1 / (2 z), -1 / (12 z^2) and 1 / (120 z^4), each over -b.
  const [u, v] = [tf.div(1, z), tf.div(1, end)];
  const squares = tf.mul(tf.add(u, v), tf.mul(tf.add(tf.square(u), tf.square(v)), -1 / 120));
  const gaps = tf.mul(tf.mul(u, v), tf.add(tf.add(tf.mul(tf.add(u, v), 1 / 12), 0.5), squares));
  return tf.neg(tf.add(tf.add(ln1p(tf.mul(b, u)), tf.mul(b, gaps)), sum));
}

/** Returns log of x^a e^-x / Gamma(a) for a, x > 0, without cancellation at large a. */
export function logGammaKernel(a: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const small = tf.sub(tf.sub(tf.mul(a, tf.log(x)), x), positiveLgamma(a));
  const d = tf.div(tf.sub(x, a), a);
  // A ratio below float32's own step makes log(1 + d) that of x / a itself.
  const exponent = choose(tf.less(d, -0.5), tf.sub(tf.log(tf.div(x, a)), d), ln1pMinus(d));
  const large = tf.sub(tf.add(tf.mul(a, exponent), tf.mul(tf.log(tf.div(a, 2 * Math.PI)), 0.5)), stirling(a));
  return choose(tf.less(a, 10), small, large);
}

/** Returns trigamma(x) - 1 / x for x > 0, without cancellation at large x. */
export function trigammaExcess(x: tf.Tensor): tf.Tensor {
  const r = tf.div(1, x);
  const series = tf.mul(
    tf.square(r),
    tf.add(0.5, tf.mul(r, polynomial(tf.square(r), [1 / 6, -1 / 30, 1 / 42, -1 / 30]))),
  );
  return choose(tf.less(x, 10), tf.sub(polygamma(1, x), r), series);
}

/** Returns (1 + t) log(1 + t) - t for t > -1, without cancellation near t = 0. */
function entropyGap(t: tf.Tensor): tf.Tensor {
  const grown = tf.add(t, 1);
  const small = tf.add(tf.mul(grown, ln1pMinus(t)), tf.square(t));
  return choose(tf.less(tf.abs(t), 0.5), small, tf.sub(tf.mul(grown, tf.log(grown)), t));
}

/**
 * Returns lgamma(c) - lgamma(a) - (c - a) digamma(a) >= 0, of which divergences between gammas, betas and Dirichlets are made, without
 * the cancellation of large log-gamma functions.
 */
export function lgammaDivergence(c: tf.Tensor, a: tf.Tensor): tf.Tensor {
  const step = tf.sub(c, a);
  const direct = tf.sub(tf.sub(positiveLgamma(c), positiveLgamma(a)), tf.mul(step, digamma(a)));
  const t = tf.div(step, a);
  const corrections = tf.add(tf.sub(stirling(c), stirling(a)), tf.mul(step, tf.sub(digammaGap(a), tf.div(0.5, a))));
  const large = tf.add(tf.sub(tf.mul(a, entropyGap(t)), tf.mul(0.5, ln1pMinus(t))), corrections);
  return choose(tf.less(tf.minimum(a, c), 10), direct, large);
}

/** Returns the entropy of Gamma(a, 1), a + lgamma(a) + (1 - a) digamma(a), without cancellation at large a. */
export function gammaEntropy(a: tf.Tensor): tf.Tensor {
  const direct = tf.add(tf.add(a, positiveLgamma(a)), tf.mul(tf.sub(1, a), digamma(a)));
  const rest = tf.add(stirling(a), tf.mul(tf.sub(a, 1), digammaGap(a)));
  const large = tf.add(tf.add(tf.mul(0.5, tf.log(a)), HALF_LOG_TWO_PI), rest);
  return choose(tf.less(a, 10), direct, large);
}

/** Returns the derivative of {@link gammaEntropy}: 1 + (1 - a) trigamma(a). */
export const gammaEntropySlope = (a: tf.Tensor): tf.Tensor =>
  tf.sub(tf.div(1, a), tf.mul(tf.sub(a, 1), trigammaExcess(a)));
