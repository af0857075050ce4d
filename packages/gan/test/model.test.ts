import { batchNorm, mlp, sequential } from '@latents/core';
import {
  bernoulliCode,
  boxNoise,
  categoricalCode,
  createGan,
  createInfoGan,
  dcganGenerator,
  Gan,
  type GanOptions,
  gaussianCode,
  gaussianNoise,
  gradientPenalty,
  hinge,
  InfoGan,
  type InfoGanOptions,
  nonSaturating,
  spectralNorm,
  sphereNoise,
  standardize,
  TabularGan,
  tabularGan,
  uniformCode,
} from '@latents/gan';
import { createRng, ndArray } from '@latents/math';
import { describeModel, useBackend } from '@latents/testing';
import { batches, fullBatch } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll } from 'vitest';

beforeAll(() => useBackend('cpu'));

const data = ndArray([16, 2], createRng(0).fillNormal(new Float32Array(32)));
const x = tf.tensor2d(data.data as Float32Array, [16, 2]);
const rng = () => createRng(7);
const numbers = (...tensors: tf.Tensor[]) => tensors.flatMap((tensor) => [...tensor.dataSync()]);
const linear = (inputDim: number, outputDim: number) => mlp({ inputDim, hidden: [], outputDim, rng: createRng(0) });
const normalization = standardize(data);
/** Optimizers of the test's own, so that calls of `players` make none. */
const idle = { generator: { optimizer: tf.train.sgd(0) }, discriminator: { optimizer: tf.train.sgd(0) } };

// Every mismatch below differs from the model under test in one respect.
const small: GanOptions = {
  dataDim: 2,
  noise: gaussianNoise(3),
  hidden: [4],
  batchNorm: true,
  reparameterize: spectralNorm(),
  features: { count: 3 },
  packing: 2,
  normalization,
  rng: createRng(1),
};

describeModel('createGan', {
  make: (overrides: Partial<GanOptions> = {}) => createGan({ ...small, rng: createRng(1), ...overrides }),
  factory: createGan,
  batches: () => batches(data, { size: 8, rng: createRng(2) }),
  players: (gan) =>
    gan.players({
      generator: { optimizer: tf.train.adam(1e-2), objective: nonSaturating({ smoothing: 0.1 }) },
      discriminator: {
        optimizer: tf.train.adam(1e-2),
        penalties: [gradientPenalty({ every: 2 })],
        criticSteps: 2,
        replay: { size: 5 },
      },
      instanceNoise: (step) => 1 / (step + 1),
    }),
  outputs: (gan) => tf.tidy(() => numbers(gan.sample(3, rng()), gan.logits(x), gan.value(x, rng()).value)),
  mismatches: {
    activation: { activation: 'tanh' },
    'output activation': { outputActivation: 'tanh' },
    'noise (box)': { noise: boxNoise(3) },
    'noise (sphere)': { noise: sphereNoise(3) },
    'noise dimension': { noise: gaussianNoise(4) },
    'loc of the normalization': { normalization: { ...normalization, loc: [100, 100] } },
    'scale of the normalization': { normalization: { ...normalization, scale: [1, 2] } },
    'number of Fourier features': { features: { count: 4 } },
    'scale of the Fourier features': { features: { count: 3, scale: 5 } },
    packing: { packing: 1 },
    'hidden widths': { hidden: [5] },
    'batch normalization': { batchNorm: false },
    'normalization (none)': () => {
      const { normalization: _, ...plain } = small;
      return createGan({ ...plain, rng: createRng(1) });
    },
    'Fourier features (none)': () => {
      const { features: _, ...plain } = small;
      return createGan({ ...plain, rng: createRng(1) });
    },
    'kernels (plain)': () => {
      const { reparameterize: _, ...plain } = small;
      return createGan({ ...plain, rng: createRng(1) });
    },
    'discriminator (maxout)': () => {
      const { reparameterize: _, ...plain } = small;
      const discriminator = { kind: 'maxoutNet', inputDim: 4, hidden: [3], pieces: 2, outputDim: 1 } as const;
      return createGan({ ...plain, discriminator, rng: createRng(1) });
    },
  },
  methods: {
    'gan.sample': (gan) => gan.sample(3, rng()),
    'gan.generate': (gan) => tf.tidy(() => gan.generate(tf.ones([2, 3]))),
    'gan.logits': (gan) => gan.logits(x),
    'gan.value': (gan) => gan.value(x, rng()),
    'gan.players': (gan) => void gan.players(idle),
  },
});

const kernelOf = (config?: string) =>
  Object.assign((kernel: tf.Variable) => ({ variables: { kernel }, value: () => kernel }), config && { config });

