import * as tf from '@tensorflow/tfjs-core';

/** @throws RangeError unless `samples` is an integer of at least `least`. */
export function checkSamples(where: string, samples: number, least: number): void {
  if (!Number.isInteger(samples) || samples < least) {
    throw new RangeError(`${where}: expected an integer >= ${least}, got ${samples}.`);
  }
}

/** The standard error of the mean over the first axis. */
export function standardErrorOf(values: tf.Tensor): tf.Tensor {
  const n = values.shape[0]!;
  const centred = tf.sub(values, tf.mean(values, 0));
  return tf.sqrt(tf.div(tf.sum(tf.square(centred), 0), n * (n - 1)));
}
