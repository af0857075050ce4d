import {
  autoregressiveNet,
  batchNorm,
  bernoulliHead,
  categoricalHead,
  categoricalVectorHead,
  conditional,
  continuousBernoulliHead,
  convNet,
  deterministicHead,
  discretizedLogisticHead,
  fixedScaleNormalHead,
  fromLayersModel,
  type Head,
  mlp,
  multivariateNormalHead,
  type Network,
  normalHead,
  sequential,
  transposedConvNet,
} from '@latents/core';
import {
  dcganDiscriminator,
  dcganGenerator,
  fourierFeatures,
  maxoutNet,
  minibatchDiscrimination,
  spectralNorm,
} from '@latents/gan';
import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { type BackendCase, casesOf, normals, read } from '../backend-case.js';

const rng = () => createRng(2);
const image = { imageShape: [4, 4, 1], filters: [2, 3], hidden: [5], vectorDim: 3 } as const;

/** A network with more variables than a shader has buffers, where that costs nothing. */
const NETWORKS: Readonly<Record<string, () => Network>> = {
  mlp: () => mlp({ inputDim: 3, hidden: [8, 8, 8, 8], outputDim: 2, batchNorm: true, rng: rng() }),
  'mlp of softplus': () => mlp({ inputDim: 3, hidden: [8], outputDim: 2, activation: 'softplus', rng: rng() }),
  autoregressiveNet: () => autoregressiveNet({ dimension: 3, outputs: 2, hidden: [6], rng: rng() }),
  batchNorm: () => batchNorm({ shape: [3] }),
  fromLayersModel: () => {
    const kernelInitializer = tf.initializers.glorotUniform({ seed: 3 });
    const hidden = tf.layers.dense({ inputShape: [3], units: 5, activation: 'tanh', kernelInitializer });
    return fromLayersModel(tf.sequential({ layers: [hidden, tf.layers.dense({ units: 2, kernelInitializer })] }));
  },
  convNet: () => convNet({ ...image, rng: rng() }),
  transposedConvNet: () => transposedConvNet({ ...image, rng: rng() }),
  sequential: () =>
    sequential(
      mlp({ inputDim: 3, hidden: [], outputDim: 4, rng: rng() }),
      mlp({ inputDim: 4, hidden: [], outputDim: 2, rng: rng() }),
    ),
  dcganGenerator: () =>
    dcganGenerator({ latentDim: 3, imageShape: [4, 4, 1], filters: [2, 2], hidden: [4], rng: rng() }),
  dcganDiscriminator: () => dcganDiscriminator({ imageShape: [4, 4, 1], filters: [2, 2], hidden: [4], rng: rng() }),
  fourierFeatures: () => fourierFeatures({ inputDim: 3, count: 4, rng: rng() }),
  maxoutNet: () => maxoutNet({ inputDim: 3, hidden: [4], pieces: 9, outputDim: 2, rng: rng() }),
  minibatchDiscrimination: () => minibatchDiscrimination({ inputDim: 3, kernels: 2, kernelDim: 2, rng: rng() }),
  spectralNorm: () => mlp({ inputDim: 3, hidden: [6], outputDim: 2, reparameterize: spectralNorm(), rng: rng() }),
};

const HEADS: Readonly<Record<string, () => Head>> = {
  bernoulliHead: () => bernoulliHead(4),
  categoricalHead: () => categoricalHead(4),
  categoricalVectorHead: () => categoricalVectorHead(2, 3),
  continuousBernoulliHead: () => continuousBernoulliHead(4),
  deterministicHead: () => deterministicHead(4),
  discretizedLogisticHead: () => discretizedLogisticHead(4, 8),
  fixedScaleNormalHead: () => fixedScaleNormalHead(4, 0.5),
  multivariateNormalHead: () => multivariateNormalHead(3),
  normalHead: () => normalHead(4),
};

/** Outputs, and gradients by the input and by each variable. */
async function ofNetwork(make: () => Network): ReturnType<BackendCase['run']> {
  const network = make();
  try {
    return await read(() => {
      const n = network.inputShape.reduce((a, b) => a * b, 1);
      const x = tf.reshape(tf.tensor(normals(7, n).data as Float32Array), [7, ...network.inputShape]);
      const score = (at: tf.Tensor) => tf.sum(tf.square(network.apply(at, { training: true })));
      const trainable = Object.values(network.variables).filter((variable) => variable.trainable);
      const slopes = trainable.length > 0 ? tf.variableGrads(() => tf.sum(score(x)) as tf.Scalar, trainable).grads : {};
      return {
        output: network.apply(x),
        'gradient by x': tf.grad(score)(x),
        ...(trainable.length > 0 && {
          'gradient by weights': tf.concat(trainable.map(({ name }) => tf.reshape(slopes[name]!, [-1]))),
        }),
      };
    });
  } finally {
    network.dispose();
  }
}

/** Draws, and the gradient of their log-probability by the weights. */
async function ofHead(make: () => Head): ReturnType<BackendCase['run']> {
  const head = make();
  const given = conditional(mlp({ inputDim: 3, hidden: [], outputDim: head.units, rng: rng() }), head);
  try {
    return await read(() => {
      const x = tf.tensor2d(normals(5, 3).data as Float32Array, [5, 3]);
      const draws = given.given(x).sample(rng());
      const slope = tf.grad((at: tf.Tensor) => tf.sum(given.given(at).logProb(draws)));
      return { draws, mode: given.given(x).mode(), 'log p': given.given(x).logProb(draws), gradient: slope(x) };
    });
  } finally {
    given.dispose();
  }
}

/** Every network and every head of a conditional. */
export const NETWORK_CASES: readonly BackendCase[] = [
  ...casesOf(
    'Networks',
    Object.fromEntries(Object.entries(NETWORKS).map(([name, make]) => [name, () => ofNetwork(make)])),
  ),
  ...casesOf('Heads', Object.fromEntries(Object.entries(HEADS).map(([name, make]) => [name, () => ofHead(make)]))),
];
