import { type Activation, conditional, mlp, normalHead } from '@latents/core';
import type { Rng } from '@latents/math';
import { type CellKind, type RecurrentCell, recurrentCell } from './cell.js';
import { type EmissionKind, emission } from './emission.js';
import { lastLatentCell } from './last-latent-cell.js';
import type { VrnnParts } from './parts.js';
import { recurrenceLayers } from './recurrence-layers.js';
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
  /**
   * Whether z_t enters the recurrent layer (default), or is remembered for one step beside it: with `'last'` the model is a
   * stochastic RNN, and with `stateSeesInput` false as well a deep Markov model, whose state is the last z and has no cell.
   */
  readonly latentMemory?: 'recurrent' | 'last';
  /** False if z alone carries the state from step to step (default true). */
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
 * import { createRng } from '@latents/math';
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
  const {
    hidden = [units],
    features = units,
    cell: kind = 'gru',
    prior = 'conditional',
    posterior = 'filtering',
  } = choices;
  const { emission: emitted = 'bernoulli', stateSeesInput = true, emissionSeesState = true } = choices;
  const { latentMemory = 'recurrent' } = choices;
  const head = normalHead(latentDim);
  const network = (from: number, to: number) => mlp({ inputDim: from, hidden, outputDim: to, activation, rng });
  const feature = (from: number) => mlp({ inputDim: from, hidden: [features], outputDim: features, activation, rng });
  const cell = stateCell({ kind, units, features, latentMemory, stateSeesInput, rng });
  const evidence = posterior === 'smoothing' ? units : features;
  const parts: VrnnParts = {
    inputDim,
    latentDim,
    xFeatures: feature(inputDim),
    zFeatures: feature(latentDim),
    cell,
    prior: prior === 'standard' ? 'standard' : conditional(network(cell.units, head.units), head, 'prior'),
    posterior: conditional(network(evidence + cell.units, head.units), head, 'posterior'),
    ...(posterior === 'smoothing' && { backward: recurrentCell({ kind: 'gru', inputDim: features, units, rng }) }),
    emission: emission({
      kind: emitted,
      featureDim: emissionSeesState ? features + cell.units : features,
      inputDim,
      hidden,
      rng,
    }),
    stateSeesInput,
    emissionSeesState,
  };
  const inOne = cell.kind === 'gru' && stateSeesInput;
  return new Vrnn(
    { ...parts, ...(inOne && { recurrence: recurrenceLayers(parts, activation) }) },
    {
      units,
      hidden,
      features,
      cell: kind,
      prior,
      posterior,
      emission: emitted,
      latentMemory,
      stateSeesInput,
      emissionSeesState,
      activation,
    },
  );
}

function stateCell(options: {
  readonly kind: CellKind;
  readonly units: number;
  readonly features: number;
  readonly latentMemory: 'recurrent' | 'last';
  readonly stateSeesInput: boolean;
  readonly rng: Rng;
}): RecurrentCell {
  const { kind, units, features, latentMemory, stateSeesInput, rng } = options;
  if (latentMemory === 'recurrent') {
    return recurrentCell({ kind, inputDim: stateSeesInput ? 2 * features : features, units, rng });
  }
  if (!stateSeesInput) return lastLatentCell({ zFeatures: features });
  return lastLatentCell({ zFeatures: features, recurrent: recurrentCell({ kind, inputDim: features, units, rng }) });
}
