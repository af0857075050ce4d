import { mlp } from '@latents/core';
import { createGan, maxoutNet, minibatchDiscrimination, spectralNorm } from '@latents/gan';
import { createRng, ndArray, symmetricEigen } from '@latents/math';
import { expectNoLeak, useBackend, wideCalls } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const numbers = (n: number, seed: number) => createRng(seed).fillNormal(new Float32Array(n));

/** d/dx_i of sum f by central differences, against tfjs's. */
function expectGradient(f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor, tolerance: number): void {
  const exact = tf
    .grad((at: tf.Tensor) => f(at).sum())(x)
    .dataSync();
  const values = x.dataSync();
  const h = 2e-3;
  values.forEach((_, i) => {
    const at = (by: number) =>
      tf.tidy(
        () =>
          f(
            tf.tensor(
              values.map((v, j) => (j === i ? v + by : v)),
              x.shape,
            ),
          )
            .sum()
            .dataSync()[0]!,
      );
    expect(Math.abs((at(h) - at(-h)) / (2 * h) - exact[i]!)).toBeLessThan(tolerance);
  });
}

describe('maxout', () => {
  const net = maxoutNet({ inputDim: 2, hidden: [3], pieces: 4, outputDim: 1, rng: createRng(0) });
  const x = tf.tensor2d(numbers(10, 1), [5, 2]);

  it('each hidden unit is the largest of its linear functions, by hand', () => {
    const kernel = net.variables['maxout0/dense0/kernel']!.arraySync() as number[][];
    const out = net.variables['output/dense0/kernel']!.arraySync() as number[][];
    const points = x.arraySync() as number[][];
    const expected = points.map(([a, b]) => {
      const hidden = [0, 1, 2].map((unit) =>
        Math.max(
          ...[0, 1, 2, 3].map((piece) => a! * kernel[0]![3 * piece + unit]! + b! * kernel[1]![3 * piece + unit]!),
        ),
      );
      return hidden.reduce((sum, h, unit) => sum + h * out[unit]![0]!, 0);
    });
    [...net.apply(x).dataSync()].forEach((v, i) => {
      expect(v).toBeCloseTo(expected[i]!, 5);
    });
  });

  it('calls no operation with a tensor per piece, which webgpu would drop', async () => {
    const many = maxoutNet({ inputDim: 2, hidden: [2], pieces: 9, outputDim: 1, rng: createRng(0) });
    const gradient = tf.grad((points: tf.Tensor) => many.apply(points).sum());
    expect(await wideCalls(() => gradient(x).dispose())).toEqual([]);
    many.dispose();
  });

  it('ties: the value is counted once, and each piece has its share of the gradient', () => {
    const tied = maxoutNet({ inputDim: 1, hidden: [1], pieces: 4, outputDim: 1, rng: createRng(0) });
    tf.tidy(() => {
      tied.variables['maxout0/dense0/kernel']!.assign(tf.fill([1, 4], 2));
      tied.variables['output/dense0/kernel']!.assign(tf.ones([1, 1]));
    });
    expect(tied.apply(tf.tensor2d([[3]])).dataSync()[0]).toBe(6);
    const slope = tf.grad((at: tf.Tensor) => tied.apply(at).sum())(tf.tensor2d([[3]]));
    expect(slope.dataSync()[0]).toBe(2);
  });

  it('gradients by finite differences, and the second ones: a penalty trains it', () => {
    expectGradient((at) => net.apply(at), x, 5e-3);
    const slope = () =>
      tf
        .grad((at: tf.Tensor) => net.apply(at).sum())(x)
        .square()
        .sum() as tf.Scalar;
    const { grads } = tf.variableGrads(slope, [net.variables['maxout0/dense0/kernel']!]);
    const kernel = net.variables['maxout0/dense0/kernel']!;
    const exact = Object.values(grads)[0]!.dataSync();
    const start = kernel.dataSync().slice();
    const h = 1e-3;
    start.forEach((_, i) => {
      const at = (by: number) => {
        tf.tidy(() =>
          kernel.assign(
            tf.tensor(
              start.map((v, j) => (j === i ? v + by : v)),
              kernel.shape,
            ),
          ),
        );
        return tf.tidy(() => slope().dataSync()[0]!);
      };
      expect(Math.abs((at(h) - at(-h)) / (2 * h) - exact[i]!)).toBeLessThan(0.02);
    });
    tf.tidy(() => kernel.assign(tf.tensor(start, kernel.shape)));
  });

  it('refuses pieces of 0, and leaks nothing', async () => {
    expect(() => maxoutNet({ inputDim: 2, hidden: [3], pieces: 0, outputDim: 1, rng: createRng(0) })).toThrow(
      '{ pieces }',
    );
    await expectNoLeak(() => net.apply(x), 1);
  });
});

/** The largest singular value, by the eigenvalues of A'A. */
function largestSingularValue(kernel: tf.Tensor): number {
  const columns = kernel.shape.at(-1)!;
  const a = kernel.reshape([-1, columns]);
  const gram = Float64Array.from(tf.matMul(a as tf.Tensor2D, a as tf.Tensor2D, true).dataSync());
  return Math.sqrt(Math.max(...symmetricEigen(gram, columns).values));
}

