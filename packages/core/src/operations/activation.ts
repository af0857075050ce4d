import { checkOneOf } from '@latents/math';
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

/**
 * The activations that a fused kernel must know: those whose derivative is a function of their value. Their order is part of the
 * contract with backends.
 */
export const FUSED_ACTIVATIONS = ['linear', 'relu', 'tanh', 'sigmoid', 'softplus'] as const;

/** An activation that a fused kernel knows. */
export type FusedActivation = (typeof FUSED_ACTIVATIONS)[number];

/** Returns whether a fused kernel knows the activation. */
export function isFused(name: Activation): name is FusedActivation {
  return (FUSED_ACTIVATIONS as readonly Activation[]).includes(name);
}

/**
 * Refuses anything but the name of an activation.
 *
 * @param where The call and the option: `'createVae({ activation })'`.
 * @throws RangeError that lists the names.
 */
export function checkActivation(where: string, name: unknown): asserts name is Activation {
  checkOneOf(where, name, ACTIVATIONS);
}

/** Returns the function of that name, or throws a RangeError for an unknown name. */
export function activation(name: Activation): (x: tf.Tensor) => tf.Tensor {
  checkActivation('activation', name);
  return ACTIVATIONS[name];
}
