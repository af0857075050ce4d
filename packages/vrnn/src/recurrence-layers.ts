import type { Activation, DenseLayer, NamedVariables, RecurrenceLayers } from '@latents/core';
import type { VrnnParts } from './parts.js';

/**
 * Returns the weights of the recurrence of parts that {@link createVrnn} makes, a GRU and multilayer perceptrons, by the names that
 * `recurrentCell` and `mlp` give them.
 *
 * @param activation Of the hidden layers; the last layers are linear.
 */
export function recurrenceLayers(
  { cell, posterior, zFeatures }: Pick<VrnnParts, 'cell' | 'posterior' | 'zFeatures'>,
  activation: Activation,
): RecurrenceLayers {
  const [kernel, bias, recurrent, recurrentBias] = ['kernel', 'bias', 'recurrent', 'recurrentBias'].map(
    (name) => cell.variables[name]!,
  );
  return {
    cell: { kernel: kernel!, bias: bias!, recurrent: recurrent!, recurrentBias: recurrentBias! },
    posterior: layersOf(posterior.variables, activation),
    zFeatures: layersOf(zFeatures.variables, activation),
  };
}

function layersOf(variables: NamedVariables, activation: Activation): DenseLayer[] {
  const count = Object.keys(variables).length / 2;
  return Array.from({ length: count }, (_, i) => ({
    kernel: variables[`dense${i}/kernel`]!,
    bias: variables[`dense${i}/bias`]!,
    activation: i === count - 1 ? 'linear' : activation,
  }));
}
