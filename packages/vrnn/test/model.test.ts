import { describeModel, type ModelCases, useBackend } from '@latents/testing';
import { encodeSafetensors } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  batches,
  createRng,
  createRnn,
  createVrnn,
  emission,
  load,
  Rnn,
  type RnnOptions,
  type RnnPlayersOptions,
  recurrentCell,
  type Sequences,
  Vrnn,
  type VrnnOptions,
  type VrnnPlayersOptions,
} from '../src/index.js';
import { shifting, small, tensors } from './shifting.js';

beforeAll(() => useBackend('cpu'));

const data = () => batches(shifting(6, 4), { size: 3, rng: createRng(3) });
const seeded = () => createRng(9);
/** Sequences that every emission gives a density: one-hot steps are bits and real vectors too. */
const batch = tensors(2, 4);
const observed = tf.tensor2d([
  [1, 0, 1, 1],
  [1, 1, 0, 0],
]);

const vrnnMethods: NonNullable<ModelCases<Vrnn, Sequences, VrnnPlayersOptions>['methods']> = {
  elbo: (vrnn) => vrnn.elbo(batch, seeded()),
  stepwiseElbo: (vrnn) => vrnn.stepwiseElbo(batch, seeded()),
  importanceWeightedBound: (vrnn) => vrnn.importanceWeightedBound(batch, { samples: 2, rng: seeded() }),
  filteringBound: (vrnn) => vrnn.filteringBound(batch, { samples: 2, threshold: 1, rng: seeded() }),
  particleLogLikelihood: (vrnn) => vrnn.particleLogLikelihood(batch, { samples: 2, rng: seeded() }),
  logLikelihood: (vrnn) => vrnn.logLikelihood(batch, { samples: 2, rng: seeded() }),
  posteriorMeans: (vrnn) => vrnn.posteriorMeans(batch, seeded()),
  generate: (vrnn) => vrnn.generate({ steps: 3, count: 2, temperature: 0.5, rng: seeded() }),
  continue: (vrnn) => vrnn.continue(batch.x, { steps: 2, rng: seeded() }),
};
const ownCell = (kind: 'linear' | 'vanilla') => {
  const { parts } = small({ cell: kind });
  return new Vrnn(parts);
};

const vrnnOutputs = (vrnn: Vrnn) => [
  ...vrnn.generate({ steps: 4, count: 5, rng: seeded() }).dataSync(),
  ...vrnn.logLikelihood(batch, { samples: 3, rng: seeded() }).dataSync(),
];

describeModel<Vrnn, Sequences, VrnnPlayersOptions, Partial<VrnnOptions>>('createVrnn (Vrnn)', {
  make: small,
  factory: createVrnn,
  batches: data,
  players: (model) =>
    model.players({ optimizer: tf.train.adam(1e-2), beta: (step) => Math.min(1, step / 4), freeNats: 0.1 }),
  outputs: vrnnOutputs,
  mismatches: {
    activation: { activation: 'tanh' },
    cell: { cell: 'vanilla' },
    'cell of equal weights': () => small({ cell: 'linear' }),
    prior: { prior: 'standard' },
    posterior: { posterior: 'smoothing' },
    emission: { emission: 'categorical' },
    'bits that depend on each other': { emission: { autoregressive: { hidden: 4 } } },
    'latent memory': { latentMemory: 'last' },
    'state that does not see x': { stateSeesInput: false },
    'emission that does not see the state': { emissionSeesState: false },
    'hidden layers': { hidden: [4, 4] },
    units: { units: 5 },
    'number of latent variables': { latentDim: 3 },
    parts: () => new Vrnn(small({ activation: 'tanh' }).parts),
  },
  methods: {
    ...vrnnMethods,
    impute: (vrnn) => vrnn.impute(batch.x, { observed, samples: 3, rng: seeded() }),
  },
});

describeModel<Vrnn, Sequences, VrnnPlayersOptions, Partial<VrnnOptions>>('createVrnn with every other choice', {
  make: (overrides) =>
    small({
      cell: 'lstm',
      posterior: 'smoothing',
      prior: 'standard',
      emission: { autoregressive: { hidden: 4 } },
      latentMemory: 'last',
      ...overrides,
    }),
  factory: createVrnn,
  batches: data,
  players: (model) =>
    model.players({
      optimizer: tf.train.adam(1e-2),
      learningRate: (step) => 0.01 / (step + 1),
      clipNorm: 1,
      objective: (sequences, rng) => model.filteringBound(sequences, { samples: 2, rng }),
    }),
  outputs: vrnnOutputs,
  mismatches: {
    'hidden units between bits': { emission: { autoregressive: { hidden: 5 } } },
    'cell inside the state': { cell: 'gru' },
  },
  methods: vrnnMethods,
});

