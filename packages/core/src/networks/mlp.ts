import { checkPositiveInteger, checkRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { activation, dense } from '../operations/index.js';
import { batchNorm } from './batch-norm.js';
import { glorotUniform, zeros } from './initialization.js';
import type { LayerOptions } from './layer-options.js';
import { type Network, prefixed } from './network.js';
import { describeKernels, plainKernel } from './reparameterization.js';

export interface MlpOptions extends LayerOptions {
  readonly inputDim: number;
  /** The widths of the hidden layers; `[]` is a linear map. */
  readonly hidden: readonly number[];
  readonly outputDim: number;
}

/**
 * A multilayer perceptron, `[batch, inputDim]` to `[batch, outputDim]`.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { mlp } from '@latents/core';
 *
 * const network = mlp({ inputDim: 784, hidden: [400], outputDim: 40, rng: createRng(0) });
 * Object.keys(network.variables); // => ['dense0/kernel', 'dense0/bias', 'dense1/kernel', 'dense1/bias']
 * ```
 * @throws RangeError for a width that is not a positive integer, or an unknown activation.
 * @throws TypeError if `hidden` is no array, or `rng` is missing.
 */
export function mlp(options: MlpOptions): Network {
  const { inputDim, hidden, outputDim, rng } = options;
  if (!Array.isArray(hidden))
    throw new TypeError(`mlp({ hidden }): expected an array of widths, got ${String(hidden)}.`);
  checkPositiveInteger('mlp({ inputDim })', inputDim);
  for (const [i, width] of hidden.entries()) checkPositiveInteger(`mlp({ hidden[${i}] })`, width);
  checkPositiveInteger('mlp({ outputDim })', outputDim);
  checkRng('mlp({ rng })', rng);
  const widths = [inputDim, ...hidden, outputDim];
  const inner = options.activation ?? 'relu';
  const last = options.outputActivation ?? 'linear';
  // Refuses a name that is none before anything is made.
  const activate = [activation(inner), activation(last)] as const;
  rng.checkAllowance(weightsOfDense(widths));
  const kernelOf = options.reparameterize ?? plainKernel;
  const isLast = (i: number) => i === hidden.length;
  const normalized = (i: number) => (isLast(i) ? options.batchNormOutput : options.batchNorm) === true;
  // All weights at once, before the first is allocated.
  rng.checkAllowance(widths.slice(1).reduce((sum, width, i) => sum + width * widths[i]!, 0));
  const layers = widths.slice(1).map((width, i) => ({
    kernel: kernelOf(glorotUniform([widths[i]!, width], widths[i]!, width, rng), rng),
    bias: zeros([width]),
    ...(normalized(i) && { norm: batchNorm({ shape: [width] }) }),
  }));
  return {
    config: {
      kind: 'mlp',
      inputDim,
      hidden,
      outputDim,
      activation: inner,
      outputActivation: last,
      batchNorm: options.batchNorm === true,
      batchNormOutput: options.batchNormOutput === true,
      kernel: describeKernels(options.reparameterize),
    },
    inputShape: [inputDim],
    outputShape: [outputDim],
    variables: Object.assign(
      {},
      ...layers.map(({ kernel, bias, norm }, i) => ({
        ...prefixed(`dense${i}`, { ...kernel.variables, bias }),
        ...prefixed(`norm${i}`, norm?.variables ?? {}),
      })),
    ),
    notTwiceDifferentiable: layers.some((_, i) => normalized(i)) ? ['batch normalisation'] : [],
    apply: (x, apply) =>
      tf.tidy(() =>
        layers.reduce(
          (h, { kernel, bias, norm }, i) => {
            const weights = kernel.value(apply);
            if (norm === undefined) return dense(h, weights, bias, isLast(i) ? last : inner);
            return activate[isLast(i) ? 1 : 0](norm.apply(dense(h, weights, bias), apply));
          },
          x.dtype === 'float32' ? x : tf.cast(x, 'float32'),
        ),
      ),
    dispose: () => {
      for (const { kernel, bias, norm } of layers) {
        tf.dispose([kernel.variables, bias]);
        norm?.dispose();
      }
    },
  };
}

/** Returns the number of weights of dense layers between these widths, without biases. */
export function weightsOfDense(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, width, i) => sum + widths[i]! * width, 0);
}
