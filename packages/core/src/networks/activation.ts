import * as tf from '@tensorflow/tfjs';

/** An activation by name. */
export type Activation = 'linear' | 'relu' | 'elu' | 'leakyRelu' | 'tanh' | 'sigmoid' | 'softplus';

const ACTIVATIONS: Readonly<Record<Activation, (x: tf.Tensor) => tf.Tensor>> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  elu: (x) => tf.elu(x),
  leakyRelu: (x) => tf.leakyRelu(x),
  tanh: (x) => tf.tanh(x),
  sigmoid: (x) => tf.sigmoid(x),
  softplus: (x) => tf.softplus(x),
};

/** The function of that name. Throws a RangeError for a name that is none. */
export function activation(name: Activation): (x: tf.Tensor) => tf.Tensor {
  const found = ACTIVATIONS[name];
  if (found === undefined) {
    throw new RangeError(`activation: expected one of ${Object.keys(ACTIVATIONS).join(', ')}, got '${name}'.`);
  }
  return found;
}