describe('spectral normalisation', () => {
  const effective = (net: ReturnType<typeof mlp>, size: number) =>
    net.apply(tf.eye(size)).sub(net.apply(tf.zeros([1, size])));

  it('a layer has a largest singular value of 1, whatever its kernel', () => {
    const net = mlp({ inputDim: 5, hidden: [], outputDim: 4, reparameterize: spectralNorm(), rng: createRng(2) });
    expect(largestSingularValue(net.variables['dense0/kernel']!)).not.toBeCloseTo(1, 1);
    expect(largestSingularValue(effective(net, 5))).toBeCloseTo(1, 2);
    const plain = mlp({ inputDim: 5, hidden: [], outputDim: 4, rng: createRng(2) });
    expect(largestSingularValue(effective(plain, 5))).not.toBeCloseTo(1, 1);
  });

  it('a kernel of zeros stays one', () => {
    const net = mlp({ inputDim: 3, hidden: [], outputDim: 2, reparameterize: spectralNorm(), rng: createRng(2) });
    tf.tidy(() => net.variables['dense0/kernel']!.assign(tf.zeros([3, 2])));
    expect([...net.apply(tf.ones([1, 3]), { training: true }).dataSync()]).toEqual([0, 0]);
  });

  it('training moves the singular vector on, and nothing else does', () => {
    const net = mlp({ inputDim: 3, hidden: [], outputDim: 2, reparameterize: spectralNorm(), rng: createRng(2) });
    tf.tidy(() => net.variables['dense0/kernel']!.assign(tf.tensor2d([3, 0, 0, 1, 1, 2], [3, 2])));
    const singular = () => [...net.variables['dense0/singular']!.dataSync()];
    const before = singular();
    net.apply(tf.ones([1, 3]));
    expect(singular()).toEqual(before);
    // Towards the eigenvector of A'A = [[10, 2], [2, 5]] by one step of power iteration.
    net.apply(tf.ones([1, 3]), { training: true });
    const [a, b] = [10 * before[0]! + 2 * before[1]!, 2 * before[0]! + 5 * before[1]!];
    singular().forEach((v, i) => {
      expect(v).toBeCloseTo([a, b][i]! / Math.hypot(a, b), 5);
    });
  });

  it('and still after training has moved the kernel', async () => {
    const gan = createGan({ dataDim: 2, hidden: [16], reparameterize: spectralNorm(), rng: createRng(3) });
    const data = ndArray([32, 2], numbers(64, 4));
    const [d] = gan.players({ discriminator: { optimizer: tf.train.adam(3e-2) } });
    const start = gan.parameters['discriminator/dense0/kernel']!.dataSync().slice();
    for (let step = 0; step < 60; step++) await d!.take(data, { step, rng: createRng(step) });
    const kernel = gan.parameters['discriminator/dense0/kernel']!;
    expect(Math.max(...kernel.dataSync().map((v, i) => Math.abs(v - start[i]!)))).toBeGreaterThan(0.2);
    // A critic of two such layers and rectifiers: no slope above 1.
    const x = tf.tensor2d(numbers(400, 5), [200, 2]);
    const slopes = tf
      .grad((at: tf.Tensor) => gan.logits(at).sum())(x)
      .norm('euclidean', 1);
    expect(slopes.max().dataSync()[0]).toBeLessThan(1.05);
  });
});

describe('minibatch discrimination', () => {
  const layer = minibatchDiscrimination({ inputDim: 2, kernels: 3, kernelDim: 2, rng: createRng(6) });
  const x = tf.tensor2d(numbers(8, 7), [4, 2]);

  it('appends similarities to the rest of the batch, by hand', () => {
    const kernel = layer.variables['dense0/kernel']!.arraySync() as number[][];
    const points = x.arraySync() as number[][];
    const m = points.map(([a, b]) => kernel[0]!.map((w, j) => a! * w + b! * kernel[1]![j]!));
    const got = layer.apply(x).arraySync() as number[][];
    expect(layer.outputShape).toEqual([5]);
    got.forEach((row, i) => {
      expect(row.slice(0, 2)).toEqual(points[i]);
      for (let k = 0; k < 3; k++) {
        const similar = points
          .map((_, j) =>
            j === i
              ? 0
              : Math.exp(-Math.abs(m[i]![2 * k]! - m[j]![2 * k]!) - Math.abs(m[i]![2 * k + 1]! - m[j]![2 * k + 1]!)),
          )
          .reduce((sum, v) => sum + v, 0);
        expect(row[2 + k]).toBeCloseTo(similar, 5);
      }
    });
  });

  it('a collapsed batch is seen: each is as similar as can be', () => {
    const same = layer.apply(tf.ones([6, 2])).arraySync() as number[][];
    for (const row of same) expect(row.slice(2)).toEqual([5, 5, 5]);
  });

  it('gradients by finite differences; sizes of 0 are refused', () => {
    expectGradient((at) => layer.apply(at), x, 1e-2);
    expect(() => minibatchDiscrimination({ inputDim: 2, kernels: 0, rng: createRng(0) })).toThrow('{ kernels }');
    const usual = minibatchDiscrimination({ inputDim: 2, kernels: 5, rng: createRng(0) });
    expect(usual.variables['dense0/kernel']!.shape).toEqual([2, 5 * 3]);
  });
});
