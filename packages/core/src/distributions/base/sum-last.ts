import * as tf from '@tensorflow/tfjs-core';

/** The sum over the last `rank` axes: always one new tensor. */
export function sumLast(values: tf.Tensor, rank: number): tf.Tensor {
  if (rank === 0) return values.clone();
  return tf.sum(
    values,
    Array.from({ length: rank }, (_, i) => values.rank - rank + i),
  );
}
