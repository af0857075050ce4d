import { createRng, ndArray } from '@latents/math';
import {
  createDeepMarkovModel,
  createRnn,
  createStochasticRnn,
  createVrnn,
  type Vrnn,
  type VrnnOptions,
  type VrnnPlayersOptions,
} from '@latents/vrnn';
import * as tf from '@tensorflow/tfjs';
import { adam, type BackendCase, batchesOf, bits, casesOf, trained } from '../backend-case.js';

const [count, steps, width] = [6, 3, 3];
const lengths = () => Int32Array.from({ length: count }, (_, i) => steps - (i % 2));
const data = () =>
  batchesOf(
    { x: ndArray([count, steps, width], bits(count * steps, width).data), lengths: ndArray([count], lengths()) },
    3,
  );
const batch = () => ({
  x: tf.tensor3d(bits(count * steps, width).data as Float32Array, [count, steps, width]),
  lengths: tf.tensor1d(lengths(), 'int32'),
});
const small = (options: Partial<VrnnOptions> = {}) =>
  createVrnn({ inputDim: width, latentDim: 2, units: 4, rng: createRng(1), ...options });

const vrnn = (make: () => Vrnn, options: (model: Vrnn) => VrnnPlayersOptions = () => ({})) =>
  trained({
    make,
    data,
    options: (model) => ({ optimizer: adam(), ...options(model) }),
    outputs: (model) => ({
      samples: model.generate({ steps: 3, count: 2, rng: createRng(2) }),
      elbo: model.elbo(batch(), createRng(3)).value,
    }),
    steps: 2,
  });

/** Every recurrent model, each bound of a VRNN, and each of its choices. */
export const SEQUENCE_CASES: readonly BackendCase[] = casesOf('Sequences', {
  'createVrnn, ELBO': vrnn(() => small()),
  'createVrnn, importance-weighted bound': vrnn(
    () => small(),
    (model) => ({
      objective: (sequences, rng) => model.importanceWeightedBound(sequences, { samples: 2, rng }),
    }),
  ),
  'createVrnn, filtering bound': vrnn(
    () => small(),
    (model) => ({ objective: (sequences, rng) => model.filteringBound(sequences, { samples: 2, threshold: 1, rng }) }),
  ),
  'createVrnn, LSTM and smoothing': vrnn(() =>
    small({ cell: 'lstm', posterior: 'smoothing', prior: 'standard', latentMemory: 'last' }),
  ),
  'createVrnn, autoregressive bits': vrnn(() => small({ emission: { autoregressive: { hidden: 4 } } })),
  'createVrnn, mixture emission': vrnn(() => small({ emission: { mixture: { components: 2 } } })),
  createDeepMarkovModel: vrnn(() =>
    createDeepMarkovModel({ inputDim: width, latentDim: 2, units: 4, rng: createRng(1) } as never),
  ),
  createStochasticRnn: vrnn(() =>
    createStochasticRnn({ inputDim: width, latentDim: 2, units: 4, rng: createRng(1) } as never),
  ),
  createRnn: trained({
    make: () => createRnn({ inputDim: width, units: 4, rng: createRng(1) }),
    data,
    options: () => ({ optimizer: adam() }),
    steps: 2,
  }),
});
