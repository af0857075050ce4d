import {
  annealedLowerBound,
  autoencoderForm,
  betaElbo,
  combinedBound,
  createAutoencoder,
  createVae,
  type DiscreteModel,
  doublyReparameterizedBound,
  entropyForm,
  enumeratedElbo,
  evidenceForm,
  freeBits,
  multiplyImportanceWeightedBound,
  oneHotHead,
  relaxedElbo,
  scoreFunctionElbo,
  totalCorrelationElbo,
  Vae,
  type VaeOptions,
  type VaePlayersOptions,
} from '@latents/autoencoders';
import {
  bernoulliHead,
  conditional,
  convNet,
  gradientPlayer,
  mlp,
  normalHead,
  type TensorBound,
  transposedConvNet,
} from '@latents/core';
import { createRng } from '@latents/math';
import { fit } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import {
  adam,
  type BackendCase,
  batchesOf,
  bits,
  casesOf,
  lend,
  read,
  releaseOptimizers,
  trained,
} from '../backend-case.js';

const width = 12;
const data = () => batchesOf(bits(24, width), 7);
const x = () => tf.tensor2d(bits(4, width).data as Float32Array, [4, width]);
const seeded = () => ({ rng: createRng(4) });
const small = (options: Partial<VaeOptions> = {}) =>
  createVae({ inputDim: width, latentDim: 2, hidden: [8], rng: createRng(1), ...options }) as Vae;

const outputs = (vae: Vae) => ({
  samples: vae.generate(3, createRng(2)),
  codes: vae.encode(x()),
  reconstruction: vae.reconstruct(x()),
  'log-likelihood': vae.logLikelihood(x(), { samples: 4, ...seeded() }),
});
const vae = (make: () => Vae, options: (vae: Vae) => VaePlayersOptions = () => ({}), steps = 3) =>
  trained({ make, data, options: (model) => ({ optimizer: adam(), ...options(model) }), outputs, steps });
const objective = (of: (vae: Vae, x: tf.Tensor, rng: ReturnType<typeof createRng>) => TensorBound) =>
  vae(
    () => small(),
    (model) => ({ objective: (batch, rng) => of(model, batch, rng) }),
    2,
  );

function convolutional(): Vae {
  const shape = { imageShape: [4, 3, 1], filters: [2, 3], hidden: [6], rng: createRng(1) } as const;
  const code = normalHead(2);
  return new Vae({
    encoder: conditional(convNet({ ...shape, vectorDim: code.units }), code, 'encoder'),
    decoder: conditional(transposedConvNet({ ...shape, vectorDim: 2 }), bernoulliHead(width), 'decoder'),
    support: 'bits',
  });
}

/** A model with a one-hot code, trained by a bound that it is given. */
const discrete =
  (bound: (model: DiscreteModel, x: tf.Tensor) => TensorBound): BackendCase['run'] =>
  async () => {
    const model = {
      encoder: conditional(mlp({ inputDim: width, hidden: [6], outputDim: 3, rng: createRng(1) }), oneHotHead(3)),
      decoder: conditional(
        mlp({ inputDim: 3, hidden: [6], outputDim: width, rng: createRng(2) }),
        bernoulliHead(width),
      ),
    };
    const variables = { ...model.encoder.variables, ...prefixed(model.decoder.variables) };
    const player = gradientPlayer({
      name: 'model',
      variables,
      optimizer: adam(),
      objective: (batch: tf.Tensor) => bound(model, batch),
    });
    const readings: number[] = [];
    for await (const { nats, gradientNorm } of fit(player as never, data(), { steps: 2, rng: createRng(3) })) {
      readings.push(nats, gradientNorm!);
    }
    const weights = await read(() => variables);
    model.encoder.dispose();
    model.decoder.dispose();
    releaseOptimizers();
    return { readings, weights: Object.values(weights).flat() };
  };
const prefixed = (variables: Readonly<Record<string, tf.Variable>>) =>
  Object.fromEntries(Object.entries(variables).map(([name, variable]) => [`decoder/${name}`, variable]));