describeModel('Gan of networks of its own, against networks of the same shapes', {
  // A factory of the test's own, as load(factory, source) needs one.
  make: (make: () => Gan = layered) => make(),
  factory: layered,
  batches: () => batches(data, { size: 8, rng: createRng(2) }),
  players: (gan) => gan.players({ objective: hinge() }),
  outputs: (gan) => tf.tidy(() => numbers(gan.sample(3, rng()), gan.logits(x))),
  mismatches: {
    activation: () => layered({ activation: 'tanh' }),
    'momentum of batch normalization': () => layered({ momentum: 0.5 }),
    'kernels without a description': () => layered({ reparameterize: kernelOf() }),
    'kernels with a description': () => layered({ reparameterize: kernelOf('mine') }),
    'noise of the same dimension': () => layered({ noise: boxNoise(2) }),
  },
});

function layered({
  activation = 'relu',
  momentum = 0.1,
  noise = gaussianNoise(2),
  reparameterize = undefined,
}: {
  readonly activation?: 'relu' | 'tanh';
  readonly momentum?: number;
  readonly noise?: ReturnType<typeof gaussianNoise>;
  readonly reparameterize?: ReturnType<typeof kernelOf> | undefined;
} = {}): Gan {
  const discriminator = mlp({
    ...{ inputDim: 2, hidden: [3], outputDim: 1, activation, rng: createRng(0) },
    ...(reparameterize && { reparameterize }),
  });
  const generator = sequential(linear(2, 2), batchNorm({ shape: [2], momentum }));
  return new Gan({ generator, discriminator, noise }, {});
}

const codes = {
  mode: categoricalCode(3),
  shift: uniformCode(1),
  turn: gaussianCode(1, { scale: 0.5 }),
  bit: bernoulliCode(1),
};
const { mode, shift, turn, bit } = codes;
const smallInfo: InfoGanOptions = {
  dataDim: 2,
  noise: boxNoise(2),
  codes,
  hidden: [4],
  posteriorHidden: [3],
  rng: rng(),
};

describeModel('createInfoGan (InfoGan)', {
  make: (overrides: Partial<InfoGanOptions> = {}) => createInfoGan({ ...smallInfo, rng: createRng(1), ...overrides }),
  factory: createInfoGan,
  batches: () => batches(data, { size: 8, rng: createRng(2) }),
  players: (gan) =>
    gan.players({
      generator: { optimizer: tf.train.adam(1e-2) },
      discriminator: { optimizer: tf.train.adam(1e-2), separateBatches: false },
      posterior: { optimizer: tf.train.adam(1e-2), movesTrunk: false },
      lambda: Object.fromEntries(Object.keys(gan.parts.codes).map((name, i) => [name, i + 1])),
    }),
  outputs: (gan) =>
    tf.tidy(() =>
      numbers(
        gan.sample(3, rng()),
        gan.logits(x),
        gan.value(x, rng()).value,
        gan.informationBound(5, rng()).value,
        gan.infer(x)['shift']!.mean() as tf.Tensor,
      ),
    ),
  mismatches: {
    activation: { activation: 'tanh' },
    'output activation': { outputActivation: 'tanh' },
    'noise (Gaussian)': { noise: gaussianNoise(2) },
    normalization: { normalization },
    'order of codes': { codes: { shift, mode, turn, bit } },
    'order of codes of equal sizes': { codes: { mode, shift, bit, turn } },
    'names of codes': { codes: { digit: mode, shift, turn, bit } },
    'kind of a code of the same sizes': { codes: { mode, shift, turn: bernoulliCode(1), bit } },
    'prior of a continuous code': { codes: { mode, shift: gaussianCode(1), turn, bit } },
    'scale of Q': { codes: { mode, shift, turn: gaussianCode(1, { scale: 1 }), bit } },
    'least scale of Q': { codes: { mode, shift: uniformCode(1, { leastScale: 0.2 }), turn, bit } },
    'number of classes': { codes: { mode: categoricalCode(4), shift, turn, bit } },
    'widths of the trunk': { hidden: [5] },
    'widths of the posterior': { posteriorHidden: [] },
    'batch normalization': { batchNorm: true },
    kernels: { reparameterize: spectralNorm() },
    trunk: () => {
      const { hidden: _, ...rest } = smallInfo;
      const trunk = { kind: 'minibatchDiscrimination', inputDim: 2, kernels: 2 } as const;
      return createInfoGan({ ...rest, trunk, rng: createRng(1) });
    },
  },
  methods: {
    'infoGan.sample': (gan) => gan.sample(3, rng()),
    'infoGan.logits': (gan) => gan.logits(x),
    'infoGan.value': (gan) => gan.value(x, rng()),
    'infoGan.informationBound': (gan) => gan.informationBound(5, rng()),
    'infoGan.infer': (gan) => tf.tidy(() => gan.infer(x)['mode']!.mean() as tf.Tensor),
    'infoGan.traverse': (gan) => gan.traverse({ code: 'shift', rows: 2, rng: rng() }),
    'infoGan.players': (gan) => void gan.players(idle),
  },
});

