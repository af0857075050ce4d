import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { Adam, Sgd } from '../../src/index.js';
import { noise, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

const SIZE = 13;
const STEPS = 7;

/** Parameters after some steps along fixed gradients. */
function run(optimizer: tf.Optimizer, steps = STEPS, first = 0, start = noise(SIZE, 9)): Float32Array {
  const w = tf.variable(tf.tensor1d(start), true);
  for (let step = first; step < first + steps; step++) {
    const gradient = tf.tensor1d(noise(SIZE, step + 1));
    optimizer.applyGradients([{ name: w.name, tensor: gradient }]);
    gradient.dispose();
  }
  const values = w.dataSync() as Float32Array;
  w.dispose();
  return Float32Array.from(values);
}

/** The algorithm of the paper in float64. */
function adamByHand({ rate = 0.1, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0 } = {}): number[] {
  const w = Array.from(noise(SIZE, 9));
  const m = new Array<number>(SIZE).fill(0);
  const v = new Array<number>(SIZE).fill(0);
  for (let t = 1; t <= STEPS; t++) {
    const g = noise(SIZE, t);
    for (let i = 0; i < SIZE; i++) {
      m[i] = beta1 * m[i]! + (1 - beta1) * g[i]!;
      v[i] = beta2 * v[i]! + (1 - beta2) * g[i]! ** 2;
      const step = m[i]! / (1 - beta1 ** t) / (Math.sqrt(v[i]! / (1 - beta2 ** t)) + epsilon);
      w[i] = w[i]! - rate * decay * w[i]! - rate * step;
    }
  }
  return w;
}

function sgdByHand(rate: number, momentum: number, nesterov: boolean): number[] {
  const w = Array.from(noise(SIZE, 9));
  const u = new Array<number>(SIZE).fill(0);
  for (let t = 1; t <= STEPS; t++) {
    const g = noise(SIZE, t);
    for (let i = 0; i < SIZE; i++) {
      u[i] = momentum * u[i]! + g[i]!;
      w[i] = w[i]! - rate * (nesterov ? g[i]! + momentum * u[i]! : u[i]!);
    }
  }
  return w;
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i]!, 5);
}

describe.each(['wasm', 'cpu'])('optimizers on %s', (backend) => {
  const onBackend = async <T>(act: () => T): Promise<T> => {
    await tf.setBackend(backend);
    try {
      return act();
    } finally {
      await tf.setBackend('wasm');
    }
  };

  it('Adam is algorithm 1 of the paper', async () => {
    expectClose(await onBackend(() => run(new Adam({ learningRate: 0.1 }))), adamByHand());
  });

  it('Adam with other settings, and decoupled decay', async () => {
    const settings = { beta1: 0.5, beta2: 0.9, epsilon: 1e-3 };
    const optimizer = new Adam({ learningRate: 0.1, ...settings, weightDecay: 0.2 });
    expectClose(await onBackend(() => run(optimizer)), adamByHand({ ...settings, decay: 0.2 }));
  });

  it.each([
    [0, false],
    [0.9, false],
    [0.9, true],
  ])('SGD with momentum %f, nesterov %s', async (momentum, nesterov) => {
    const optimizer = new Sgd({ learningRate: 0.1, momentum, nesterov });
    expectClose(await onBackend(() => run(optimizer)), sgdByHand(0.1, momentum, nesterov));
  });

  it.each([
    ['Adam', () => new Adam({ learningRate: 0.01 })],
    ['Sgd', () => new Sgd({ learningRate: 0.01, momentum: 0.9 })],
  ])('%s resumes to the same bits', async (_, make) => {
    await tf.setBackend(backend);
    const whole = run(make());
    const first = make();
    const half = run(first, 3);
    const resumed = make();
    await resumed.setWeights(await first.getWeights());
    const rest = run(resumed, STEPS - 3, 3, half as never);
    await tf.setBackend('wasm');
    expect([...rest]).toEqual([...whole]);
  });
});

