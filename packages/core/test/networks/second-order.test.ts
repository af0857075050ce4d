import {
  type Activation,
  assignVariables,
  batchNorm,
  convNet,
  fromLayersModel,
  mlp,
  type Network,
  sequential,
} from '@latents/core';
import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { fixture } from '../fixture.js';

// Authority: torch in float64 (tools/reference/core_second_order.py).

interface Numbers {
  shape: number[];
  data: number[];
}
interface Penalty {
  value: number;
  gradients: Record<string, Numbers>;
}
const known = fixture<{
  x: Numbers;
  weights: Record<string, Numbers>;
  mlp: Record<Activation, Penalty>;
  images: Numbers;
  convWeights: Record<string, Numbers>;
  conv: Record<Activation, Penalty>;
  batchNorm: Record<string, Numbers>;
}>('second-order');
const ACTIVATIONS = Object.keys(known.mlp) as Activation[];

beforeAll(() => useBackend('cpu'));

function assign(network: Network, weights: Record<string, Numbers>): void {
  const arrays = Object.entries(weights).map(([name, w]) => [name, { ...w, data: Float32Array.from(w.data) }]);
  assignVariables('test', network.variables, Object.fromEntries(arrays));
}

/** The largest error of the gradient of sum |d network / dx|^2, relative to its largest component. */
function worst(network: Network, input: Numbers, penalty: Penalty): number {
  const x = tf.tensor(input.data, input.shape);
  const slope = tf.grad((at: tf.Tensor) => network.apply(at).sum());
  const names = Object.keys(network.variables);
  // As a gradient step takes it; a variable that the slope does not depend on has none.
  const f = () => slope(x).square().sum() as tf.Scalar;
  const { value, grads } = tf.engine().gradients(f, Object.values(network.variables), undefined, true) as unknown as {
    value: tf.Scalar;
    grads: (tf.Tensor | null | undefined)[];
  };
  expect(value.dataSync()[0]! / penalty.value).toBeCloseTo(1, 4);
  const expected = names.flatMap((name) => penalty.gradients[name]!.data);
  const got = names.flatMap((name, i) =>
    Array.from(grads[i]?.dataSync() ?? penalty.gradients[name]!.data.map(() => 0)),
  );
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - got[i]!))) / scale;
}

describe('the gradient of a gradient penalty agrees with torch', () => {
  test.each(ACTIVATIONS)('mlp, %s', (activation) => {
    const network = mlp({ inputDim: 3, hidden: [5, 4], outputDim: 1, activation, rng: createRng(0) });
    assign(network, known.weights);
    expect(network.notTwiceDifferentiable).toEqual([]);
    expect(worst(network, known.x, known.mlp[activation])).toBeLessThan(1e-4);
  });

  test.each(ACTIVATIONS)('convNet, %s', (activation) => {
    const options = { imageShape: [6, 6, 1], filters: [3], kernelSize: 4, vectorDim: 1, activation } as const;
    const network = convNet({ ...options, rng: createRng(0) });
    assign(network, known.convWeights);
    expect(worst(network, known.images, known.conv[activation])).toBeLessThan(1e-4);
  });

  test("tfjs's own tanh fails it, which is why layers that use it are named", () => {
    const wrong: Network = {
      ...mlp({ inputDim: 3, hidden: [5, 4], outputDim: 1, rng: createRng(0) }),
      apply: (x) => {
        const v = wrong.variables;
        const layer = (h: tf.Tensor, i: number) =>
          tf.matMul(h as tf.Tensor2D, v[`dense${i}/kernel`] as tf.Tensor as tf.Tensor2D).add(v[`dense${i}/bias`]!);
        return layer(tf.tanh(layer(tf.tanh(layer(x, 0)), 1)), 2);
      },
    };
    assign(wrong, known.weights);
    expect(worst(wrong, known.x, known.mlp.tanh)).toBeGreaterThan(0.01);
  });
});

