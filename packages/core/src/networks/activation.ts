import * as tf from '@tensorflow/tfjs-core';
import { elu, leakyRelu, sigmoid, softplus, tanh } from './any-order.js';

/** An activation by name. */
export type Activation = 'linear' | 'relu' | 'elu' | 'leakyRelu' | 'tanh' | 'sigmoid' | 'softplus';

const ACTIVATIONS: Readonly<Record<Activation, (x: tf.Tensor) => tf.Tensor>> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  elu,
  leakyRelu,
  tanh,
  sigmoid,
  softplus,
};

/** The function of that name. Throws a RangeError for a name that is none. */
export function activation(name: Activation): (x: tf.Tensor) => tf.Tensor {
  const found = ACTIVATIONS[name];
  if (found === undefined) {
    throw new RangeError(`activation: expected one of ${Object.keys(ACTIVATIONS).join(', ')}, got '${name}'.`);
  }
  return found;
}
