import * as tf from '@tensorflow/tfjs-core';

type Map = (x: tf.Tensor) => tf.Tensor;

/**
 * Returns `value(x)` with the derivative `slope(x)`. tfjs differentiates exp, tanh, sigmoid and elu by their *outputs*, which a
 * gradient of a gradient does not see: it is silently wrong, or throws. A slope that is computed from the input is right to any order.
 */
function withSlope(x: tf.Tensor, value: Map, slope: Map): tf.Tensor {
  return tf.customGrad((input, save) => {
    (save as (tensors: tf.Tensor[]) => void)([input as tf.Tensor]);
    return {
      value: value(input as tf.Tensor),
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.mul(dy, slope(saved!)),
    };
  })(x);
}

/** e^x, with derivatives of any order. */
export function exp(x: tf.Tensor): tf.Tensor {
  return withSlope(x, tf.exp, exp);
}

/** e^x - 1, with derivatives of any order. */
export function expm1(x: tf.Tensor): tf.Tensor {
  return withSlope(x, tf.expm1, exp);
}

/** tanh, with derivatives of any order. */
export function tanh(x: tf.Tensor): tf.Tensor {
  return withSlope(x, tf.tanh, (saved) => tf.sub(1, tf.square(tanh(saved))));
}

/** The logistic function, with derivatives of any order. */
export function sigmoid(x: tf.Tensor): tf.Tensor {
  return withSlope(x, tf.sigmoid, (saved) => {
    const y = sigmoid(saved);
    return tf.mul(y, tf.sub(1, y));
  });
}

/** log(1 + e^x), with derivatives of any order: tfjs's own are right up to the second. */
export function softplus(x: tf.Tensor): tf.Tensor {
  return withSlope(x, tf.softplus, sigmoid);
}

/** The exponential linear unit, with derivatives of any order. */
export function elu(x: tf.Tensor): tf.Tensor {
  return withSlope(x, tf.elu, (saved) => {
    const positive = tf.step(saved);
    return tf.add(positive, tf.mul(tf.sub(1, positive), tf.add(elu(saved), 1)));
  });
}

/** x above 0 and x / 5 below, with derivatives of any order: tfjs's has no second. */
export function leakyRelu(x: tf.Tensor): tf.Tensor {
  return withSlope(
    x,
    (input) => tf.leakyRelu(input, 0.2),
    (saved) => tf.step(saved, 0.2),
  );
}
