import { categoricalHead, conditional, fromLayersModel, gradientPlayer, tensorBound } from '@latents/core';
import { createRng } from '@latents/math';
import { expectNoLeak } from '@latents/testing';
import { maximize } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';

const make = () =>
  tf.sequential({
    layers: [
      tf.layers.dense({ units: 4, inputShape: [3], activation: 'tanh' }),
      tf.layers.batchNormalization({ momentum: 0.5 }),
      tf.layers.dropout({ rate: 0.5 }),
      tf.layers.dense({ units: 2 }),
    ],
  });
const x = tf.tensor2d([
  [1, 2, 3],
  [-1, 0, 1],
]);

describe('fromLayersModel', () => {
  test('names by place, the same for two models, and shapes', () => {
    const [a, b] = [fromLayersModel(make()), fromLayersModel(make())];
    expect(Object.keys(a.variables)).toEqual([
      'layer0/kernel',
      'layer0/bias',
      'layer1/gamma',
      'layer1/beta',
      'layer1/moving_mean',
      'layer1/moving_variance',
      'layer3/kernel',
      'layer3/bias',
    ]);
    expect(Object.keys(b.variables)).toEqual(Object.keys(a.variables));
    expect([a.inputShape, a.outputShape]).toEqual([[3], [2]]);
  });

  test('no weight is lost where a model is used as a layer', () => {
    const inner = tf.sequential({
      layers: [tf.layers.dense({ units: 4, inputShape: [3] }), tf.layers.dense({ units: 4 })],
    });
    const network = fromLayersModel(tf.sequential({ layers: [inner, tf.layers.dense({ units: 1 })] }));
    expect(Object.values(network.variables).map(({ shape }) => shape)).toEqual([[3, 4], [4], [4, 4], [4], [4, 1], [1]]);
    expect(new Set(Object.values(network.variables)).size).toBe(6);
  });

  test('evaluation is deterministic; training drops out and moves the batch statistics', () => {
    const network = fromLayersModel(make());
    const [a, b] = [network.apply(x).dataSync(), network.apply(x, { training: false }).dataSync()];
    expect(a).toEqual(b);
    const outputs = new Set(Array.from({ length: 8 }, () => network.apply(x, { training: true }).dataSync().join()));
    expect(outputs.size).toBeGreaterThan(1);
    expect(network.variables['layer1/moving_mean']!.dataSync()).not.toEqual(new Float32Array(4));
  });

  test('a step moves what is trainable, and a frozen layer stays', async () => {
    const model = make();
    model.layers[0]!.trainable = false;
    const network = fromLayersModel(model);
    const p = conditional(network, categoricalHead(2), 'classifier');
    const read = () => Object.fromEntries(Object.entries(p.variables).map(([k, v]) => [k, v.dataSync().join()]));
    const before = read();
    const step = gradientPlayer<{ shape: number[]; data: Float32Array }>({
      name: 'classifier',
      variables: p.variables,
      optimizer: tf.train.sgd(0.1),
      objective: (batch) => {
        const nats = p
          .given(batch)
          .logProb(tf.tensor1d([0, 1], 'int32'))
          .mean()
          .asScalar();
        return maximize(tensorBound('exact', 'log p(y | x)', [{ name: 'log-likelihood', nats, weight: 1 }]));
      },
    });
    const batch = { shape: [2, 3], data: Float32Array.of(1, 2, 3, -1, 0, 1) };
    await step.take(batch, { step: 0, rng: createRng(0) });
    const moved = Object.keys(before).filter((name) => read()[name] !== before[name]);
    expect(moved).toEqual(expect.arrayContaining(['layer3/kernel', 'layer3/bias', 'layer1/beta']));
    expect(moved).not.toContain('layer0/kernel');
    expect(moved).not.toContain('layer1/moving_mean');
    await expectNoLeak(() => step.take(batch, { step: 1, rng: createRng(0) }));
  });

  test('dispose frees the model, twice', () => {
    const model = make();
    const before = tf.memory().numTensors;
    const p = conditional(model, categoricalHead(2));
    p.dispose();
    p.dispose();
    expect(before - tf.memory().numTensors).toBe(8);
  });

  test('several inputs or outputs, and free axes, are refused', () => {
    const [a, b] = [tf.input({ shape: [2] }), tf.input({ shape: [2] })];
    const sum = tf.layers.add().apply([a, b]) as tf.SymbolicTensor;
    expect(() => fromLayersModel(tf.model({ inputs: [a, b], outputs: sum }))).toThrow(/expected one input, got 2/);
    const c = tf.input({ shape: [2] });
    const two = [tf.layers.dense({ units: 1 }).apply(c), tf.layers.dense({ units: 1 }).apply(c)] as tf.SymbolicTensor[];
    expect(() => fromLayersModel(tf.model({ inputs: c, outputs: two }))).toThrow(/expected one output, got 2/);
    const free = tf.input({ shape: [null, 2] });
    const dense = tf.layers.dense({ units: 1 }).apply(free) as tf.SymbolicTensor;
    expect(() => fromLayersModel(tf.model({ inputs: free, outputs: dense }))).toThrow(
      /expected an input of fixed shape/,
    );
  });
});
