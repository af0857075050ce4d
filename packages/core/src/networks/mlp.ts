import * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng/index.js';
import { type Activation, activation } from './activation.js';
import { dense } from './dense.js';
import { checkSize, glorotUniform, zeros } from './initialization.js';
import type { DenseLayer, Network } from './network.js';

export interface MlpOptions {
  readonly inputDim: number;
  /** The widths of the hidden layers; `[]` is a linear map. */
  readonly hidden: readonly number[];
  readonly outputDim: number;
  /** Of the hidden layers (default `'relu'`); the output is linear. */
  readonly activation?: Activation;
  /** Draws the initial weights (Glorot uniform; biases start at 0). */
  readonly rng: Rng;
}

/**
 * A multilayer perceptron, `[batch, inputDim]` to `[batch, outputDim]`.
 *
 * @example
 * ```ts
 * import { createRng, mlp } from '@latents/core';
 *
 * const network = mlp({ inputDim: 784, hidden: [400], outputDim: 40, rng: createRng(0) });
 * Object.keys(network.variables); // => ['dense0/kernel', 'dense0/bias', 'dense1/kernel', 'dense1/bias']
 * ```
 * @throws RangeError for a width that is not a positive integer.
 */
export function mlp(options: MlpOptions): Network {
  const { inputDim, hidden, outputDim, rng } = options;
  const widths = [inputDim, ...hidden, outputDim];
  checkSize('mlp({ inputDim })', inputDim);
  for (const [i, width] of hidden.entries()) checkSize(`mlp({ hidden[${i}] })`, width);
  checkSize('mlp({ outputDim })', outputDim);
  const inner = options.activation ?? 'relu';
  activation(inner);
  const layers: DenseLayer[] = widths.slice(1).map((width, i) => ({
    kernel: glorotUniform([widths[i]!, width], widths[i]!, width, rng),
    bias: zeros([width]),
    activation: i < widths.length - 2 ? inner : 'linear',
  }));
  return {
    inputShape: [inputDim],
    outputShape: [outputDim],
    variables: Object.fromEntries(
      layers.flatMap(({ kernel, bias }, i) => [
        [`dense${i}/kernel`, kernel],
        [`dense${i}/bias`, bias],
      ]),
    ),
    layers,
    apply: (x) =>
      tf.tidy(() =>
        layers.reduce(
          (h, { kernel, bias, activation: its }) => dense(h, kernel, bias, its),
          x.dtype === 'float32' ? x : x.toFloat(),
        ),
      ),
    dispose: () => {
      for (const { kernel, bias } of layers) tf.dispose([kernel, bias]);
    },
  };
}
