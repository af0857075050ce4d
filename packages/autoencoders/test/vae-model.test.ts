import { createVae, flowPosterior, uniformPrior, Vae, type VaeOptions } from '@latents/autoencoders';
import { bernoulliHead, conditional, type Distribution, mlp, normalHead } from '@latents/core';
import { createRng } from '@latents/math';
import { describeModel, useBackend } from '@latents/testing';
import { batches, load } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { bits, bytesOf } from './readings.js';

beforeAll(() => useBackend('cpu'));

const rng = () => createRng(5);
const x = tf.tensor2d(bits(4, 6).data, [4, 6]);
const codes = tf.zeros([3, 2]);
const small = (options: object = {}) =>
  createVae({ inputDim: 6, latentDim: 2, hidden: [5, 4], rng: createRng(3), ...options }) as Vae;
const outputs = (model: Vae) =>
  tf.tidy(() => [
    ...model.generate(3, rng()).dataSync(),
    ...model.encode(x).dataSync(),
    ...model.logLikelihood(x, { samples: 4, rng: rng() }).dataSync(),
  ]);
const common = {
  batches: () => batches(bits(12, 6), { size: 4, rng: createRng(8) }),
  players: (model: Vae) => model.players({ optimizer: tf.train.adam(1e-2) }),
  outputs,
  methods: {
    'vae.elbo': (model: Vae) => model.elbo(x, rng()),
    'vae.importanceWeightedBound': (model: Vae) => model.importanceWeightedBound(x, { samples: 3, rng: rng() }),
    'vae.logLikelihood': (model: Vae) => model.logLikelihood(x, { samples: 3, chunk: 2, rng: rng() }),
    'vae.encode': (model: Vae) => model.encode(x),
    'vae.decode': (model: Vae) => model.decode(codes),
    'vae.reconstruct': (model: Vae) => model.reconstruct(x),
    'vae.generate': (model: Vae) => model.generate(3, rng()),
    'vae.rate': (model: Vae) => model.rate(),
    'vae.players': (model: Vae) => model.players({ optimizer: tf.train.rmsprop(0.1) }).length,
    'vae.assign': (model: Vae) =>
      model.assign(Object.fromEntries(Object.entries(model.parameters).map(([name, v]) => [name, arrayOf(v)]))),
  },
};
const arrayOf = (v: tf.Variable) => ({ shape: v.shape, data: v.isDisposed ? new Float32Array() : v.dataSync() });

describeModel<Vae, ReturnType<typeof bits>, object, Partial<VaeOptions>>('createVae', {
  make: small,
  factory: createVae,
  ...common,
  mismatches: {
    activation: { activation: 'tanh' },
    'number of hidden layers': { hidden: [5] },
    'width of a hidden layer': { hidden: [4, 5] },
    latentDim: { latentDim: 3 },
    'likelihood with the same mean (binary)': { likelihood: 'binary' },
    'likelihood of grey values': { likelihood: 'continuousBernoulli' },
    'likelihood, normal': { likelihood: { normal: 1 } },
    posteriorMean: { posteriorMean: 'tanh' },
    posterior: () => small({ posterior: 'full' }),
    'posterior, a flow': () => small({ posterior: { planar: 1 } }),
    'prior, learned': { prior: 'learned' },
    'prior, a mixture': { prior: { mixture: 2 } },
  },
});
const flow = (options: object = {}) =>
  small({
    posterior: { inverseAutoregressive: 2, context: 3 },
    prior: { vamp: 3 },
    likelihood: { normal: 0.5 },
    ...options,
  });
describeModel<Vae, ReturnType<typeof bits>, object>('createVae with a flow of x, a VampPrior and a scale', {
  make: flow,
  factory: createVae as never,
  ...common,
  mismatches: {
    'scale of the likelihood': { likelihood: { normal: 0.25 } },
    'likelihood with a learned scale': { likelihood: 'normal' },
    'kind of flow': { posterior: { realNvp: 2, context: 3 } },
    'number of layers of the flow': { posterior: { inverseAutoregressive: 1, context: 3 } },
    'size of the context': { posterior: { inverseAutoregressive: 2, context: 4 } },
    'flow that does not see x': { posterior: { inverseAutoregressive: 2 } },
    'number of pseudo-inputs': { prior: { vamp: 2 } },
    'prior of as many numbers': { prior: { mixture: 3 } },
  },
  methods: {
    'vae.elbo': common.methods['vae.elbo'],
    'vae.encode': common.methods['vae.encode'],
    'vae.generate': common.methods['vae.generate'],
  },
});

const levels = (likelihood: VaeOptions['likelihood']) => small({ likelihood });
describeModel<Vae, ReturnType<typeof bits>, object>('createVae of levels', {
  make: () => levels({ discretizedLogistic: 16 }),
  factory: createVae as never,
  ...common,
  mismatches: {
    'number of levels': () => levels({ discretizedLogistic: 17 }),
    'likelihood with as many outputs': () => levels('normal'),
  },
});

interface Own {
  readonly activation?: 'relu' | 'tanh';
  readonly batchNorm?: boolean;
  readonly mean?: 'linear' | 'tanh';
  readonly order?: readonly [number, number];
  readonly support?: 'bits' | 'unit interval';
  readonly flow?: number;
}
/** A VAE of networks that no factory made. */
function own({ activation = 'relu', batchNorm = true, mean = 'linear', order = [5, 4], ...rest }: Own = {}): Vae {
  const draws = createRng(4);
  const { support = 'bits', flow: layers = 0 } = rest;
  const encoder: ReturnType<typeof conditional<Distribution>> = conditional<Distribution>(
    mlp({ inputDim: 6, hidden: order, outputDim: 4, activation, batchNorm, rng: draws }),
    normalHead(2, { loc: mean }),
  );
  return new Vae<Distribution>({
    encoder: layers > 0 ? flowPosterior(encoder, { layers, hidden: [3], rng: draws }) : encoder,
    decoder: conditional(mlp({ inputDim: 2, hidden: [5], outputDim: 6, rng: draws }), bernoulliHead(6)),
    support,
  }) as unknown as Vae;
}
describeModel<Vae, ReturnType<typeof bits>, object, Own>('Vae of networks of its own, with batch normalisation', {
  make: own,
  // No factory made it, so its file is read into a model.
  factory: {
    fromSaved: ({ arrays }) => {
      const model = own();
      model.assign(arrays);
      return model;
    },
  },
  ...common,
  methods: {},
  mismatches: {
    'activation of a network': { activation: 'tanh' },
    'normalization of a network': { batchNorm: false },
    'head of the encoder': { mean: 'tanh' },
    'order of the hidden layers': { order: [4, 5] },
    support: { support: 'unit interval' },
    'flow around the encoder': { flow: 2 },
  },
});

test('load(createVae, source) says what to do with a model of networks of its own', async () => {
  await expect(load(createVae, await bytesOf(own()))).rejects.toThrow(
    "expected a 'vae' made by a factory, got one of networks of its own. Make those networks again and use load(model, source).",
  );
});

test('a VAE with a prior of another size, or parts that no VAE has, is refused', () => {
  const { encoder, decoder } = own();
  expect(() => new Vae({ encoder, decoder, support: 'bits', prior: uniformPrior(3) })).toThrow(
    "new Vae({ prior }): expected a prior over [2], as the encoder's z, got one over [3]",
  );
  expect(() => new Vae({ encoder, decoder, support: 'bytes' as never })).toThrow(
    "new Vae({ support }): expected 'unit",
  );
  expect(() => new Vae({ encoder, decoder, support: 'bits', config: {} } as never)).toThrow("got 'config'");
});
