import { type Activation, conditional, mlp, normalHead, type Rng } from '@latents/core';
import { type CellKind, recurrentCell } from './cell.js';
import { type EmissionKind, emission } from './emission.js';
import { Vrnn } from './vrnn.js';

export interface VrnnOptions {
  /** The length of x_t, of z_t and of the hidden state. */
  readonly inputDim: number;
  readonly latentDim: number;
  readonly units: number;
  /** Widths of the hidden layers of prior, posterior and emission (default `[units]`). */
  readonly hidden?: readonly number[];
  /** Widths of the features of x_t and of z_t (default `units` each). */
  readonly features?: number;
  /** tau (default `'gru'`). */
  readonly cell?: CellKind;
  /** P(z_t | h_{t-1}) (default), or N(0, I) as in the note's section 1.4. */
  readonly prior?: 'conditional' | 'standard';
  /** q(z_t | x_t, h_{t-1}) (default), or q(z_t | x_t .. x_T, h_{t-1}) by a backward GRU: the shape of the true posterior (ERRATA E14). */
  readonly posterior?: 'filtering' | 'smoothing';
  /** P(x_t | z_t, h_{t-1}) (default independent bits). */
  readonly emission?: EmissionKind;
  /** False for a deep Markov model, whose state is carried by z alone (default true). */
  readonly stateSeesInput?: boolean;
  /** False if x_t depends on z_t alone (default true). */
  readonly emissionSeesState?: boolean;
  /** Of the hidden layers (default `'relu'`). */
  readonly activation?: Activation;
  readonly rng: Rng;
}

/**
 * A variational recurrent network.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/core';
 * import { createVrnn } from '@latents/vrnn';
 *
 * const vrnn = createVrnn({ inputDim: 88, latentDim: 16, units: 32, rng: createRng(0) });
 * const x = tf.zeros([2, 5, 88]);
 * vrnn.elbo({ x, lengths: tf.tensor1d([5, 3], 'int32') }, createRng(1)).side; // => 'lower'
 * ```
 * @throws RangeError for a size that is not a positive integer.
 */
export function createVrnn(options: VrnnOptions): Vrnn {
  const { inputDim, latentDim, units, rng, activation = 'relu', ...choices } = options;
  const { hidden = [units], features = units, cell = 'gru', prior = 'conditional', posterior = 'filtering' } = choices;
  const { emission: kind = 'bernoulli', stateSeesInput = true, emissionSeesState = true } = choices;
  const head = normalHead(latentDim);
  const network = (from: number, to: number) => mlp({ inputDim: from, hidden, outputDim: to, activation, rng });
  const feature = (from: number) => mlp({ inputDim: from, hidden: [features], outputDim: features, activation, rng });
  return new Vrnn(
    {
      inputDim,
      latentDim,
      xFeatures: feature(inputDim),
      zFeatures: feature(latentDim),
      cell: recurrentCell({ kind: cell, inputDim: stateSeesInput ? 2 * features : features, units, rng }),
      prior: prior === 'standard' ? 'standard' : conditional(network(units, head.units), head, 'prior'),
      posterior: conditional(
        network((posterior === 'smoothing' ? units : features) + units, head.units),
        head,
        'posterior',
      ),
      ...(posterior === 'smoothing' && { backward: recurrentCell({ kind: 'gru', inputDim: features, units, rng }) }),
      emission: emission({ kind, featureDim: emissionSeesState ? features + units : features, inputDim, hidden, rng }),
      stateSeesInput,
      emissionSeesState,
    },
    { units, hidden, features, cell, prior, posterior, emission: kind, stateSeesInput, emissionSeesState, activation },
  );
}
