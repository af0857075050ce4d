import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from '../../operations/index.js';

/** Returns one-hot vectors `[..., depth]` as booleans, for any number of classes (`tf.oneHot` wants two). They are constants. */
export function oneHot(index: tf.Tensor, depth: number): tf.Tensor {
  return stopGradient(index, (i) => tf.equal(tf.expandDims(tf.cast(i, 'int32'), -1), tf.range(0, depth, 1, 'int32')));
}
