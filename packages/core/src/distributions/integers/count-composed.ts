import * as tf from '@tensorflow/tfjs-core';
import { choose } from '../../special/composed/elementary.js';
import { atPoints } from '../../special/composed/quadrature.js';

/** Number of counts that a sum runs over. */
const POINTS = 256;

/** The range of integers that holds the mass of a count. */
export interface CountRange {
  readonly mean: tf.Tensor;
  readonly deviation: tf.Tensor;
  /** The largest count. */
  readonly end: tf.Tensor;
}

/**
 * Returns the mean of f over counts, `[...]`. It is the sum over all counts that matter where those are at most {@link POINTS}. Where they
 * are more, the mass is so close to a normal that equal steps of less than a tenth of a standard deviation lose nothing.
 *
 * @param logMass The log-mass, also between the integers. Tensors in it need a last axis of 1.
 */
export function countMean(
  { mean, deviation, end }: CountRange,
  logMass: (k: tf.Tensor) => tf.Tensor,
  f: (k: tf.Tensor, log: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const reach = tf.add(tf.mul(deviation, 9), 30);
  const low = tf.floor(tf.relu(tf.sub(mean, reach)));
  const high = tf.minimum(tf.ceil(tf.add(mean, reach)), end);
  const step = tf.maximum(1, tf.div(tf.sub(high, low), POINTS - 1));
  const k = tf.add(atPoints(low), tf.mul(atPoints(step), tf.range(0, POINTS, 1)));
  const inside = tf.lessEqual(k, tf.add(atPoints(high), 1e-3));
  const safe = tf.where(inside, k, tf.mul(atPoints(low), tf.onesLike(k)));
  const log = logMass(safe);
  const mass = choose(tf.logicalAnd(inside, tf.greater(log, -100)), tf.exp(log), 0);
  const terms = choose(tf.greater(mass, 0), tf.mul(mass, f(safe, log)), 0);
  return tf.mul(tf.sum(terms, -1), step);
}
