import * as tf from '@tensorflow/tfjs-core';
import { choose, em1, gaussian, ln1p, polynomial } from './elementary.js';

const SQRT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);

/** The Taylor coefficients of erf(x) / x in x^2, to float32 for |x| <= 1. */
const ERF = [
  1.12837917, -0.376126389, 0.112837917, -0.0268661706, 0.00522397763, -0.000854832702, 0.00012055333, -1.49256504e-5,
  1.64621144e-6, -1.63658447e-7,
];

/** (1 + 2 x) erfcx(x) for x >= 0, as a polynomial in (x - 4) / (x + 4): a fit at Chebyshev nodes. */
const ERFCX = [
  1.23299512, -0.139621086, 0.0153797687, 0.0680961749, -0.101040941, 0.0937402055, -0.0663190441, 0.0371404587,
  -0.016230392, 0.00508226958, -0.000709132788, -0.00024843673, 0.000114208173,
];

/** Returns e^(x^2) erfc(x) for x >= 0. */
export function positiveErfcx(x: tf.Tensor): tf.Tensor {
  const t = tf.sub(1, tf.div(8, tf.add(x, 4)));
  return tf.div(polynomial(t, ERFCX), tf.add(tf.mul(x, 2), 1));
}

/** Returns erfc(x) for x >= 0. */
const positiveErfc = (x: tf.Tensor): tf.Tensor => {
  const inside = tf.minimum(x, 25);
  return tf.mul(gaussian(inside), positiveErfcx(inside));
};

const smallErf = (x: tf.Tensor): tf.Tensor => tf.mul(x, polynomial(tf.square(x), ERF));

/** Returns the error function. */
export function erf(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  const far = tf.mul(tf.sign(x), tf.sub(1, positiveErfc(size)));
  return tf.where(tf.less(size, 1), smallErf(x), far);
}

/** Returns the complementary error function 1 - erf(x), with a small relative error in the right tail. */
export function erfc(x: tf.Tensor): tf.Tensor {
  const right = positiveErfc(tf.relu(x));
  const left = tf.sub(2, positiveErfc(tf.relu(tf.neg(x))));
  return tf.where(tf.less(x, 0), left, right);
}

/** Returns log erfc(x), finite where erfc underflows. */
export function logErfc(x: tf.Tensor): tf.Tensor {
  const right = tf.sub(tf.log(positiveErfcx(tf.relu(x))), tf.square(x));
  // log(2 - erfc(-x)) next to erfc(0) = 1: by the small number erf.
  return choose(tf.greater(x, 1), right, ln1p(tf.neg(erf(x))));
}

/** Returns the derivative of {@link logErfc}. */
export function logErfcSlope(x: tf.Tensor): tf.Tensor {
  const twice = 2 / Math.sqrt(Math.PI);
  const right = tf.div(-twice, positiveErfcx(tf.relu(x)));
  return choose(tf.greater(x, 0), right, tf.div(tf.mul(gaussian(tf.clipByValue(x, -25, 25)), -twice), erfc(x)));
}

/** Returns the standard normal distribution function. */
export function ndtr(x: tf.Tensor): tf.Tensor {
  return tf.mul(0.5, erfc(tf.mul(x, -Math.SQRT1_2)));
}

/** Returns log of the standard normal distribution function. */
export function logNdtr(x: tf.Tensor): tf.Tensor {
  const tail = positiveErfcx(tf.relu(tf.mul(x, -Math.SQRT1_2)));
  const left = tf.sub(tf.log(tf.mul(tail, 0.5)), tf.mul(0.5, tf.square(x)));
  const right = ln1p(tf.mul(-0.5, erfc(tf.mul(x, Math.SQRT1_2))));
  return choose(tf.less(x, -1), left, right);
}

/** Returns phi(x) / Phi(x), the derivative of {@link logNdtr}. */
export function inverseMills(x: tf.Tensor): tf.Tensor {
  const scaled = tf.mul(x, -Math.SQRT1_2);
  const left = tf.div(SQRT_TWO_OVER_PI, positiveErfcx(tf.relu(scaled)));
  const density = tf.mul(gaussian(tf.clipByValue(scaled, -25, 25)), SQRT_TWO_OVER_PI / 2);
  return choose(tf.less(x, 0), left, tf.div(density, ndtr(tf.relu(x))));
}

/** Polynomials of Giles for erfinv(y) / y, highest power first, in w - 2.5 and in sqrt(w) - 3 with w = -log(1 - y^2). */
const CENTRE = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
].reverse();
const TAIL = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
].reverse();

/** Returns the inverse of erf on [-1, 1]. @see Giles 2012, "Approximating the erfinv function", table 5 */
export function erfinv(y: tf.Tensor): tf.Tensor {
  const size = tf.abs(y);
  const w = tf.neg(tf.add(ln1p(tf.neg(size)), ln1p(size)));
  const centre = polynomial(tf.sub(w, 2.5), CENTRE);
  const tail = polynomial(tf.sub(tf.sqrt(w), 3), TAIL);
  const value = tf.mul(y, tf.where(tf.less(w, 5), centre, tail));
  const inside = choose(tf.equal(size, 1), tf.mul(y, Infinity), value);
  return choose(tf.lessEqual(size, 1), inside, Number.NaN);
}

/** Returns the x <= 0 with log Phi(x) = logP <= -log 2, by Newton's method on the concave log Phi. */
function lowerNdtri(logP: tf.Tensor): tf.Tensor {
  const t = tf.sqrt(tf.mul(logP, -2));
  const far = tf.sub(tf.div(tf.add(tf.log(t), 0.5 * Math.log(2 * Math.PI)), t), t);
  let x = choose(tf.less(logP, -3), far, tf.sub(tf.div(tf.add(logP, 1.841), 1.525), 1));
  for (let i = 0; i < 5; i++) x = tf.sub(x, tf.div(tf.sub(logNdtr(x), logP), inverseMills(x)));
  return choose(tf.equal(logP, -Infinity), -Infinity, x);
}

/** Returns the standard normal quantile of a probability given by its logarithm. */
export function logNdtri(logP: tf.Tensor): tf.Tensor {
  const upper = tf.greater(logP, -Math.LN2);
  const complement = tf.log(tf.neg(em1(logP)));
  const x = lowerNdtri(tf.where(upper, complement, logP));
  const value = tf.where(upper, tf.neg(x), x);
  return choose(tf.lessEqual(logP, 0), value, Number.NaN);
}

/** Returns the standard normal quantile of a probability. Next to p = 1/2 only its absolute error is small. */
export function ndtri(p: tf.Tensor): tf.Tensor {
  const low = tf.less(p, 0.5);
  const x = lowerNdtri(tf.where(low, tf.log(p), ln1p(tf.neg(p))));
  return tf.where(low, x, tf.neg(x));
}
