import { type Activation, allOrNone, conditional, mlp, normalHead } from '@latents/core';
import { checkOneOf, checkOptions, checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import type { Json } from '@latents/training';
import { type CellKind, type RecurrentCell, recurrentCell } from './cell.js';
import { checkEmissionKind, type EmissionKind, emission } from './emission.js';
import { lastLatentCell } from './last-latent-cell.js';
import type { VrnnParts } from './parts.js';
import { recurrenceLayers } from './recurrence-layers.js';
import { Vrnn } from './vrnn.js';

export interface VrnnOptions {
  /** Length of x_t. */
  readonly inputDim: number;
  /** Length of z_t. */
  readonly latentDim: number;
  /** Length of the hidden state. */
  readonly units: number;
  /** Widths of the hidden layers of prior, posterior and emission (default `[units]`). */
  readonly hidden?: readonly number[];
  /** Width of the features of x_t and of z_t (default `units` each). */
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
   * Whether z_t enters the recurrent layer (default), or is fed to the next step only, outside the recurrent state. See
   * {@link createStochasticRnn} and {@link createDeepMarkovModel}.
   */
  readonly latentMemory?: 'recurrent' | 'last';
  /** False if z alone carries the state from step to step (default true). */
  readonly stateSeesInput?: boolean;
  /** False if x_t depends on z_t alone (default true). */
  readonly emissionSeesState?: boolean;
  /** Activation of the hidden layers (default `'relu'`). */
  readonly activation?: Activation;
  /** Draws the initial weights. */
  readonly rng: Rng;
}

/**
 * Returns a variational recurrent network.
 *
 * @example
 * ```ts
 * import { createRng, createVrnn } from '@latents/vrnn';
 *
 * const vrnn = createVrnn({ inputDim: 88, latentDim: 16, units: 32, rng: createRng(0) });
 * const x = tf.zeros([2, 5, 88]);
 * vrnn.elbo({ x, lengths: tf.tensor1d([5, 3], 'int32') }, createRng(1)).side; // => 'lower'
 * ```
 * @throws RangeError for an unknown option or value, or a size that is not a positive integer. No tensor is then left.
 * @throws TypeError without `rng`.
 * @see Stratos section 1.4; Chung et al. 2015
 */
export function createVrnn(options: VrnnOptions): Vrnn {
  const { rng, ...plain } = checked(options);
  return allOrNone(() => new Vrnn(partsOf({ ...plain, rng }), plain as { readonly [option: string]: Json }));
}

/** Returns the options with their defaults, checked. */
function checked(options: VrnnOptions): Required<VrnnOptions> {
  checkOptions('createVrnn(options)', options, [
    'inputDim',
    'latentDim',
    'units',
    'hidden',
    'features',
    'cell',
    'prior',
    'posterior',
    'emission',
    'latentMemory',
    'stateSeesInput',
    'emissionSeesState',
    'activation',
    'rng',
  ]);
  const { inputDim, latentDim, units, hidden = [units], features = units, cell = 'gru', rng } = options;
  const { prior = 'conditional', posterior = 'filtering', emission: kind = 'bernoulli', activation = 'relu' } = options;
  const { latentMemory = 'recurrent', stateSeesInput = true, emissionSeesState = true } = options;
  const sizes = { inputDim, latentDim, units, hidden, features };
  const choices = {
    cell,
    prior,
    posterior,
    emission: kind,
    latentMemory,
    stateSeesInput,
    emissionSeesState,
    activation,
  };
  const all = { ...sizes, ...choices, rng };
  checkRng('createVrnn({ rng })', all.rng);
  for (const name of ['inputDim', 'latentDim', 'units', 'features'] as const) {
    checkPositiveInteger(`createVrnn({ ${name} })`, all[name]);
  }
  if (!Array.isArray(all.hidden)) {
    throw new TypeError(`createVrnn({ hidden }): expected an array of widths, got ${typeof all.hidden}.`);
  }
  checkOneOf('createVrnn({ prior })', all.prior, ['conditional', 'standard']);
  checkOneOf('createVrnn({ posterior })', all.posterior, ['filtering', 'smoothing']);
  checkOneOf('createVrnn({ latentMemory })', all.latentMemory, ['recurrent', 'last']);
  checkEmissionKind('createVrnn({ emission })', all.emission);
  for (const name of ['stateSeesInput', 'emissionSeesState'] as const) {
    if (typeof all[name] !== 'boolean') {
      throw new TypeError(`createVrnn({ ${name} }): expected true or false, got ${String(all[name])}.`);
    }
  }
  // A copy: the description of the model outlives the caller's array.
  return { ...all, hidden: [...hidden] };
}

function partsOf(options: Required<VrnnOptions>): VrnnParts {
  const { inputDim, latentDim, units, hidden, features, prior, posterior, activation, rng } = options;
  const { emission: kind, stateSeesInput, emissionSeesState } = options;
  const head = normalHead(latentDim);
  const network = (from: number, to: number) => mlp({ inputDim: from, hidden, outputDim: to, activation, rng });
  const feature = (from: number) => mlp({ inputDim: from, hidden: [features], outputDim: features, activation, rng });
  const cell = stateCell(options);
  const evidence = posterior === 'smoothing' ? units : features;
  const featureDim = emissionSeesState ? features + cell.units : features;
  const parts: VrnnParts = {
    inputDim,
    latentDim,
    xFeatures: feature(inputDim),
    zFeatures: feature(latentDim),
    cell,
    prior: prior === 'standard' ? 'standard' : conditional(network(cell.units, head.units), head, 'prior'),
    posterior: conditional(network(evidence + cell.units, head.units), head, 'posterior'),
    ...(posterior === 'smoothing' && { backward: recurrentCell({ kind: 'gru', inputDim: features, units, rng }) }),
    emission: emission({ kind, featureDim, inputDim, hidden, activation, rng }),
    stateSeesInput,
    emissionSeesState,
  };
  // A GRU that sees x and multilayer perceptrons: backends may have one kernel for the whole recurrence.
  const inOne = cell.kind === 'gru' && stateSeesInput;
  return { ...parts, ...(inOne && { recurrence: recurrenceLayers(parts, activation) }) };
}

function stateCell(options: Required<VrnnOptions>): RecurrentCell {
  const { cell: kind, units, features, latentMemory, stateSeesInput, rng } = options;
  if (latentMemory === 'recurrent') {
    return recurrentCell({ kind, inputDim: stateSeesInput ? 2 * features : features, units, rng });
  }
  if (!stateSeesInput) return lastLatentCell({ zFeatures: features });
  return lastLatentCell({ zFeatures: features, recurrent: recurrentCell({ kind, inputDim: features, units, rng }) });
}
