import { dense, gruCell, type NamedVariables, uniformVariable } from '@latents/core';
import { checkOneOf, checkPositiveInteger, type Rng } from '@latents/math';
import type { Json } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';

/** h_t = tau(input_t, h_{t-1}): one step of a recurrent network, for a batch. */
export interface RecurrentCell {
  readonly kind: CellKind | 'last-latent';
  readonly inputDim: number;
  /** The length of h. */
  readonly units: number;
  /** The length of what is carried from step to step: h, and for an LSTM its cell too. */
  readonly stateDim: number;
  readonly variables: NamedVariables;
  /** Plain JSON description, if kind and sizes do not say all. Files and checkpoints compare it. */
  readonly config?: Json;
  /** `[batch, inputDim]` and `[batch, stateDim]` to `[batch, stateDim]`. */
  step(input: tf.Tensor2D, state: tf.Tensor2D): tf.Tensor2D;
  /** h, `[batch, units]`, of a state. */
  hidden(state: tf.Tensor2D): tf.Tensor2D;
  dispose(): void;
}

export type CellKind = 'gru' | 'lstm' | 'vanilla' | 'linear';

export interface CellOptions {
  /** `'vanilla'` is tanh(W x + U h + b); `'linear'` the same without tanh (a linear-Gaussian model, say). */
  readonly kind: CellKind;
  readonly inputDim: number;
  readonly units: number;
  /** Draws the weights, uniform on +-1/sqrt(units). */
  readonly rng: Rng;
}

const GATES: Readonly<Record<CellKind, number>> = { gru: 3, lstm: 4, vanilla: 1, linear: 1 };

/**
 * A recurrent cell. Gates are laid out as in PyTorch: GRU reset, update, new; LSTM input, forget, cell, output.
 *
 * @throws RangeError for a size that is not a positive integer.
 * @see Cho et al. 2014; Hochreiter & Schmidhuber 1997
 */
export function recurrentCell({ kind, inputDim, units, rng }: CellOptions): RecurrentCell {
  for (const [name, value] of Object.entries({ inputDim, units })) {
    checkPositiveInteger(`recurrentCell({ ${name} })`, value);
  }
  checkOneOf('recurrentCell({ kind })', kind, GATES);
  const width = GATES[kind] * units;
  const uniform = (shape: readonly number[]) => uniformVariable(shape, 1 / Math.sqrt(units), rng);
  const kernel = uniform([inputDim, width]);
  const recurrent = uniform([units, width]);
  const bias = uniform([width]);
  // Only the GRU's gate between state and new content needs a bias of its own on the recurrent side.
  const recurrentBias = kind === 'gru' ? uniform([width]) : undefined;
  const weights = { kernel, recurrent, bias, ...(recurrentBias && { recurrentBias }) };
  const steps: Readonly<Record<CellKind, RecurrentCell['step']>> = {
    gru: (x, h) => gruCell(dense(x, kernel, bias), h, { kernel: recurrent, bias: recurrentBias! }) as tf.Tensor2D,
    lstm: (x, state) => {
      const [h, c] = tf.split(state, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
      const gates = tf.add(dense(x, kernel, bias), tf.matMul(h, recurrent as tf.Tensor as tf.Tensor2D));
      const [input, forget, content, output] = tf.split(gates, 4, 1) as [
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
      ];
      const cell = tf.add(tf.mul(tf.sigmoid(forget), c), tf.mul(tf.sigmoid(input), tf.tanh(content)));
      return tf.concat([tf.mul(tf.sigmoid(output), tf.tanh(cell)), cell], 1) as tf.Tensor2D;
    },
    vanilla: (x, h) => tf.tanh(linear(x, h)),
    linear: (x, h) => linear(x, h),
  };
  function linear(x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
    return tf.add(dense(x, kernel, bias), tf.matMul(h, recurrent as tf.Tensor as tf.Tensor2D)) as tf.Tensor2D;
  }
  return {
    kind,
    inputDim,
    units,
    stateDim: kind === 'lstm' ? 2 * units : units,
    variables: weights,
    step: (x, state) => tf.tidy(() => steps[kind](x, state)),
    hidden: (state) => (kind === 'lstm' ? (tf.slice(state, [0, 0], [-1, units]) as tf.Tensor2D) : state),
    dispose: () => tf.dispose(Object.values(weights)),
  };
}
