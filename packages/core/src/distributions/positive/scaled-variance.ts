import * as tf from '@tensorflow/tfjs-core';
import { condition } from '../base/condition.js';

/**
 * Returns scale^2 times a standard variance of shapes above 2, and infinity at other shapes, where there is no derivative.
 *
 * @param standardVariance The variance at scale 1.
 */
export function scaledVariance(
  standardVariance: (k: tf.Tensor) => tf.Tensor,
  scale: tf.Tensor,
  k: tf.Tensor,
): tf.Tensor {
  const finite = condition((v) => tf.greater(v!, 2), k);
  const value = tf.mul(tf.square(scale), standardVariance(tf.where(finite, k, tf.fill(k.shape, 3))));
  return tf.where(finite, value, tf.fill(k.shape, Infinity));
}
