import {
  type Autoencoder,
  type AutoencoderOptions,
  additiveCorruption,
  createAutoencoder,
  dropoutCorruption,
  gaussianCorruption,
  maskingCorruption,
  saltAndPepperCorruption,
} from '@latents/autoencoders';
import { Laplace, Normal } from '@latents/core';
import { createRng } from '@latents/math';
import { describeModel, useBackend } from '@latents/testing';
import { batches } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll } from 'vitest';
import { bits } from './readings.js';

beforeAll(() => useBackend('cpu'));

const x = tf.tensor2d(bits(4, 6).data, [4, 6]);
const code = tf.tensor2d([[1, 2]]);
const make = (options: Partial<AutoencoderOptions> = {}) =>
  createAutoencoder({ inputDim: 6, latentDim: 2, hidden: [5, 4], rng: createRng(3), ...options });
const common = {
  batches: () => batches(bits(12, 6), { size: 4, rng: createRng(8) }),
  players: (model: Autoencoder) => model.players({ optimizer: tf.train.adam(1e-2) }),
  outputs: (model: Autoencoder) =>
    tf.tidy(() => [
      ...model.reconstruct(x).dataSync(),
      ...model.encode(x).dataSync(),
      ...model.reconstructionLogProb(x, createRng(2)).value.dataSync(),
    ]),
};

describeModel<Autoencoder, ReturnType<typeof bits>, object, Partial<AutoencoderOptions>>(
  'createAutoencoder (Autoencoder)',
  {
    make,
    factory: createAutoencoder,
    ...common,
    mismatches: {
      activation: { activation: 'tanh' },
      'order of the hidden layers': { hidden: [4, 5] },
      latentDim: { latentDim: 3 },
      'likelihood with the same outputs': { likelihood: 'continuousBernoulli' },
      'support of its likelihood': { likelihood: 'binary' },
      'kind: a denoising one': { corruption: maskingCorruption(0.5) },
    },
    methods: {
      'autoencoder.reconstructionLogProb': (model) => model.reconstructionLogProb(x, createRng(0)),
      'autoencoder.encode': (model) => model.encode(x),
      'autoencoder.decode': (model) => model.decode(code),
      'autoencoder.reconstruct': (model) => model.reconstruct(x),
      'autoencoder.denoise': (model) => model.denoise(x),
    },
  },
);

describeModel<Autoencoder, ReturnType<typeof bits>, object, Partial<AutoencoderOptions>>(
  'createAutoencoder with a corruption',
  {
    make: (options = {}) => make({ corruption: saltAndPepperCorruption(0.3), likelihood: { normal: 0.5 }, ...options }),
    factory: createAutoencoder,
    ...common,
    mismatches: {
      'rate of the corruption': { corruption: saltAndPepperCorruption(0.31) },
      'darkest value of the corruption': { corruption: saltAndPepperCorruption(0.3, { low: -1 }) },
      'corruption, masking': { corruption: maskingCorruption(0.3) },
      'corruption, dropout': { corruption: dropoutCorruption(0.3) },
      'corruption, gaussian': { corruption: gaussianCorruption(0.3) },
      'corruption, additive': { corruption: additiveCorruption(new Normal({ loc: 0, scale: 0.3 })) },
      'kind: a basic one': () =>
        createAutoencoder({
          inputDim: 6,
          latentDim: 2,
          hidden: [5, 4],
          likelihood: { normal: 0.5 },
          rng: createRng(3),
        }),
      'scale of the likelihood': { likelihood: { normal: 0.4 } },
    },
    methods: {
      'autoencoder.corrupt': (model) => model.corrupt(x, createRng(0)),
      'autoencoder.reconstructionLogProb': (model) => model.reconstructionLogProb(x, createRng(0)),
    },
  },
);

const noise = new Laplace({ loc: 0, scale: 1 });
describeModel<Autoencoder, ReturnType<typeof bits>, object, Partial<AutoencoderOptions>>(
  'createAutoencoder with an additive corruption',
  {
    readsDevice: 'its config holds the mean and the variance of the noise, which are tensors',
    make: (options = {}) => make({ corruption: additiveCorruption(noise), ...options }),
    factory: (options: AutoencoderOptions) => createAutoencoder({ ...options, corruption: additiveCorruption(noise) }),
    ...common,
    mismatches: {
      'scale of the noise': { corruption: additiveCorruption(new Laplace({ loc: 0, scale: 2 })) },
      'mean of the noise': { corruption: additiveCorruption(new Laplace({ loc: 0.1, scale: 1 })) },
      'family of the noise': { corruption: additiveCorruption(new Normal({ loc: 0, scale: Math.SQRT2 })) },
    },
  },
);
