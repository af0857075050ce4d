import {
  bernoulliHead,
  categoricalHead,
  conditional,
  convNet,
  deterministicHead,
  fixedScaleNormalHead,
  mlp,
  normalHead,
  prefixed,
  transposedConvNet,
} from '@latents/core';
import { createRng } from '@latents/math';
import { expectNoLeak } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';

const rng = () => createRng(0);
const layer = { inputDim: 2, hidden: [3], outputDim: 4 } as const;
const image = { imageShape: [4, 4, 1], filters: [2], vectorDim: 3 } as const;

describe('sizes', () => {
  test.each([0, -1, 1.5, Number.NaN])('%s is no size of a network or head, and nothing is made', async (n) => {
    await expectNoLeak(() => {
      expect(() => mlp({ ...layer, inputDim: n, rng: rng() })).toThrow(
        /mlp\(\{ inputDim \}\): expected a positive integer/,
      );
      expect(() => mlp({ ...layer, hidden: [3, n], rng: rng() })).toThrow(/mlp\(\{ hidden\[1\] \}\)/);
      expect(() => mlp({ ...layer, outputDim: n, rng: rng() })).toThrow(/mlp\(\{ outputDim \}\)/);
      for (const [name, net] of Object.entries({ convNet, transposedConvNet })) {
        expect(() => net({ ...image, imageShape: [4, n, 1], rng: rng() })).toThrow(`${name}({ imageShape[1] })`);
        expect(() => net({ ...image, filters: [n], rng: rng() })).toThrow(`${name}({ filters[0] })`);
        expect(() => net({ ...image, kernelSize: n, rng: rng() })).toThrow(`${name}({ kernelSize })`);
        expect(() => net({ ...image, stride: n, rng: rng() })).toThrow(`${name}({ stride })`);
        expect(() => net({ ...image, vectorDim: n, rng: rng() })).toThrow(`${name}({ vectorDim })`);
        expect(() => net({ ...image, hidden: [n], rng: rng() })).toThrow(`${name}({ hidden[0] })`);
      }
      for (const head of [bernoulliHead, normalHead, categoricalHead, deterministicHead]) {
        expect(() => head(n)).toThrow(/expected a positive integer/);
      }
      expect(() => fixedScaleNormalHead(n, 1)).toThrow(/expected a positive integer/);
    });
  });

  test('no convolutions', () => {
    expect(() => convNet({ ...image, filters: [], rng: rng() })).toThrow(
      /convNet\(\{ filters \}\): expected at least one/,
    );
    expect(() => transposedConvNet({ ...image, filters: [], rng: rng() })).toThrow(
      /transposedConvNet\(\{ filters \}\)/,
    );
  });

  test('an unknown activation', async () => {
    await expectNoLeak(() => {
      expect(() => mlp({ ...layer, activation: 'swish' as never, rng: rng() })).toThrow(
        /activation: expected 'linear', .* or 'softplus', got 'swish'/,
      );
      expect(() => convNet({ ...image, activation: 'swish' as never, rng: rng() })).toThrow(/got 'swish'/);
    });
  });
});

describe('refused before a variable is made', () => {
  test.each<[string, () => unknown, RegExp]>([
    [
      'a name that every object inherits',
      () => mlp({ ...layer, activation: 'constructor' as never, rng: rng() }),
      /got 'constructor'/,
    ],
    [
      'widths that are no array',
      () => mlp({ ...layer, hidden: 64 as never, rng: rng() }),
      /hidden \}\): expected an array of widths, got 64/,
    ],
    [
      'filters that are no array',
      () => convNet({ ...image, filters: 8 as never, rng: rng() }),
      /filters \}\): expected an array of sizes, got 8/,
    ],
    ['no rng', () => mlp({ ...layer, rng: undefined as never }), /mlp\(\{ rng \}\): expected rng/],
    [
      'a second layer beyond the allowance',
      () => mlp({ inputDim: 2, hidden: [4, 30_000], outputDim: 20_000, rng: rng().limited(1e6) }),
      /at most 1000000 more numbers/,
    ],
    [
      'a dense layer beyond the allowance',
      () => convNet({ ...image, hidden: [1e6, 1e6], rng: rng().limited(1e6) }),
      /more numbers/,
    ],
  ])('%s', async (_, make, message) => {
    await expectNoLeak(() => expect(make).toThrow(message));
  });
});

