import '@tensorflow/tfjs-backend-wasm';
import { type NamedVariables, OPERATIONS } from '@latents/core';
import { createRng, ndArray } from '@latents/math';
import { createVrnn, type Vrnn, type VrnnOptions, type VrnnPlayersOptions } from '@latents/vrnn';
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

type Training = VrnnPlayersOptions | ((vrnn: Vrnn) => VrnnPlayersOptions);

/** What one step of gradient descent moves each variable by, and the bounds before it. */
async function moved(options: Partial<VrnnOptions>, training: Training) {
  const vrnn = createVrnn({ inputDim: 5, latentDim: 3, units: 6, rng: createRng(1), ...options });
  const { x, lengths } = data();
  const batch = { x: tf.tensor(x.data as Float32Array, [3, 7, 5]), lengths: tf.tensor1d([7, 1, 4], 'int32') };
  const before = values(vrnn.parameters);
  const nats = [
    vrnn.elbo(batch, createRng(2)).value,
    vrnn.importanceWeightedBound(batch, { samples: 3, rng: createRng(2) }).value,
    vrnn.filteringBound(batch, { samples: 3, threshold: 1, rng: createRng(2) }).value,
  ].map((value) => value.dataSync()[0]!);
  const [player] = vrnn.players({
    optimizer: tf.train.sgd(1),
    ...(typeof training === 'function' ? training(vrnn) : training),
  });
  await player!.take({ x, lengths }, { step: 1, rng: createRng(3) });
  const after = values(vrnn.parameters);
  vrnn.dispose();
  return {
    nats,
    by: Object.fromEntries(Object.entries(after).map(([name, to]) => [name, to.map((v, i) => v - before[name]![i]!)])),
  };
}

const cases: [name: string, options: Partial<VrnnOptions>, training: Training][] = [
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
  ['three layers', { hidden: [5, 4] }, {}],
  ['linear posterior', { hidden: [] }, {}],
  ['annealing', {}, { beta: (step) => step / 4 }],
  ['free bits', {}, { freeNats: 0.05 }],
  [
    'importance-weighted',
    {},
    (vrnn) => ({ objective: (batch, rng) => vrnn.importanceWeightedBound(batch, { samples: 3, rng }) }),
  ],
  [
    'particles',
    {},
    (vrnn) => ({ objective: (batch, rng) => vrnn.filteringBound(batch, { samples: 3, threshold: 1, rng }) }),
  ],
];

/** The recurrent kernels that a computation runs. */
function recurrences(run: () => void): number {
  let count = 0;
  const kernel = tf.getKernel(OPERATIONS.recurrence.kernel, 'wasm') as tf.KernelConfig;
  const { kernelFunc } = kernel;
  kernel.kernelFunc = (call) => {
    count += 1;
    return kernelFunc(call);
  };
  try {
    tf.tidy(run);
  } finally {
    kernel.kernelFunc = kernelFunc;
  }
  return count;
}

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

  it('a GRU that sees x and z is one operation; other cells and activations go step by step', async () => {
    await installTrainingKernels();
    const batch = { x: tf.zeros([1, 3, 5]), lengths: tf.tensor1d([3], 'int32') };
    const count = (options: Partial<VrnnOptions>) => {
      const vrnn = createVrnn({ inputDim: 5, latentDim: 3, units: 6, rng: createRng(1), ...options });
      return recurrences(() => vrnn.elbo(batch, createRng(0)));
    };
    expect(count({})).toBe(1);
    expect(count({ posterior: 'smoothing', prior: 'standard' })).toBe(1);
    for (const options of [{ cell: 'lstm' }, { activation: 'elu' }, { stateSeesInput: false }] as const) {
      expect(count(options)).toBe(0);
    }
  });

  it('sequences of one step, where nothing recurs', async () => {
    const vrnn = createVrnn({ inputDim: 5, latentDim: 3, units: 6, rng: createRng(1) });
    const batch = { x: tf.ones([2, 1, 5]), lengths: tf.tensor1d([1, 1], 'int32') };
    const gradients = () => {
      const { value, grads } = tf.variableGrads(() => vrnn.elbo(batch, createRng(2)).value as tf.Scalar);
      const all = Object.values(vrnn.parameters).map((variable) => grads[variable.name] ?? tf.zerosLike(variable));
      return [value, ...all].flatMap((tensor) => [...tensor.dataSync()]);
    };
    const plain = gradients();
    await installTrainingKernels();
    const fused = gradients();
    expect(fused.length).toBe(plain.length);
    fused.forEach((gradient, i) => {
      expect(gradient).toBeCloseTo(plain[i]!, 5);
    });
  });

  it('500 steps leave as many tensors as there were, and none after the model', async () => {
    await installTrainingKernels();
    const start = tf.memory().numTensors;
    const vrnn = createVrnn({ inputDim: 5, latentDim: 3, units: 6, rng: createRng(1) });
    const optimizer = tf.train.sgd(0.01);
    const [player] = vrnn.players({ optimizer });
    const rng = createRng(0);
    await player!.take(data(), { step: 0, rng });
    const before = tf.memory().numTensors;
    for (let step = 1; step < 500; step++) await player!.take(data(), { step, rng });
    expect(tf.memory().numTensors).toBe(before);
    vrnn.dispose();
    optimizer.dispose();
    expect(tf.memory().numTensors).toBeLessThanOrEqual(start + 1);
  });
});
