import { type Activation, allOrNone, mlp } from '@latents/core';
import { checkOptions, checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import type { Json } from '@latents/training';
import { type CellKind, recurrentCell } from './cell.js';
import { checkEmissionKind, type EmissionKind, emission } from './emission.js';
import { Rnn } from './rnn.js';

export interface RnnOptions {
  /** Length of x_t. */
  readonly inputDim: number;
  /** Length of the hidden state. */
  readonly units: number;
  /** Widths of the emission's hidden layers (default `[units]`). */
  readonly hidden?: readonly number[];
  /** tau (default `'gru'`). */
  readonly cell?: CellKind;
  /** P(x_t | h_{t-1}) (default independent bits). */
  readonly emission?: EmissionKind;
  /** Activation of the hidden layers (default `'relu'`). */
  readonly activation?: Activation;
  /** Draws the initial weights. */
  readonly rng: Rng;
}

/**
 * Returns a recurrent network without latent variables, the baseline of a VRNN.
 *
 * @throws RangeError for an unknown option or value, or a size that is not a positive integer. No tensor is then left.
 * @example
 * ```ts
 * import { createRng, createRnn } from '@latents/vrnn';
 *
 * const rnn = createRnn({ inputDim: 88, units: 32, rng: createRng(0) });
 * const x = tf.zeros([2, 5, 88]);
 * rnn.bound({ x, lengths: tf.tensor1d([5, 3], 'int32') }).side; // => 'exact'
 * ```
 */
export function createRnn(options: RnnOptions): Rnn {
  const where = 'createRnn(options)';
  checkOptions(where, options, ['inputDim', 'units', 'hidden', 'cell', 'emission', 'activation', 'rng']);
  const {
    inputDim,
    units,
    hidden = [units],
    cell = 'gru',
    emission: kind = 'bernoulli',
    activation = 'relu',
  } = options;
  const { rng } = options;
  checkRng('createRnn({ rng })', rng);
  checkPositiveInteger('createRnn({ inputDim })', inputDim);
  checkPositiveInteger('createRnn({ units })', units);
  if (!Array.isArray(hidden)) {
    throw new TypeError(`createRnn({ hidden }): expected an array of widths, got ${typeof hidden}.`);
  }
  checkEmissionKind('createRnn({ emission })', kind);
  return allOrNone(
    () =>
      new Rnn(
        {
          features: mlp({ inputDim, hidden: [], outputDim: units, rng }),
          cell: recurrentCell({ kind: cell, inputDim: units, units, rng }),
          emission: emission({ kind, featureDim: units, inputDim, hidden, activation, rng }),
        },
        { inputDim, units, hidden: [...hidden], cell, emission: kind as Json, activation },
      ),
  );
}