describe('descriptions of kernels', () => {
  test.each([
    ['plain', undefined, null],
    ['without a description', (kernel: tf.Variable) => ({ variables: { kernel }, value: () => kernel }), 'unknown'],
    [
      'with one',
      Object.assign((kernel: tf.Variable) => ({ variables: { kernel }, value: () => kernel }), { config: 'mine' }),
      'mine',
    ],
  ])('%s', (_, reparameterize, expected) => {
    const given = reparameterize && { reparameterize };
    expect(mlp({ ...layer, ...given, rng: rng() }).config).toMatchObject({ kernel: expected });
    expect(convNet({ ...image, ...given, rng: rng() }).config).toMatchObject({ kernel: expected });
  });
});

describe('initial weights', () => {
  test('a seed decides them, seed 0 too; biases are 0', () => {
    const [a, b, c] = [0, 0, 1].map((seed) => mlp({ ...layer, rng: createRng(seed) }).variables);
    expect(a!['dense0/kernel']!.dataSync()).toEqual(b!['dense0/kernel']!.dataSync());
    expect(a!['dense0/kernel']!.dataSync()).not.toEqual(c!['dense0/kernel']!.dataSync());
    expect(a!['dense1/bias']!.dataSync()).toEqual(new Float32Array(4));
  });

  test('Glorot: uniform on +-sqrt(6 / (fanIn + fanOut))', () => {
    const [fanIn, fanOut] = [80, 120];
    const { variables } = mlp({ inputDim: fanIn, hidden: [], outputDim: fanOut, rng: createRng(3) });
    const values = variables['dense0/kernel']!.dataSync<'float32'>();
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    expect(values.every((w) => Math.abs(w) <= limit)).toBe(true);
    const variance = values.reduce((sum, w) => sum + w * w, 0) / values.length;
    // Of a uniform on +-a, w^2 has mean a^2 / 3 and variance 4 a^4 / 45.
    const standardError = Math.sqrt((4 * limit ** 4) / 45 / values.length);
    expect(Math.abs(variance - limit ** 2 / 3)).toBeLessThan(4 * standardError);
  });
});

test('prefixed names', () => {
  const { variables } = mlp({ ...layer, rng: rng() });
  expect(Object.keys(prefixed('encoder', variables))).toEqual([
    'encoder/dense0/kernel',
    'encoder/dense0/bias',
    'encoder/dense1/kernel',
    'encoder/dense1/bias',
  ]);
});

describe('conditional', () => {
  test('a network that does not fit its head is refused by name', () => {
    const network = mlp({ inputDim: 2, hidden: [], outputDim: 3, rng: rng() });
    expect(() => conditional(network, normalHead(2), 'encoder')).toThrow(
      /encoder: expected a network that puts out \[batch, 4\], as its head needs, got \[batch, 3\]/,
    );
  });

  test('given: extra leading axes are batch axes', () => {
    const emission = conditional(mlp({ inputDim: 2, hidden: [3], outputDim: 6, rng: rng() }), normalHead(3));
    const x = tf.randomNormal([2, 3, 4, 2]);
    const p = emission.given(x);
    expect(p.batchShape).toEqual([2, 3, 4]);
    expect(p.eventShape).toEqual([3]);
    const flat = emission.given(x.reshape([24, 2]));
    expect(p.mean().dataSync()).toEqual(flat.mean().dataSync());
    expect(p.variance().dataSync()).toEqual(flat.variance().dataSync());
  });

  test('given: images keep their axes', () => {
    const model = tf.sequential({
      layers: [tf.layers.flatten({ inputShape: [2, 2, 1] }), tf.layers.dense({ units: 3 })],
    });
    const p = conditional(model, categoricalHead(3));
    expect(p.inputShape).toEqual([2, 2, 1]);
    expect(p.given(tf.zeros([5, 2, 2, 1])).batchShape).toEqual([5]);
    expect(p.given(tf.zeros([7, 5, 2, 2, 1])).batchShape).toEqual([7, 5]);
    expect(() => p.given(tf.zeros([2, 2, 1]))).toThrow(/conditional.given\(x\): expected x of shape \[\.\.\., 2,2,1\]/);
  });

  test.each([[[2]], [[4, 3]], [[]]])('given x of shape [%s] is refused', (shape) => {
    const encoder = conditional(mlp({ inputDim: 2, hidden: [], outputDim: 4, rng: rng() }), normalHead(2), 'encoder');
    expect(() => encoder.given(tf.zeros(shape))).toThrow(
      /encoder.given\(x\): expected x of shape \[\.\.\., 2\] with a batch/,
    );
  });
});

