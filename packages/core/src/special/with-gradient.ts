import * as tf from '@tensorflow/tfjs-core';

/**
 * Returns a function of tensors with a gradient of its own.
 *
 * @param gradient Gradients by each argument, given the gradient of the result and the arguments.
 */
export function withGradient(
  f: (...x: tf.Tensor[]) => tf.Tensor,
  gradient: (dy: tf.Tensor, x: tf.Tensor[]) => tf.Tensor[],
): (...x: tf.Tensor[]) => tf.Tensor {
  return (...x) => {
    const op = tf.customGrad((...inputs) => {
      const save = inputs.pop() as unknown as (tensors: tf.Tensor[]) => void;
      const tensors = inputs as tf.Tensor[];
      save(tensors);
      return { value: f(...tensors), gradFunc: gradient };
    });
    return op(...x);
  };
}
