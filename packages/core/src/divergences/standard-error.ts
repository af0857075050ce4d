import * as tf from '@tensorflow/tfjs-core';

/** The standard error of the mean over the first axis. */
export function standardErrorOf(values: tf.Tensor): tf.Tensor {
  const n = values.shape[0]!;
  const centred = tf.sub(values, tf.mean(values, 0));
  return tf.sqrt(tf.div(tf.sum(tf.square(centred), 0), n * (n - 1)));
}
