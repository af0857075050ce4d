import { bernoulliLogProb, dense } from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Adam, installTrainingKernels, Sgd, startThreads, type TrainingKernels } from '../../src/index.js';
import { currentRuntime } from '../../src/install/training-kernels.js';
import { sharedMemoryPaths } from '../../src/node/index.js';
import { expectAlike, input, noise, on } from '../support/wasm.js';

let kernels: TrainingKernels;

beforeAll(async () => {
  setWasmPaths(await sharedMemoryPaths(), true);
  await tf.setBackend('wasm');
  kernels = await installTrainingKernels();
});
afterEach(async () => (await startThreads(1)).stop());
afterAll(() => kernels.uninstall());

/** Throws unless `compute` gives the same bits, twice each, on one thread and on two, three and four. */
async function expectSameBits(compute: () => tf.Tensor | readonly tf.Tensor[]): Promise<void> {
  const bits = () => {
    const out = tf.tidy(() => [compute()].flat() as tf.Tensor[]);
    const bytes = out.map((each) => Buffer.from(Float32Array.from(each.dataSync()).buffer));
    tf.dispose(out);
    return Buffer.concat(bytes);
  };
  expect(currentRuntime()!.kernels).toBe(currentRuntime()!.single);
  const alone = bits();
  for (const count of [1, 2, 3, 4]) {
    const threads = await startThreads(count);
    expect(threads).toMatchObject({ count, reason: undefined });
    for (let again = 0; again < 2; again++) expect(alone.equals(bits())).toBe(true);
    threads.stop();
  }
}

const tensor = (shape: number[], seed = 1) =>
  tf.tensor(
    noise(
      shape.reduce((a, b) => a * b, 1),
      seed,
    ),
    shape,
  );

describe('the same bits on one thread, two, three and four', () => {
  it.each([
    ['more rows than columns', 500, 90, 130],
    ['more columns than rows', 90, 500, 130],
    ['rows and columns that fill no tile', 341, 203, 77],
    ['one row in the last panel', 301, 67, 90],
    ['one column in the last tile', 67, 409, 90],
    ['several blocks in depth, where edges round otherwise', 129, 131, 1100],
    ['few rows, for which B is not packed', 7, 1201, 300],
    ['fewer panels than threads', 13, 10, 20_000],
    ['too small to share out', 20, 20, 20],
    ['one row', 1, 1500, 700],
    ['one column', 1500, 1, 700],
  ])('%s: %i x %i, depth %i, any transposes', async (_, m, n, k) => {
    const [a, b, at, bt] = [tensor([m, k], 1), tensor([k, n], 2), tensor([k, m], 1), tensor([n, k], 2)];
    await expectSameBits(() => [
      tf.matMul(a, b),
      tf.matMul(at, b, true, false),
      tf.matMul(a, bt, false, true),
      tf.matMul(at, bt, true, true),
    ]);
    tf.dispose([a, b, at, bt]);
  });

  it('NaN and infinity stay where they are', async () => {
    const [a, b] = [noise(300 * 100, 1), noise(100 * 200, 2)];
    a[12_345] = Number.NaN;
    b[6789] = Infinity;
    const [x, y] = [tf.tensor2d(a, [300, 100]), tf.tensor2d(b, [100, 200])];
    await expectSameBits(() => tf.matMul(x, y));
  });

  it.each([
    ['one pass of im2col', [24, 14, 14, 8], [3, 3, 8, 16], 2],
    ['several passes', [40, 20, 20, 16], [3, 3, 16, 24], 1],
    ['patches deeper than a pass of the product', [8, 12, 12, 64], [3, 3, 64, 20], 1],
    ['one image', [1, 40, 40, 16], [5, 5, 16, 8], 1],
  ] as const)('a convolution and its gradients, %s', async (_, image, filter, strides) => {
    const [x, w] = [tensor([...image], 1) as tf.Tensor4D, tensor([...filter], 2) as tf.Tensor4D];
    await expectSameBits(() =>
      tf.grads((a: tf.Tensor, b: tf.Tensor) =>
        tf
          .conv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, 'same')
          .square()
          .sum(),
      )([x, w]),
    );
    tf.dispose([x, w]);
  });

  it('a Bernoulli likelihood and its gradient, each row weighted by another number', async () => {
    const [logits, targets] = [tensor([640, 300], 3), tensor([640, 300], 4).sigmoid()];
    const weights = tensor([640], 5);
    await expectSameBits(() => {
      const logProb = (l: tf.Tensor) => bernoulliLogProb(l, targets);
      const { value, grad } = tf.valueAndGrad((l: tf.Tensor) => logProb(l).mul(weights).sum())(logits);
      return [value, grad, logProb(logits)];
    });
    tf.dispose([logits, targets, weights]);
  });

  it.each([
    ['Adam', () => new Adam({ learningRate: 0.01, weightDecay: 0.1 })],
    ['SGD with momentum', () => new Sgd({ learningRate: 0.01, momentum: 0.9, nesterov: true })],
  ])('steps of %s', async (_, make) => {
    const x = tensor([64, 300], 3);
    await expectSameBits(() => {
      const variables = [tensor([300, 411], 1), tensor([411], 2)].map((start) => tf.variable(start));
      const optimizer = make();
      const loss = () => dense(x, variables[0]!, variables[1]!, 'tanh').square().mean().asScalar();
      for (let step = 0; step < 5; step++) optimizer.minimize(loss, false, variables);
      const out = variables.map((variable) => tf.clone(variable));
      tf.dispose([...variables]);
      optimizer.dispose();
      return out;
    });
  });
});

