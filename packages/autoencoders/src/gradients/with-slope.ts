import * as tf from '@tensorflow/tfjs-core';

export interface Linear {
  /** The result, of a shape that `x` begins with. */
  readonly value: tf.Tensor;
  /** Its derivative by `x`, entry by entry; broadcasts against `x`. */
  readonly slope: tf.Tensor;
}

/**
 * Returns `value` with `slope` declared as its derivative by `x`. No gradient flows into `value` and `slope` themselves: estimators
 * hold them fixed.
 */
export function withSlope(x: tf.Tensor, { value, slope }: Linear): tf.Tensor {
  const op = tf.customGrad((input, save) => {
    const { rank } = input as tf.Tensor;
    // Tensors of the forward pass are freed before the backward one, but for these.
    (save as tf.GradSaveFunc)([slope]);
    return {
      value: value.clone(),
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) =>
        tf.mul(tf.reshape(dy, [...dy.shape, ...Array.from({ length: rank - dy.rank }, () => 1)]), saved!),
    };
  });
  return op(x);
}
