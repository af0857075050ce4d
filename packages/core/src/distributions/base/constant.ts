import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from '../../operations/index.js';

/** Returns a draw as a constant: no gradient flows to what it was made from, whatever the operations in `draw`. */
export function constantDraw(draw: () => tf.Tensor): tf.Tensor {
  return tf.tidy(() => stopGradient(tf.scalar(0), () => draw()));
}
