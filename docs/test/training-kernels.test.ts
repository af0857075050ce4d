import '@tensorflow/tfjs-backend-wasm';
import { createRng, type NamedVariables, ndArray } from '@latents/core';
import { createVrnn, type VrnnOptions, type VrnnStepOptions } from '@latents/vrnn';
import { installTrainingKernels } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

beforeAll(async () => {
  await tf.setBackend('wasm');
});
afterEach(async () => (await installTrainingKernels()).uninstall());

const data = () => {
  const rng = createRng(5);
  const bits = rng.fillUniform(new Float32Array(3 * 7 * 5)).map((u) => (u < 0.4 ? 1 : 0));
  return { x: ndArray([3, 7, 5], bits), lengths: ndArray([3], Int32Array.of(7, 1, 4)) };
};

function values(variables: NamedVariables): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [name, Float32Array.from(variable.dataSync())]),
  );
}

/** What one step of gradient descent moves each variable by, and the bounds before it. */
async function moved(options: Partial<VrnnOptions>, training: VrnnStepOptions) {
  const vrnn = createVrnn({ inputDim: 5, latentDim: 3, units: 6, rng: createRng(1), ...options });
  const { x, lengths } = data();
  const batch = { x: tf.tensor(x.data as Float32Array, [3, 7, 5]), lengths: tf.tensor1d([7, 1, 4], 'int32') };
  const before = values(vrnn.variables);
  const nats = [
    vrnn.elbo(batch, createRng(2)).value,
    vrnn.importanceWeightedBound(batch, { samples: 3, rng: createRng(2) }).value,
    vrnn.filteringBound(batch, { samples: 3, threshold: 1, rng: createRng(2) }).value,
  ].map((value) => value.dataSync()[0]!);
  const [player] = vrnn.steps(tf.train.sgd(1), training);
  await player!.take({ x, lengths }, { step: 1, rng: createRng(3) });
  const after = values(vrnn.variables);
  vrnn.dispose();
  return {
    nats,
    by: Object.fromEntries(Object.entries(after).map(([name, to]) => [name, to.map((v, i) => v - before[name]![i]!)])),
  };
}

const cases: [name: string, options: Partial<VrnnOptions>, training: VrnnStepOptions][] = [
  ['GRU, conditional prior', {}, {}],
  ['GRU, standard prior', { prior: 'standard' }, {}],
  ['smoothing', { posterior: 'smoothing' }, {}],
  ['LSTM', { cell: 'lstm' }, {}],
  ['vanilla', { cell: 'vanilla' }, {}],
  ['stochastic RNN', { latentMemory: 'last', posterior: 'smoothing' }, {}],
  ['deep Markov model', { latentMemory: 'last', stateSeesInput: false, emissionSeesState: false }, {}],
  ['autoregressive bits', { emission: { autoregressive: { hidden: 4 } } }, {}],
  ['elu', { activation: 'elu' }, {}],
  ['tanh', { activation: 'tanh' }, {}],
  ['annealing', {}, { beta: (step) => step / 4 }],
  ['free bits', {}, { freeNats: 0.05 }],
  ['importance-weighted', {}, { objective: { importanceWeighted: 3 } }],
  ['particles', {}, { objective: { particles: { samples: 3, threshold: 1 } } }],
];

describe('a VRNN with the training kernels is the VRNN without them', () => {
  it.each(cases)(
    '%s: bounds, and what one step moves every variable by, over lengths 7, 1 and 4',
    async (_, ...given) => {
      const plain = await moved(...given);
      const kernels = await installTrainingKernels();
      expect(kernels.active).toBe(true);
      const fused = await moved(...given);
      fused.nats.forEach((value, i) => {
        expect(Math.abs(value - plain.nats[i]!)).toBeLessThan(1e-4 * Math.abs(plain.nats[i]!));
      });
      const largest = Math.max(...Object.values(plain.by).flatMap((by) => [...by].map(Math.abs)));
      expect(largest).toBeGreaterThan(1e-3);
      for (const [name, by] of Object.entries(plain.by)) {
        const furthest = by.reduce((most, value, i) => Math.max(most, Math.abs(value - fused.by[name]![i]!)), 0);
        expect(furthest, name).toBeLessThan(2e-5 * Math.max(1, largest));
      }
    },
  );
});
