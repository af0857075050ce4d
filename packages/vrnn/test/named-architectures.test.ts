import { describeModel, type ModelCases, memoryStore, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  batches,
  createDeepMarkovModel,
  createRng,
  createStochasticRnn,
  createVrnn,
  load,
  type Sequences,
  type StochasticRnnOptions,
  save,
  type Vrnn,
  type VrnnPlayersOptions,
} from '../src/index.js';
import { shifting, tensors } from './shifting.js';

beforeAll(() => useBackend('cpu'));

const sizes = { inputDim: 3, latentDim: 2, units: 4 };
const batch = tensors(2, 4);
type Overrides = Partial<StochasticRnnOptions>;

const cases: Omit<ModelCases<Vrnn, Sequences, VrnnPlayersOptions, Overrides>, 'make' | 'factory'> = {
  batches: () => batches(shifting(6, 4), { size: 3, rng: createRng(3) }),
  players: (model) => model.players({ optimizer: tf.train.adam(1e-2) }),
  outputs: (vrnn) => [
    ...vrnn.generate({ steps: 4, count: 5, rng: createRng(9) }).dataSync(),
    ...vrnn.logLikelihood(batch, { samples: 3, rng: createRng(9) }).dataSync(),
  ],
  mismatches: {
    posterior: { posterior: 'filtering' },
    units: { units: 5 },
    'number of latent variables': { latentDim: 3 },
    'latent memory': () => createVrnn({ ...sizes, posterior: 'smoothing', rng: createRng(0) }),
  },
  methods: { elbo: (vrnn) => vrnn.elbo(batch, createRng(9)) },
};

describeModel<Vrnn, Sequences, VrnnPlayersOptions, Overrides>('createStochasticRnn', {
  make: (overrides) => createStochasticRnn({ ...sizes, rng: createRng(0), ...overrides }),
  factory: createStochasticRnn,
  ...cases,
});

describeModel<Vrnn, Sequences, VrnnPlayersOptions, Overrides>('createDeepMarkovModel', {
  make: (overrides) => createDeepMarkovModel({ ...sizes, rng: createRng(0), ...overrides }),
  factory: createDeepMarkovModel,
  ...cases,
});

describe('architectures by name', () => {
  it.each([
    [
      'createStochasticRnn',
      createStochasticRnn,
      { latentMemory: 'last', stateSeesInput: true, emissionSeesState: true },
    ],
    [
      'createDeepMarkovModel',
      createDeepMarkovModel,
      { latentMemory: 'last', stateSeesInput: false, emissionSeesState: false },
    ],
  ] as const)(
    '%s is the VRNN of its options, with a smoothing posterior, and loads no other',
    async (_, make, fixed) => {
      const model = make({ ...sizes, rng: createRng(0) });
      expect(model.config).toEqual(
        createVrnn({ ...sizes, ...fixed, posterior: 'smoothing', rng: createRng(0) }).config,
      );
      expect(make({ ...sizes, posterior: 'filtering', rng: createRng(0) }).parts.backward).toBeUndefined();
      const store = memoryStore();
      await save(createVrnn({ ...sizes, rng: createRng(0) }), store);
      await expect(load(make, store)).rejects.toThrow(/expected latentMemory to be last.*got recurrent/);
    },
  );
});