test('a layers model names the layers whose second derivatives are not known to be right', () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, inputShape: [2], activation: 'relu' }),
      tf.layers.dense({ units: 3, activation: 'tanh' }),
      tf.layers.leakyReLU(),
    ],
  });
  const network = fromLayersModel(model);
  expect(network.notTwiceDifferentiable).toEqual(['layer 1 (Dense, tanh)', 'layer 2 (LeakyReLU)']);
  network.dispose();
});

describe('batchNorm', () => {
  const { scale, offset, x, upstream, y, gradient, mean, variance, evaluated } = known.batchNorm as Record<
    string,
    Numbers
  >;
  const made = () => {
    const norm = batchNorm({ shape: [3] });
    norm.variables['scale']!.assign(tf.tensor(scale!.data));
    norm.variables['offset']!.assign(tf.tensor(offset!.data));
    return norm;
  };
  const close = (got: tf.Tensor, expected: Numbers, digits = 5) => {
    for (const [i, value] of got.dataSync().entries()) expect(value).toBeCloseTo(expected.data[i]!, digits);
  };

  test('values, gradient, running statistics and evaluation are those of torch', () => {
    const norm = made();
    const input = tf.tensor(x!.data, x!.shape);
    close(norm.apply(input, { training: true }), y!);
    close(norm.variables['mean']!, mean!);
    close(norm.variables['variance']!, variance!);
    close(norm.apply(input), evaluated!);
    const weighted = (at: tf.Tensor) =>
      norm.apply(at, { training: true }).mul(tf.tensor(upstream!.data, upstream!.shape)).sum();
    close(tf.grad(weighted)(input), gradient!, 4);
    expect(norm.variables['mean']!.trainable).toBe(false);
  });

  test('a batch of one is refused in training, and taken afterwards', () => {
    const norm = made();
    expect(() => norm.apply(tf.zeros([1, 3]), { training: true })).toThrow(
      /at least 2 values a channel, got x of shape \[1,3\]/,
    );
    expect(norm.apply(tf.zeros([1, 3])).shape).toEqual([1, 3]);
  });

  test('options out of range', () => {
    expect(() => batchNorm({ shape: [] })).toThrow(/at least one axis/);
    expect(() => batchNorm({ shape: [0] })).toThrow(/positive integer, got 0/);
    expect(() => batchNorm({ shape: [2], momentum: 2 })).toThrow(/from 0 to 1, got 2/);
    expect(() => batchNorm({ shape: [2], epsilon: 0 })).toThrow(/positive finite number, got 0/);
  });

  test('in a network: hidden layers have mean 0 and variance 1 over a batch before their activation', () => {
    const options = { inputDim: 2, hidden: [6], outputDim: 1, activation: 'linear', batchNorm: true } as const;
    const network = mlp({ ...options, rng: createRng(0) });
    const batch = tf.tensor2d([
      [100, 1],
      [200, 2],
      [300, 5],
      [400, -3],
    ]);
    network.variables['dense1/kernel']!.assign(tf.ones([6, 1]));
    const { mean, variance } = tf.moments(network.apply(batch, { training: true }));
    expect(mean.dataSync()[0]).toBeCloseTo(0, 4);
    expect(variance.dataSync()[0]).toBeGreaterThan(0.5);
    expect(network.notTwiceDifferentiable).toEqual(['batch normalisation']);
    network.dispose();
  });
});

test('sequential: one after the other, or refused', () => {
  const rng = createRng(0);
  const [a, b] = [
    mlp({ inputDim: 2, hidden: [], outputDim: 3, rng }),
    mlp({ inputDim: 3, hidden: [], outputDim: 1, rng }),
  ];
  const both = sequential(a, b);
  const x = tf.tensor2d([[1, 2]]);
  expect(both.apply(x).dataSync()[0]).toBe(b.apply(a.apply(x)).dataSync()[0]);
  expect(Object.keys(both.variables)).toContain('1/dense0/kernel');
  expect(() => sequential()).toThrow(/at least one network/);
  expect(() => sequential(b, a)).toThrow(/expected network 1 to take \[1\]/);
  both.dispose();
});