describeModel<Vrnn, Sequences, VrnnPlayersOptions, Partial<VrnnOptions>>('createVrnn of real vectors', {
  make: (overrides) => small({ emission: { mixture: { components: 2 } }, ...overrides }),
  factory: createVrnn,
  batches: data,
  players: (model) => model.players({ optimizer: tf.train.adam(1e-2) }),
  outputs: vrnnOutputs,
  mismatches: {
    'number of components': { emission: { mixture: { components: 3 } } },
    emission: { emission: 'normal' },
    kind: () => createRnn({ inputDim: 3, units: 4, rng: createRng(0) }) as never,
  },
  methods: vrnnMethods,
});

const own = (kind: 'vanilla' | 'linear', hidden: 'relu' | 'tanh' = 'relu') =>
  new Rnn({
    features: small().parts.xFeatures,
    cell: recurrentCell({ kind, inputDim: 4, units: 4, rng: createRng(1) }),
    emission: emission({
      kind: 'bernoulli',
      featureDim: 4,
      inputDim: 3,
      hidden: [4],
      activation: hidden,
      rng: createRng(1),
    }),
  });

describeModel<Rnn, Sequences, RnnPlayersOptions, Partial<RnnOptions>>('createRnn (Rnn)', {
  make: (overrides) => createRnn({ inputDim: 3, units: 4, rng: createRng(0), ...overrides }),
  factory: createRnn,
  batches: data,
  players: (model) => model.players({ optimizer: tf.train.adam(1e-2), learningRate: 0.02, clipNorm: 1 }),
  outputs: (rnn) => [
    ...rnn.generate({ steps: 4, count: 5, rng: seeded() }).dataSync(),
    ...rnn.logLikelihood(batch).dataSync(),
  ],
  mismatches: {
    cell: { cell: 'vanilla' },
    emission: { emission: 'categorical' },
    activation: { activation: 'tanh' },
    'hidden layers': { hidden: [] },
    units: { units: 5 },
  },
  methods: {
    bound: (rnn) => rnn.bound(batch),
    logLikelihood: (rnn) => rnn.logLikelihood(batch),
    generate: (rnn) => rnn.generate({ steps: 3, count: 2, rng: seeded() }),
    continue: (rnn) => rnn.continue(batch.x, { steps: 2, rng: seeded() }),
  },
});

describe('models of own parts', () => {
  it.each([
    ['the cell', own('vanilla'), own('linear')],
    ['an activation of the emission', own('vanilla'), own('vanilla', 'tanh')],
  ])('differ in their descriptions if %s differs, at equal shapes', (_, a, b) => {
    const shapes = (model: Rnn) => Object.entries(model.parameters).map(([name, { shape }]) => [name, shape]);
    expect(shapes(a)).toEqual(shapes(b));
    expect(a.config).not.toEqual(b.config);
  });

  it('a recurrent cell inside a state with the last latent is described', () => {
    const [a, b] = (['linear', 'vanilla'] as const).map(
      (cell) => new Vrnn(small({ cell, latentMemory: 'last' }).parts),
    );
    expect(Object.keys(a!.parameters)).toEqual(Object.keys(b!.parameters));
    expect(a!.config).not.toEqual(b!.config);
    expect(ownCell('linear').config).not.toEqual(ownCell('vanilla').config);
  });

  it('refuses parts whose widths do not fit', () => {
    const { parts } = createRnn({ inputDim: 3, units: 4, rng: createRng(0) });
    const cell = recurrentCell({ kind: 'gru', inputDim: 2, units: 4, rng: createRng(0) });
    expect(() => new Rnn({ ...parts, cell })).toThrow('new Rnn(parts): expected cell input of width 4');
  });
});