describe('in-place updates', () => {
  it('a clone of the variable keeps its numbers', () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const clone = w.clone();
    new Sgd({ learningRate: 1 }).applyGradients([{ name: w.name, tensor: tf.tensor1d([1, 1]) }]);
    expect([...clone.dataSync()]).toEqual([1, 2]);
    expect([...w.dataSync()]).toEqual([0, 1]);
  });

  it('the tensor that the variable was made from keeps its numbers', () => {
    const start = tf.tensor1d([1, 2]);
    const w = tf.variable(start);
    new Adam({ learningRate: 1 }).applyGradients([{ name: w.name, tensor: tf.tensor1d([1, 1]) }]);
    expect([...start.dataSync()]).toEqual([1, 2]);
  });

  it('a convolution sees the new filter, not what XNNPACK had packed of the old one', () => {
    const filter = tf.variable(tf.ones([1, 1, 1, 1]) as tf.Tensor4D);
    const x = tf.ones([1, 2, 2, 1]) as tf.Tensor4D;
    const sum = () => tf.tidy(() => tf.conv2d(x, filter, 1, 'valid').sum().dataSync()[0]);
    expect(sum()).toBe(4);
    // The first update copies (the initial tensor may share the numbers); the second is in place.
    for (const wanted of [2, 0]) {
      new Sgd({ learningRate: 0.5 }).applyGradients([{ name: filter.name, tensor: tf.ones([1, 1, 1, 1]) }]);
      expect(sum()).toBe(wanted);
    }
  });

  it('steps leak no tensor', () => {
    const w = tf.variable(tf.ones([3, 4]), true);
    const optimizer = new Adam({ learningRate: 0.1 });
    const step = () => optimizer.minimize(() => w.square().sum().asScalar(), false, [w]);
    step();
    const before = tf.memory().numTensors;
    for (let i = 0; i < 10; i++) step();
    expect(tf.memory().numTensors).toBe(before);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before - 2);
  });

  it('a variable without a gradient is left alone', () => {
    const w = tf.variable(tf.tensor1d([1]));
    new Sgd({ learningRate: 1 }).applyGradients([{ name: w.name, tensor: null as never }]);
    expect([...w.dataSync()]).toEqual([1]);
  });
});

describe('guards', () => {
  it('settings outside their ranges', () => {
    expect(() => new Adam({ learningRate: 0 })).toThrow('learningRate: expected a positive finite number, got 0');
    expect(() => new Adam({ learningRate: Number.NaN })).toThrow('learningRate');
    expect(() => new Adam({ learningRate: 1, beta1: 1 })).toThrow('beta1: expected a number from 0 to below 1, got 1');
    expect(() => new Adam({ learningRate: 1, beta2: -1 })).toThrow('beta2');
    expect(() => new Adam({ learningRate: 1, epsilon: 0 })).toThrow('epsilon');
    expect(() => new Adam({ learningRate: 1, weightDecay: -1 })).toThrow('weightDecay');
    expect(() => new Sgd({ learningRate: 1, momentum: Infinity })).toThrow('momentum');
  });

  it('a gradient for no variable', () => {
    const optimizer = new Sgd({ learningRate: 1 });
    expect(() => optimizer.applyGradients([{ name: 'nobody', tensor: tf.scalar(1) }])).toThrow(
      "expected the name of a variable, got 'nobody'",
    );
  });

  it('saved state of another model', async () => {
    const first = new Adam({ learningRate: 1 });
    run(first, 1);
    const weights = await first.getWeights();
    const other = new Adam({ learningRate: 1 });
    await expect(other.setWeights(weights.slice(0, 2))).rejects.toThrow('expected 1 + a multiple of 2 tensors');
    await other.setWeights(weights);
    const w = tf.variable(tf.zeros([2]));
    expect(() => other.applyGradients([{ name: w.name, tensor: tf.ones([2]) }])).toThrow(
      'expected averages of shape [2]',
    );
  });
});