/** Every autoencoder, likelihood, posterior and prior, and every bound on log p(x). */
export const VAE_CASES: readonly BackendCase[] = [
  ...casesOf('Autoencoders', {
    'createVae, default sizes': trained({
      make: () => createVae({ inputDim: 64, latentDim: 4, hidden: [32], rng: createRng(0) }),
      data: () => batchesOf(bits(64, 64), 16),
      options: () => ({ optimizer: adam() }),
      outputs: (model) => ({ samples: model.generate(3, createRng(2)) }),
      steps: 4,
    }),
    'createVae, clipped': vae(
      () => small(),
      () => ({ clipNorm: 0.5 }),
    ),
    'createVae, two hidden layers of tanh': vae(() => small({ hidden: [6, 5], activation: 'tanh' })),
    'createVae, normal likelihood': vae(() => small({ likelihood: 'normal' })),
    'createVae, continuousBernoulli': vae(() => small({ likelihood: 'continuousBernoulli' })),
    'createVae, discretizedLogistic': vae(() => small({ likelihood: { discretizedLogistic: 4 } })),
    'createVae, full covariance': vae(() => small({ posterior: 'full' } as never)),
    'createVae, realNvp flow': vae(() => small({ posterior: { realNvp: 2, context: 3 } } as never)),
    'createVae, inverse autoregressive flow': vae(() =>
      small({ posterior: { inverseAutoregressive: 2, context: 3 } } as never),
    ),
    // Its first gradients by some weights are rounding errors around 0, of which Adam would make steps of either sign.
    'createVae, planar flow': vae(
      () => small({ posterior: { planar: 2 } } as never),
      () => ({ optimizer: lend(tf.train.sgd(1e-2)) }),
    ),
    'createVae, learned prior': vae(() => small({ prior: 'learned' })),
    'createVae, mixture prior': vae(() => small({ prior: { mixture: 3 } })),
    'createVae, VampPrior': vae(() => small({ prior: { vamp: 3 } })),
    'Vae, convolutional': vae(convolutional),
    createAutoencoder: trained({
      make: () => createAutoencoder({ inputDim: width, latentDim: 2, hidden: [8], rng: createRng(1) }),
      data,
      options: () => ({ optimizer: adam() }),
      outputs: (model) => ({ reconstruction: model.reconstruct(x()) }),
    }),
    'createAutoencoder, denoising': trained({
      make: () =>
        createAutoencoder({
          inputDim: width,
          latentDim: 2,
          hidden: [8],
          corruption: { kind: 'masking', rate: 0.3 },
          rng: createRng(1),
        }),
      data,
      options: () => ({ optimizer: adam() }),
    }),
  }),
  ...casesOf('Bounds on log p(x)', {
    evidenceForm: async () => {
      const model = small();
      const value = await read(() => {
        const batch = x();
        const known = {
          logEvidence: tf.fill([batch.shape[0]!], -3) as tf.Tensor1D,
          posterior: model.encoder.given(batch),
        };
        return { value: evidenceForm(model, batch, known).value };
      });
      model.dispose();
      return value;
    },
    entropyForm: objective((model, batch, rng) => entropyForm(model, batch, { rng })),
    autoencoderForm: objective((model, batch, rng) => autoencoderForm(model, batch, { rng })),
    betaElbo: objective((model, batch, rng) => betaElbo(model, batch, { beta: 3, rng })),
    freeBits: objective((model, batch, rng) => freeBits(model, batch, { floor: 0.1, rng })),
    totalCorrelationElbo: objective((model, batch, rng) => totalCorrelationElbo(model, batch, { dataSize: 24, rng })),
    importanceWeightedBound: objective((model, batch, rng) =>
      model.importanceWeightedBound(batch, { samples: 3, rng }),
    ),
    multiplyImportanceWeightedBound: objective((model, batch, rng) =>
      multiplyImportanceWeightedBound(model, batch, { groups: 2, samples: 2, rng }),
    ),
    combinedBound: objective((model, batch, rng) => combinedBound(model, batch, { mix: 0.5, samples: 3, rng })),
    doublyReparameterizedBound: vae(
      () => small(),
      (model) => ({ objective: (batch, rng) => doublyReparameterizedBound(model, batch, { samples: 3, rng }) }),
      2,
    ),
    enumeratedElbo: discrete((model, batch) => enumeratedElbo(model, batch)),
    scoreFunctionElbo: discrete((model, batch) => scoreFunctionElbo(model, batch, { samples: 2, ...seeded() })),
    relaxedElbo: discrete((model, batch) => relaxedElbo(model, batch, { temperature: 0.7, ...seeded() })),
    annealedLowerBound: async () => {
      const model = small();
      const batch = x();
      const options = { temperatures: 3, leapfrogSteps: 2, stepSize: 0.1, chains: 2, ...seeded() };
      const { logLikelihood } = await annealedLowerBound(model, batch, options);
      const nats = Array.from(await logLikelihood.data());
      tf.dispose([logLikelihood, batch]);
      model.dispose();
      return { nats };
    },
  }),
];