const pixels = ndArray([8, 16], createRng(3).fillUniform(new Float32Array(128)));
const dcgan = {
  dataDim: 16,
  noise: { kind: 'sphere', dimension: 3 },
  generator: { kind: 'dcganGenerator', latentDim: 3, imageShape: [4, 4, 1], filters: [2] },
  discriminator: {
    kind: 'sequential',
    networks: [
      { kind: 'dcganDiscriminator', imageShape: [4, 4, 1], filters: [2], outputDim: 3, reparameterize: 'spectralNorm' },
      { kind: 'minibatchDiscrimination', inputDim: 3, kernels: 2 },
      { kind: 'fourierFeatures', inputDim: 5, count: 2 },
      { kind: 'maxoutNet', inputDim: 9, hidden: [2], pieces: 2, outputDim: 2 },
      { kind: 'mlp', inputDim: 2, hidden: [2], outputDim: 1, kernel: 'spectralNorm', batchNorm: true },
    ],
  },
} as const;

describeModel('createGan of described networks', {
  make: (overrides: Partial<GanOptions> = {}) => createGan({ ...dcgan, rng: createRng(1), ...overrides }),
  factory: createGan,
  batches: () => batches(pixels, { size: 4, rng: createRng(2) }),
  players: (gan) => gan.players(),
  outputs: (gan) => tf.tidy(() => numbers(gan.sample(3, rng()), gan.logits(tf.ones([2, 16])))),
  mismatches: {
    'pixels (sigmoid)': { generator: { ...dcgan.generator, outputActivation: 'sigmoid' } },
    'shape of the image': {
      generator: { ...dcgan.generator, imageShape: [2, 8, 1] },
    },
    'scale of Fourier features': {
      discriminator: {
        ...dcgan.discriminator,
        networks: dcgan.discriminator.networks.map((net) =>
          net.kind === 'fourierFeatures' ? { ...net, scale: 3 } : net,
        ),
      },
    },
  },
});

describeModel('createInfoGan of described networks', {
  make: () =>
    createInfoGan({
      dataDim: 16,
      noise: { kind: 'gaussian', dimension: 2 },
      codes: [
        { name: 'digit', kind: 'categorical', classes: 3 },
        { name: '1', kind: 'bernoulli', dimension: 2 },
        { name: 'slant', kind: 'uniform', dimension: 1, leastScale: 0.3 },
        { name: 'width', kind: 'gaussian', dimension: 1, scale: 1 },
      ],
      generator: { kind: 'dcganGenerator', latentDim: 9, imageShape: [4, 4, 1], filters: [2] },
      trunk: { kind: 'dcganDiscriminator', imageShape: [4, 4, 1], filters: [2], outputDim: 3, batchNorm: true },
      rng: createRng(1),
    }),
  factory: createInfoGan,
  batches: () => batches(pixels, { size: 4, rng: createRng(2) }),
  players: (gan) => gan.players({ lambda: { digit: 1 } }),
  outputs: (gan) => tf.tidy(() => numbers(gan.sample(3, rng()), gan.informationBound(4, rng()).value)),
  mismatches: {
    'networks (of its own)': () =>
      new InfoGan({
        generator: dcganGenerator({ latentDim: 9, imageShape: [4, 4, 1], filters: [2], rng: createRng(1) }),
        trunk: linear(16, 3),
        discriminator: linear(3, 1),
        posterior: linear(3, 9),
        noise: gaussianNoise(2),
        codes: { digit: categoricalCode(3), 1: bernoulliCode(2), slant: uniformCode(1), width: gaussianCode(1) },
      }),
  },
});

describeModel('tabularGan (TabularGan)', {
  make: (masses: readonly number[] = [0.5, 0.25, 0.25]) => tabularGan(masses),
  factory: TabularGan,
  batches: () => fullBatch({}, 1),
  players: (gan) => gan.players({ generator: { learningRate: 0.1 } }),
  outputs: (gan) => [...gan.generated(), ...gan.logits(), gan.solved().value],
  mismatches: { data: [0.25, 0.5, 0.25], 'number of atoms': [0.5, 0.5] },
  methods: {
    'tabularGan.generated': (gan) => gan.generated(),
    'tabularGan.logits': (gan) => gan.logits(),
    'tabularGan.solved': (gan) => gan.solved(),
    'tabularGan.players': (gan) => void gan.players(idle),
  },
});
