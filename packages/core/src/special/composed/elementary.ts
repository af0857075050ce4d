import * as tf from '@tensorflow/tfjs-core';

/** Returns the polynomial with these coefficients, constant first, by Horner's rule. */
export function polynomial(x: tf.Tensor, coefficients: readonly number[]): tf.Tensor {
  let sum: tf.Tensor = tf.fill(x.shape, coefficients.at(-1)!);
  for (let i = coefficients.length - 2; i >= 0; i--) sum = tf.add(tf.mul(sum, x), coefficients[i]!);
  return sum;
}

/** Returns `yes` where the condition holds and `no` elsewhere. Numbers stand for all entries. */
export function choose(condition: tf.Tensor, yes: tf.Tensor | number, no: tf.Tensor | number): tf.Tensor {
  const full = (value: tf.Tensor | number) => (typeof value === 'number' ? tf.fill(condition.shape, value) : value);
  return tf.where(condition, full(yes), full(no));
}

/** atanh(s) / s = 1 + s^2 / 3 + s^4 / 5 + ..., to float32 for |s| <= 1/3. */
const ATANH = [1, 1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13, 1 / 15];

/** Whether |t| is so small that log(1 + t) is taken from its series. */
const near = (t: tf.Tensor): tf.Tensor => tf.less(tf.abs(t), 0.5);

/** Returns log(1 + t), by a series near 0: a device may have a logarithm that is inexact next to 1. */
export function ln1p(t: tf.Tensor): tf.Tensor {
  const s = tf.div(t, tf.add(t, 2));
  const series = tf.mul(tf.mul(s, 2), polynomial(tf.square(s), ATANH));
  return tf.where(near(t), series, tf.log(tf.add(t, 1)));
}

/** Returns log(1 + t) - t without cancellation near t = 0, where it is -t^2 / 2. */
export function ln1pMinus(t: tf.Tensor): tf.Tensor {
  const s = tf.div(t, tf.add(t, 2));
  const square = tf.square(s);
  const rest = tf.mul(tf.mul(tf.mul(s, square), 2), polynomial(square, ATANH.slice(1)));
  return tf.where(near(t), tf.sub(rest, tf.mul(s, t)), tf.sub(tf.log(tf.add(t, 1)), t));
}

/** (e^t - 1) / t = 1 + t / 2 + t^2 / 6 + ..., to float32 for |t| <= 1/2. */
const EXPM1 = [1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320];

/** Returns e^t - 1, by a series near 0: tfjs's webgl kernel subtracts. */
export function em1(t: tf.Tensor): tf.Tensor {
  return tf.where(near(t), tf.mul(t, polynomial(t, EXPM1)), tf.sub(tf.exp(t), 1));
}

/** Returns e^(-x^2) for |x| < 30, with the square split so that its rounding error is not amplified. */
export function gaussian(x: tf.Tensor): tf.Tensor {
  const high = tf.div(tf.round(tf.mul(x, 64)), 64);
  const rest = tf.mul(tf.sub(x, high), tf.add(x, high));
  return tf.mul(tf.exp(tf.neg(tf.square(high))), tf.exp(tf.neg(rest)));
}