describe('heads', () => {
  const outputs = tf.tensor2d([[0.5, -2, 1, -1]]);

  test('normalHead: the mean, then the log-variance', () => {
    const p = normalHead(2).distribution(outputs);
    expect([...p.mean().dataSync()]).toEqual([0.5, -2]);
    expect(p.variance().dataSync()[0]).toBeCloseTo(Math.E, 5);
    expect(p.variance().dataSync()[1]).toBeCloseTo(1 / Math.E, 6);
  });

  test("normalHead with the note's tanh mean stays within (-1, 1) (E1)", () => {
    const p = normalHead(2, { loc: 'tanh' }).distribution(outputs);
    expect(p.mean().dataSync()[1]).toBeCloseTo(Math.tanh(-2), 6);
  });

  test('E1: tanh as the variance is NaN in the KL where it is negative; log-variance is not', () => {
    const raw = tf.tensor1d([-0.7]);
    expect(tf.log(tf.tanh(raw)).dataSync()[0]).toBeNaN();
    const p = normalHead(1).distribution(tf.tensor2d([[0, -0.7]]));
    expect(p.entropy().dataSync()[0]).toBeCloseTo(0.5 * (Math.log(2 * Math.PI * Math.E) - 0.7), 5);
  });

  test('bernoulliHead, categoricalHead, fixedScaleNormalHead, deterministicHead', () => {
    expect(bernoulliHead(4).distribution(outputs).mean().dataSync()[0]).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 6);
    const classes = categoricalHead(4).distribution(outputs);
    const total = [0.5, -2, 1, -1].reduce((sum, l) => sum + Math.exp(l), 0);
    expect(classes.logProb(tf.tensor1d([2], 'int32')).dataSync()[0]).toBeCloseTo(1 - Math.log(total), 5);
    const normal = fixedScaleNormalHead(4, 0.1).distribution(outputs);
    expect(normal.logProb(outputs).dataSync()[0]).toBeCloseTo(-4 * Math.log(0.1 * Math.sqrt(2 * Math.PI)), 4);
    expect(deterministicHead(4).distribution(outputs).mean().dataSync()).toEqual(outputs.dataSync());
  });

  test.each([0, -1, Number.NaN, Infinity])('a standard deviation of %s is refused', (scale) => {
    expect(() => fixedScaleNormalHead(2, scale)).toThrow(/expected a positive finite standard deviation/);
  });
});

describe('batchNormOutput', () => {
  // Far from normalised: a mean of 50 and a spread of 30.
  const x = tf
    .tensor2d(createRng(1).fillNormal(new Float32Array(64)), [32, 2])
    .mul(30)
    .add(50);
  const nets = {
    mlp: (outputActivation: 'linear' | 'relu') =>
      mlp({ ...layer, batchNormOutput: true, outputActivation, rng: rng() }),
    convNet: (outputActivation: 'linear' | 'relu') =>
      convNet({ ...image, imageShape: [1, 2, 1], batchNormOutput: true, outputActivation, rng: rng() }),
  };

  test.each(['mlp', 'convNet'] as const)('%s: outputs have mean 0 and variance 1 before their activation', (name) => {
    const net = nets[name]('linear');
    const out = net.apply(x, { training: true }).arraySync() as number[][];
    for (let j = 0; j < net.outputShape[0]!; j++) {
      const column = out.map((row) => row[j]!);
      const mean = column.reduce((sum, v) => sum + v, 0) / 32;
      expect(mean).toBeCloseTo(0, 5);
      expect(column.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 32).toBeCloseTo(1, 3);
    }
    const rectified = nets[name]('relu');
    expect(rectified.apply(x, { training: true }).arraySync()).toEqual(
      out.map((row) => row.map((v) => Math.max(0, v))),
    );
    expect(net.notTwiceDifferentiable).toEqual(['batch normalisation']);
    // Hidden layers are left alone.
    expect(Object.keys(net.variables).filter((key) => key.endsWith('/mean'))).toHaveLength(1);
    for (const made of [net, rectified]) made.dispose();
  });
});

test('a convolutional network names batch normalisation of its dense layers too', () => {
  const net = convNet({ ...image, hidden: [3], batchNorm: true, rng: rng() });
  expect(net.notTwiceDifferentiable).toEqual(['batch normalisation']);
  net.dispose();
});