describe('refusals', () => {
  const good = { inputDim: 3, latentDim: 2, units: 4, rng: createRng(0) };

  it.each<[string, object, RegExp]>([
    ['a misspelt option', { hiden: [3] }, /createVrnn\(options\).*got 'hiden'. Did you mean 'hidden'/],
    [
      'an unknown posterior',
      { posterior: 'zz' },
      /createVrnn\(\{ posterior \}\): expected 'filtering' or 'smoothing', got 'zz'/,
    ],
    ['an unknown prior', { prior: 'standrad' }, /'standrad'. Did you mean 'standard'/],
    ['an unknown latent memory', { latentMemory: 'lst' }, /'recurrent' or 'last', got 'lst'. Did you mean 'last'/],
    [
      'an unknown emission',
      { emission: 'constructor' },
      /createVrnn\(\{ emission \}\): expected 'bernoulli'.*got 'constructor'/,
    ],
    ['two emissions', { emission: { mixture: { components: 2 }, autoregressive: { hidden: 2 } } }, /got \{"mixture"/],
    ['an emission without its size', { emission: { mixture: {} } }, /mixture.components.*got undefined/],
    [
      'an emission with a misspelt size',
      { emission: { mixture: { component: 2 } } },
      /got 'component'. Did you mean 'components'/,
    ],
    ['an unknown cell', { cell: 'toString' }, /'gru', 'lstm', 'vanilla' or 'linear', got 'toString'/],
    ['an unknown activation', { activation: 'zz' }, /activation.*got 'zz'/],
    ['a hidden width of 0', { hidden: [4, 0] }, /hidden\[1\].*got 0/],
    ['hidden widths that are no array', { hidden: 4 }, /createVrnn\(\{ hidden \}\): expected an array/],
    ['no latent variables', { latentDim: 0 }, /createVrnn\(\{ latentDim \}\): expected a positive integer, got 0/],
    ['a flag that is a string', { stateSeesInput: 'no' }, /stateSeesInput.*true or false, got no/],
    ['no rng', { rng: undefined }, /createVrnn\(\{ rng \}\): expected rng/],
  ])('createVrnn refuses %s, and leaves no tensor', (_, change, message) => {
    const before = tf.memory().numTensors;
    expect(() => createVrnn({ ...good, ...change } as VrnnOptions)).toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each<[string, object, RegExp]>([
    ['a misspelt option', { unit: 3 }, /createRnn\(options\).*got 'unit'. Did you mean 'units'/],
    ['an unknown cell', { cell: 'zz' }, /got 'zz'/],
    ['an unknown emission', { emission: 'poisson' }, /createRnn\(\{ emission \}\).*got 'poisson'/],
    ['no units', { units: 0 }, /createRnn\(\{ units \}\)/],
  ])('createRnn refuses %s, and leaves no tensor', (_, change, message) => {
    const before = tf.memory().numTensors;
    expect(() => createRnn({ inputDim: 3, units: 4, rng: createRng(0), ...change } as RnnOptions)).toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['a misspelt option of players', () => small().players({ betta: 2 } as never), /'betta'. Did you mean 'beta'/],
    [
      'a misspelt option of the baseline’s players',
      () => createRnn(good2()).players({ beta: 2 } as never),
      /got 'beta'/,
    ],
    ['a negative beta', () => small().players({ beta: -1 }), /beta.*got -1/],
    [
      'a count with a prefix',
      () => small().continue(batch.x, { steps: 1, count: 2, rng: seeded() } as never),
      /got 'count'/,
    ],
    ['no rng', () => small().elbo(batch, undefined as never), /vrnn.elbo\(batch, rng\): expected rng/],
    [
      'arrays where tensors are expected',
      () => small().elbo(shifting(2, 4) as never, seeded()),
      /expected tensors \{ x, lengths \}/,
    ],
    [
      'a batch without lengths',
      () => small().elbo({ x: batch.x } as never, seeded()),
      /expected tensors \{ x, lengths \}.*got \{ x: Tensor \}/,
    ],
    [
      'an unknown resampling',
      () => small().filteringBound(batch, { samples: 2, resampling: 'none' as never, rng: seeded() }),
      /resampling.*got 'none'/,
    ],
  ])('refuses %s', (_, act, message) => expect(act).toThrow(message));

  it('batches of an array alone are refused while training', async () => {
    const [player] = small().players();
    await expect(async () => player!.take(shifting(2, 4).x as never, { step: 0, rng: seeded() })).rejects.toThrow(
      /expected arrays \{ x, lengths \}/,
    );
  });

  it.each<[string, object]>([
    ['1e8 inputs', { inputDim: 1e8 }],
    ['1e300 inputs', { inputDim: 1e300 }],
    ['hidden layers of 30,000 and 20,000', { hidden: [30000, 20000] }],
    ['1e6 units', { units: 1e6, features: 4, hidden: [] }],
    ['1e9 hidden units between bits', { emission: { autoregressive: { hidden: 1e9 } } }],
    ['1e8 components', { emission: { mixture: { components: 1e8 } } }],
  ])('a small file that asks for %s is refused in milliseconds', async (_, change) => {
    const options = { inputDim: 3, latentDim: 2, units: 4, ...change };
    const model = JSON.stringify({ kind: 'vrnn', options });
    const bytes = encodeSafetensors({ arrays: {}, metadata: { 'latents.model': model } });
    const [before, start] = [tf.memory().numTensors, performance.now()];
    await expect(load(createVrnn, bytes)).rejects.toThrow(/load\(factory, source\)/);
    expect(performance.now() - start).toBeLessThan(200);
    expect(tf.memory().numTensors).toBe(before);
  });
});

function good2(): RnnOptions {
  return { inputDim: 3, units: 4, rng: createRng(0) };
}
