import { checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { type Activation, activation as activationOf } from '../operations/index.js';
import { mlp } from './mlp.js';
import type { Network } from './network.js';

export interface AutoregressiveNetOptions {
  /** The length n of the vectors. */
  readonly dimension: number;
  /** How many numbers each coordinate is given (default 2: a shift and a scale). */
  readonly outputs?: number;
  /** The length of a vector that all outputs see, and that comes before the n coordinates in the input (default 0: none). */
  readonly contextDim?: number;
  /** The widths of the hidden layers. */
  readonly hidden: readonly number[];
  /** Of the hidden layers (default `'tanh'`). */
  readonly activation?: Activation;
  readonly rng: Rng;
}

/**
 * A multilayer perceptron whose connections are masked (MADE), `[batch, contextDim + n]` to `[batch, outputs * n]`: the outputs of
 * coordinate i, which stand at i, n + i, ..., depend on the context and on the coordinates before i, and on nothing else.
 *
 * @example
 * ```ts
 * import { autoregressiveNet } from '@latents/core';
 * import { createRng } from '@latents/math';
 *
 * const network = autoregressiveNet({ dimension: 3, outputs: 1, hidden: [16], rng: createRng(0) });
 * const [y, moved] = [network.apply(tf.tensor2d([[1, 2, 3]])), network.apply(tf.tensor2d([[1, 5, 3]]))];
 * tf.notEqual(y, moved).arraySync(); // => [[0, 0, 1]]
 * ```
 * @throws RangeError for a size that is not a positive integer, or a context that is not an integer of 0 or more.
 * @see Germain et al. 2015, section 4
 */
export function autoregressiveNet(options: AutoregressiveNetOptions): Network {
  const { dimension, outputs = 2, contextDim = 0, hidden, activation = 'tanh', rng } = options;
  checkPositiveInteger('autoregressiveNet({ dimension })', dimension);
  checkPositiveInteger('autoregressiveNet({ outputs })', outputs);
  for (const [i, width] of hidden.entries()) checkPositiveInteger(`autoregressiveNet({ hidden[${i}] })`, width);
  if (contextDim !== 0) checkPositiveInteger('autoregressiveNet({ contextDim })', contextDim);
  // Refuses a name that is none before anything is made.
  activationOf(activation);
  const widths = [contextDim + dimension, ...hidden, outputs * dimension];
  rng.checkAllowance(widths.slice(1).reduce((sum, width, i) => sum + width * widths[i]!, 0));
  // A unit of degree m sees the coordinates up to the m-th, counted from 1; what is of degree 0 sees the context alone.
  const least = contextDim > 0 || dimension === 1 ? 0 : 1;
  const coordinates = Array.from({ length: dimension }, (_, i) => i + 1);
  const degrees = [
    [...new Array<number>(contextDim).fill(0), ...coordinates],
    ...hidden.map((width) => Array.from({ length: width }, (_, k) => least + (k % (dimension - least)))),
  ];
  const targets = Array.from({ length: outputs }, () => coordinates.map((i) => i - 1)).flat();
  const masks = [...degrees.slice(1), targets].map((to, i) => {
    const from = degrees[i]!;
    const allowed = from.flatMap((m) => to.map((n) => (n >= m ? 1 : 0)));
    return tf.keep(tf.tensor2d(allowed, [from.length, to.length]));
  });
  let layer = 0;
  const network = mlp({
    inputDim: contextDim + dimension,
    hidden,
    outputDim: outputs * dimension,
    activation,
    // An mlp makes its kernels from the first layer to the last.
    reparameterize: (kernel) => {
      const mask = masks[layer++]!;
      return { variables: { kernel }, value: () => tf.mul(kernel, mask) };
    },
    rng,
  });
  return {
    ...network,
    config: { kind: 'autoregressive', dimension, outputs, contextDim, hidden, activation },
    dispose: () => {
      network.dispose();
      tf.dispose(masks);
    },
  };
}
