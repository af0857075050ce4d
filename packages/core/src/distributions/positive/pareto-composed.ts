import * as tf from '@tensorflow/tfjs-core';
import { choose, withSlopes } from '../../special/composed/elementary.js';

const inverse = (a: tf.Tensor, from: number): tf.Tensor => tf.div(1, tf.sub(a, from));
const above = (a: tf.Tensor, bound: number, value: tf.Tensor, otherwise: number): tf.Tensor =>
  choose(tf.greater(a, bound), value, otherwise);

export const standardMean = withSlopes(
  (a) => above(a!, 1, tf.mul(a!, inverse(a!, 1)), Infinity),
  (a) => above(a!, 1, tf.neg(tf.square(inverse(a!, 1))), 0),
);

const variance = (a: tf.Tensor): tf.Tensor => tf.mul(tf.mul(a, tf.square(inverse(a, 1))), inverse(a, 2));

export const standardVariance = withSlopes(
  (a) => above(a!, 2, variance(a!), Infinity),
  (a) => {
    const terms = tf.sub(tf.sub(tf.div(1, a!), tf.mul(2, inverse(a!, 1))), inverse(a!, 2));
    return above(a!, 2, tf.mul(variance(a!), terms), 0);
  },
);
