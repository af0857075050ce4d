import { createVrnn, type VrnnOptions } from './create-vrnn.js';
import type { Vrnn } from './vrnn.js';

type Fixed = Pick<VrnnOptions, 'latentMemory' | 'stateSeesInput' | 'emissionSeesState'>;

/** Options of a stochastic RNN. The posterior sees the future by default, as in the paper. */
export type StochasticRnnOptions = Omit<VrnnOptions, 'latentMemory' | 'stateSeesInput' | 'emissionSeesState'>;

/** Options of a deep Markov model, which has no recurrent cell. The posterior sees the future by default, as in the paper. */
export type DeepMarkovModelOptions = Omit<
  VrnnOptions,
  'latentMemory' | 'stateSeesInput' | 'emissionSeesState' | 'cell'
>;

/**
 * Returns a stochastic RNN: a deterministic recurrent layer over x, d_t = tau(x_t, d_{t-1}), under a Markov chain of latent
 * variables, P(z_t | z_{t-1}, d_{t-1}). The recurrent layer never sees z.
 *
 * @throws RangeError as `createVrnn`.
 * @example
 * ```ts
 * import { createRng, createStochasticRnn } from '@latents/vrnn';
 *
 * const model = createStochasticRnn({ inputDim: 3, latentDim: 2, units: 4, rng: createRng(0) });
 * model.generate({ steps: 5, rng: createRng(1) }).shape; // => [1, 5, 3]
 * ```
 * @see Fraccaro, Sonderby, Paquet & Winther 2016, "Sequential neural models with stochastic layers"
 */
export function createStochasticRnn(options: StochasticRnnOptions): Vrnn {
  return fixed('createStochasticRnn(options)', options, {
    latentMemory: 'last',
    stateSeesInput: true,
    emissionSeesState: true,
  });
}

/**
 * Returns a deep Markov model: a state-space model P(z_t | z_{t-1}) P(x_t | z_t) whose two conditionals are neural networks. The
 * latent variable alone carries the state from step to step.
 *
 * @throws RangeError as `createVrnn`.
 * @example
 * ```ts
 * import { createDeepMarkovModel, createRng } from '@latents/vrnn';
 *
 * const model = createDeepMarkovModel({ inputDim: 3, latentDim: 2, units: 4, rng: createRng(0) });
 * Object.keys(model.parameters).some((name) => name.startsWith('cell/')); // => false
 * ```
 * @see Krishnan, Shalit & Sontag 2017, "Structured inference networks for nonlinear state space models"
 */
export function createDeepMarkovModel(options: DeepMarkovModelOptions): Vrnn {
  return fixed('createDeepMarkovModel(options)', options, {
    latentMemory: 'last',
    stateSeesInput: false,
    emissionSeesState: false,
  });
}

/** A saved model's options hold the fixed ones too; they may be given if they are these. */
function fixed(where: string, options: Omit<VrnnOptions, keyof Fixed>, architecture: Required<Fixed>): Vrnn {
  for (const [name, value] of Object.entries(architecture)) {
    const given = (options as VrnnOptions)[name as keyof Fixed];
    if (given !== undefined && given !== value) {
      throw new RangeError(
        `${where}: expected ${name} to be ${value}, as the architecture has it, got ${given}. createVrnn makes others.`,
      );
    }
  }
  return createVrnn({ posterior: 'smoothing', ...options, ...architecture });
}
