import * as tf from '@tensorflow/tfjs-core';
import { choose, polynomial } from './elementary.js';

// Fits at Chebyshev nodes: for |x| < 8 in x / 4 - 1, beyond in 16 / x - 1.
const I0_SMALL = [
  0.207001924, -0.113004115, 0.0945152163, -0.0890534836, 0.0873542956, -0.0848247291, 0.0791650043, -0.0703968108,
  0.0573339834, -0.0402061532, 0.0286079623, -0.024741372, 0.0145283017, -0.00168160289, 0.00122772144, -0.00437582865,
  0.00198147932,
];
const I1_SMALL = [
  0.0446877102, -0.0611243072, 0.0680575434, -0.0684840732, 0.0637688955, -0.0552597528, 0.0446594371, -0.0337968025,
  0.023762642, -0.0151625689, 0.00936740038, -0.00628160565, 0.00336142035, -0.000778703498, 0.00041144221,
  -0.000728278486, 0.000307414213,
];
const I0_LARGE = [
  0.402176509, 0.00336055224, 0.000136217164, 1.11398157e-5, 1.47611573e-6, 3.07332291e-7, 1.08679425e-7, 3.16198557e-8,
];
const I1_LARGE = [
  0.389398459, -0.00974957746, -0.000219237125, -1.5035268e-5, -1.82569073e-6, -3.58429889e-7, -1.22732172e-7,
  -3.57743583e-8,
];
/** x (1 - I_1(x) / I_0(x)). */
const GAP_LARGE = [
  0.508355915, 0.00896349886, 0.000682747112, 8.87406005e-5, 1.73223245e-5, 5.36505984e-6, 2.04401165e-6, 4.22726412e-7,
];

const isSmall = (size: tf.Tensor): tf.Tensor => tf.less(size, 8);
const smallArgument = (size: tf.Tensor): tf.Tensor => tf.sub(tf.div(tf.minimum(size, 8), 4), 1);
const largeArgument = (size: tf.Tensor): tf.Tensor => tf.sub(tf.div(16, tf.maximum(size, 8)), 1);

/** Returns e^-|x| I_0(x). */
export function i0e(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  const large = tf.div(polynomial(largeArgument(size), I0_LARGE), tf.sqrt(size));
  return choose(isSmall(size), polynomial(smallArgument(size), I0_SMALL), large);
}

/** Returns e^-|x| I_1(x). */
export function i1e(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  const large = tf.mul(tf.sign(x), tf.div(polynomial(largeArgument(size), I1_LARGE), tf.sqrt(size)));
  return choose(isSmall(size), tf.mul(x, polynomial(smallArgument(size), I1_SMALL)), large);
}

/** Returns 1 - I_1(x) / I_0(x) for x >= 0, without cancellation at large x. */
export function besselGap(x: tf.Tensor): tf.Tensor {
  const large = tf.div(polynomial(largeArgument(x), GAP_LARGE), x);
  return choose(isSmall(x), tf.sub(1, tf.div(i1e(x), i0e(x))), large);
}

/** Returns I_1(x) / I_0(x). */
export function besselRatio(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  return choose(isSmall(size), tf.div(i1e(x), i0e(x)), tf.mul(tf.sign(x), tf.sub(1, besselGap(size))));
}

/** Returns the derivative of I_1(x) / I_0(x) for x > 0: 1 - A / x - A^2 with A the ratio, without cancellation at large x. */
export function besselRatioSlope(x: tf.Tensor): tf.Tensor {
  const gap = besselGap(x);
  // With A = 1 - g: 1 - A^2 - A / x = (2 g - 1 / x) + g / x - g^2.
  const ratio = besselRatio(x);
  const near = choose(tf.less(x, 1e-3), 0.5, tf.sub(tf.sub(1, tf.div(ratio, x)), tf.square(ratio)));
  const excess = tf.div(polynomial(tf.div(1, tf.maximum(x, 20)), SLOPE_LARGE), tf.square(x));
  return choose(tf.less(x, 20), choose(isSmall(x), near, slopeBetween(x, gap)), excess);
}

/** x^2 times the derivative of the ratio, in powers of 1 / x, for x >= 20: by the asymptotic series of A. */
const SLOPE_LARGE = [1 / 2, 1 / 4, 3 / 8, 25 / 32, 65 / 32, 3219 / 512];

const slopeBetween = (x: tf.Tensor, gap: tf.Tensor): tf.Tensor =>
  tf.sub(tf.add(tf.sub(tf.mul(gap, 2), tf.div(1, x)), tf.div(gap, x)), tf.square(gap));
