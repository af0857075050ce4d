import * as tf from '@tensorflow/tfjs-core';

/** Returns `f(x)` as a constant: gradients stop here. (tfjs has no stopGradient.) */
export function constant(f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.customGrad((input) => ({
    value: f(input as tf.Tensor),
    gradFunc: () => tf.zeros((input as tf.Tensor).shape),
  }))(x);
}
