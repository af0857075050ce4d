import * as tf from '@tensorflow/tfjs-core';

/** Returns the mean over all entries, a scalar of rank 0. */
export function scalarMean(values: tf.Tensor): tf.Scalar {
  return tf.reshape<tf.Rank.R0>(tf.mean(values), []);
}
