import * as tf from '@tensorflow/tfjs';

const ACTIVATIONS = {
  linear: (x: tf.Tensor) => x,
  relu: (x: tf.Tensor) => tf.relu(x),
  elu: (x: tf.Tensor) => tf.elu(x),
  leakyRelu: (x: tf.Tensor) => tf.leakyRelu(x),
  tanh: (x: tf.Tensor) => tf.tanh(x),
  sigmoid: (x: tf.Tensor) => tf.sigmoid(x),
  softplus: (x: tf.Tensor) => tf.softplus(x),
};

/** An activation by name. */
export type Activation = keyof typeof ACTIVATIONS;

/** The function of that name. Throws a RangeError for a name that is none. */
export function activation(name: Activation): (x: tf.Tensor) => tf.Tensor {
  const found = ACTIVATIONS[name];
  if (found === undefined) {
    throw new RangeError(`activation: expected one of ${Object.keys(ACTIVATIONS).join(', ')}, got '${name}'.`);
  }
  return found;
}