describe('threads', () => {
  it('give what the cpu backend gives', async () => {
    await startThreads(3);
    const inputs = [input([200, 150], 1), input([150, 170], 2)];
    const product = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b);
    expectAlike(await on('wasm', inputs, product as never), await on('cpu', inputs, product as never));
  });

  it('memory growth: workers see what was not there when they started', async () => {
    const pages = () => (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length;
    const threads = await startThreads(3);
    const held: tf.Tensor[] = [];
    for (let round = 0; round < 4; round++) {
      const before = pages();
      while (pages() === before) held.push(tf.zeros([3_000_000]));
      const sums = tf.tidy(() => {
        const a = tf.ones([400, 300]);
        return tf
          .matMul(a, a, true, false)
          .min()
          .add(tf.matMul(a, a, true, false).max())
          .dataSync();
      });
      expect([...sums]).toEqual([800]);
    }
    tf.dispose(held);
    threads.stop();
  });

  it('three thousand steps on two threads: no tensor, no data and no byte of memory more', async () => {
    const threads = await startThreads(2);
    const { wasm, numDataIds } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array }; numDataIds(): number };
    const state = () => [tf.memory().numTensors, numDataIds.call(tf.backend()), wasm.HEAPU8.length];
    const x = tensor([64, 200], 1);
    const [w, b] = [tf.variable(tensor([200, 160], 2).mul(0.1)), tf.variable(tf.zeros([160]))];
    const optimizer = new Adam({ learningRate: 0.01 });
    const loss = () => dense(x, w, b, 'tanh').square().mean().asScalar();
    for (let step = 0; step < 20; step++) optimizer.minimize(loss, false, [w, b]);
    const before = state();
    for (let step = 0; step < 3000; step++) optimizer.minimize(loss, false, [w, b]);
    expect(state()).toEqual(before);
    expect(loss().dataSync()[0]).toBeLessThan(1e-3);
    tf.dispose([x, w, b]);
    optimizer.dispose();
    threads.stop();
  });

  it('leave no scratch behind: many starts and stops keep the heap as it is', async () => {
    const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
    const a = tensor([600, 600]);
    const round = async () => {
      const threads = await startThreads(2);
      tf.matMul(a, a).dispose();
      threads.stop();
    };
    await round();
    const before = wasm.HEAPU8.length;
    for (let i = 0; i < 20; i++) await round();
    expect(wasm.HEAPU8.length).toBe(before);
    a.dispose();
  });

  it('stop once, and say so', async () => {
    const threads = await startThreads(2);
    expect(threads.count).toBe(2);
    threads.stop();
    threads.stop();
    expect(threads).toMatchObject({ count: 1, reason: expect.stringContaining('stopped') });
    const a = tensor([300, 300]);
    expect(tf.tidy(() => tf.matMul(a, a).shape)).toEqual([300, 300]);
    a.dispose();
  });

  it('a second call takes the place of the first, whose stop then does nothing', async () => {
    const first = await startThreads(2);
    const second = await startThreads(3);
    expect([first.count, second.count]).toEqual([1, 3]);
    first.stop();
    expect(second.count).toBe(3);
    const both = await Promise.all([startThreads(2), startThreads(2)]);
    expect(both.map(({ count }) => count).sort()).toEqual([1, 2]);
  });

  it('end with the kernels, and tfjs computes alone', async () => {
    const threads = await startThreads(2);
    kernels.uninstall();
    expect(threads.count).toBe(1);
    expect((await startThreads(2)).reason).toContain('installTrainingKernels() first');
    const racing = startThreads(2);
    kernels = await installTrainingKernels();
    expect((await racing).count).toBe(1);
    const inputs = [input([60, 50], 1), input([50, 70], 2)];
    const product = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b);
    expectAlike(await on('wasm', inputs, product as never), await on('cpu', inputs, product as never));
  });

  it('kernels removed while the workers start', async () => {
    const starting = startThreads(2);
    kernels.uninstall();
    expect(await starting).toMatchObject({ count: 1, reason: expect.stringContaining('removed meanwhile') });
    kernels = await installTrainingKernels();
  });

  it.each([0, -1, 1.5, 65, Number.NaN])('a count of %d', async (count) => {
    await expect(startThreads(count)).rejects.toThrow('expected a whole number from 1 to 64');
  });
});
