import * as tf from '@tensorflow/tfjs-core';

/**
 * The way in which a batch of M stands for all N examples in q(z) = 1/N sum_n q(z | x_n):
 * - `'stratified'` (unbiased for q(z)): the example that z came from weighs 1/N, each other example (N - 1) / (N (M - 1)).
 *   It is the printed estimator averaged over the order of the batch. Over a batch of all examples it is exact.
 * - `'weighted'`: all weigh 1 / (N M). It is never above q(z), and far below for M much smaller than N.
 */
export type BatchWeighting = 'stratified' | 'weighted';

/**
 * Returns the log-weights `[M, M]` of example j in the mixture of draw i.
 *
 * @see Chen, Li, Grosse & Duvenaud 2018, appendices C.1 and C.2
 */
export function mixtureLogWeights(weighting: BatchWeighting, batch: number, dataSize: number): tf.Tensor2D {
  if (weighting === 'weighted') return tf.fill([batch, batch], -Math.log(dataSize * batch)) as tf.Tensor2D;
  const other = Math.log(((dataSize - 1) / (batch - 1)) * (1 / dataSize));
  const rows = Float32Array.from({ length: batch * batch }, (_, i) =>
    i % (batch + 1) === 0 ? -Math.log(dataSize) : other,
  );
  return tf.tensor2d(rows, [batch, batch]);
}
