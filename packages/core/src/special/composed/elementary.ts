import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../with-gradient.js';

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

/** Returns log(p / q) and log(p / q) - (p - q) / q for p, q > 0, by a series where the two are close. */
export function logRatio(p: tf.Tensor, q: tf.Tensor): { readonly log: tf.Tensor; readonly rest: tf.Tensor } {
  const s = tf.div(tf.sub(p, q), q);
  const far = tf.log(tf.div(p, q));
  return { log: tf.where(near(s), ln1p(s), far), rest: tf.where(near(s), ln1pMinus(s), tf.sub(far, s)) };
}

/** (e^t - 1) / t = 1 + t / 2 + t^2 / 6 + ..., to float32 for |t| <= 1/2. */
const EXPM1 = [1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320];

/** Returns e^t - 1, by a series near 0: tfjs's webgl kernel subtracts. */
export function em1(t: tf.Tensor): tf.Tensor {
  return tf.where(near(t), tf.mul(t, polynomial(t, EXPM1)), tf.sub(tf.exp(t), 1));
}

/** (sin r) / r = 1 - r^2 / 6 + r^4 / 120 - ..., to float32 for |r| <= pi / 2. */
const SINE = [1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880, -1 / 39916800, 1 / 6227020800];
/** Pi in two parts, the first so short that its small multiples are exact. */
const PI_HIGH = 3.140625;
const PI_LOW = Math.PI - PI_HIGH;

/** Returns sin x for |x| < 1000. The sine of shading languages may be wrong by 5e-4. */
export function sine(x: tf.Tensor): tf.Tensor {
  const turns = tf.round(tf.div(x, Math.PI));
  const r = tf.sub(tf.sub(x, tf.mul(turns, PI_HIGH)), tf.mul(turns, PI_LOW));
  // 1 for an even number of half turns, -1 for an odd one.
  const half = tf.mul(turns, 0.5);
  const sign = tf.sub(1, tf.mul(4, tf.abs(tf.sub(half, tf.round(half)))));
  return tf.mul(sign, tf.mul(r, polynomial(tf.square(r), SINE)));
}

/** Returns cos x for |x| < 1000. */
export const cosine = (x: tf.Tensor): tf.Tensor => tf.sub(1, tf.mul(2, tf.square(sine(tf.mul(x, 0.5)))));

/** Returns e^(-x^2) for |x| < 30, with the square split so that its rounding error is not amplified. */
export function gaussian(x: tf.Tensor): tf.Tensor {
  const high = tf.div(tf.round(tf.mul(x, 64)), 64);
  const rest = tf.mul(tf.sub(x, high), tf.add(x, high));
  return tf.mul(tf.exp(tf.neg(tf.square(high))), tf.exp(tf.neg(rest)));
}

/** Returns k times a value, 0 where k is, whatever the value. */
export const times = (k: tf.Tensor, value: tf.Tensor): tf.Tensor => choose(tf.equal(k, 0), 0, tf.mul(k, value));

/** Returns log(1 + e^x). */
export const softplus = (x: tf.Tensor): tf.Tensor => tf.add(tf.relu(x), ln1p(tf.exp(tf.neg(tf.abs(x)))));

/** Returns log(1 - e^x) for x < 0. */
export const ln1mexp = (x: tf.Tensor): tf.Tensor =>
  tf.where(tf.greater(x, -Math.LN2), tf.log(tf.neg(em1(x))), ln1p(tf.neg(tf.exp(x))));

type TensorFunction = (...x: tf.Tensor[]) => tf.Tensor;

/** Returns an operation from a function of tensors of one shape and its derivative by each of them. It has no second derivatives. */
export const withSlopes = (f: TensorFunction, ...slopes: readonly TensorFunction[]): TensorFunction =>
  differentiated(f, slopes, (dy) => dy);

/** Returns an operation from a function of rows `[..., n]` to `[...]` and its derivatives by the entries, `[..., n]`. */
export const withRowSlopes = (f: TensorFunction, ...slopes: readonly TensorFunction[]): TensorFunction =>
  differentiated(f, slopes, (dy) => tf.expandDims(dy, -1));

function differentiated(
  f: TensorFunction,
  slopes: readonly TensorFunction[],
  spread: (dy: tf.Tensor) => tf.Tensor,
): TensorFunction {
  return withGradient(f, (dy, saved) => slopes.map((slope) => tf.mul(spread(dy), slope(...saved))));
}
