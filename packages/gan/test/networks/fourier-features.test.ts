import { mlp, sequential } from '@latents/core';
import { createGan, fourierFeatures, gradientPenalty, wasserstein } from '@latents/gan';
import { createRng, ndArray } from '@latents/math';
import { expectNoLeak, meanAndStandardError, useBackend } from '@latents/testing';
import { readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

describe('Fourier features', () => {
  it('x, sines and cosines of its projections, by hand', () => {
    const net = fourierFeatures({ inputDim: 2, count: 3, rng: createRng(0) });
    const [first, second] = net.variables['frequencies']!.arraySync() as number[][];
    const [x, y] = [0.3, -1.7];
    const angles = [0, 1, 2].map((k) => x * first![k]! + y * second![k]!);
    const expected = [x, y, ...angles.map(Math.sin), ...angles.map(Math.cos)];
    expect(net.outputShape).toEqual([8]);
    [...net.apply(tf.tensor2d([[x, y]])).dataSync()].forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5);
    });
  });

  it.each([0.5, 2])(
    'scale %d: products of features are the Gaussian kernel of that inverse width in the mean (Bochner), 4 standard errors',
    (scale) => {
      const count = 20_000;
      const net = fourierFeatures({ inputDim: 2, count, scale, rng: createRng(1) });
      const [a, b] = [
        [0.2, 0.5],
        [0.9, 0.1],
      ] as const;
      const [fa, fb] = net.apply(tf.tensor2d([[...a], [...b]])).arraySync() as [number[], number[]];
      const products = Array.from(
        { length: count },
        (_, k) => fa[2 + k]! * fb[2 + k]! + fa[2 + count + k]! * fb[2 + count + k]!,
      );
      const { mean, standardError } = meanAndStandardError(products);
      const squared = (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2;
      expect(standardError).toBeLessThan(0.01);
      expect(Math.abs(mean - Math.exp((-(scale ** 2) * squared) / 2))).toBeLessThan(4 * standardError);
    },
  );

  it('a gradient penalty through them has the gradient that finite differences say', () => {
    const features = fourierFeatures({ inputDim: 2, count: 4, rng: createRng(2) });
    const net = sequential(
      features,
      mlp({ inputDim: 10, hidden: [6], outputDim: 1, activation: 'softplus', rng: createRng(3) }),
    );
    const kernel = net.variables['1/dense0/kernel']!;
    const real = tf.tensor2d(createRng(4).fillNormal(new Float32Array(8)), [4, 2]);
    const fake = tf.tensor2d(createRng(5).fillNormal(new Float32Array(8)), [4, 2]);
    const charged = () => gradientPenalty().value((x) => net.apply(x), real, fake, createRng(6));
    const exact = Object.values(tf.variableGrads(charged, [kernel]).grads)[0]!.dataSync();
    const start = kernel.dataSync().slice();
    const h = 1e-2;
    const worst = start.map((_, i) => {
      const at = (by: number) => {
        kernel.assign(
          tf.tensor(
            start.map((v, j) => (j === i ? v + by : v)),
            kernel.shape,
          ),
        );
        return charged().dataSync()[0]!;
      };
      return Math.abs((at(h) - at(-h)) / (2 * h) - exact[i]!);
    });
    expect(Math.max(...exact.map(Math.abs))).toBeGreaterThan(0.1);
    expect(Math.max(...worst)).toBeLessThan(5e-3);
  });

  it('createGan puts them before both networks: saved, not trained, and open to a penalty', async () => {
    const make = (seed: number) => createGan({ dataDim: 2, hidden: [4], features: { count: 3 }, rng: createRng(seed) });
    const gan = make(7);
    expect(gan.parameters['discriminator/0/frequencies']!.shape).toEqual([2, 3]);
    const names = ['generator/0/frequencies', 'discriminator/0/frequencies'];
    const before = await readParameters(gan.parameters);
    const steps = gan.players({
      generator: { optimizer: tf.train.sgd(0.1) },
      discriminator: { optimizer: tf.train.sgd(0.1), penalties: [gradientPenalty({ weight: 1 })] },
      objective: wasserstein(),
    });
    const data = ndArray([8, 2], createRng(8).fillNormal(new Float32Array(16)));
    for (const step of steps) await step.take(data, { step: 0, rng: createRng(9) });
    const after = await readParameters(gan.parameters);
    for (const name of names) expect(after[name]).toEqual(before[name]);
    expect(after['discriminator/1/dense0/kernel']).not.toEqual(before['discriminator/1/dense0/kernel']);

    const other = make(10);
    const z = tf.zeros([1, 2]).add(0.5);
    expect([...other.generate(z).dataSync()]).not.toEqual([...gan.generate(z).dataSync()]);
    other.assign(after);
    expect([...other.generate(z).dataSync()]).toEqual([...gan.generate(z).dataSync()]);
    expect(gan.config).toMatchObject({ options: { features: { count: 3, scale: 2 } } });
  });

  it('createGan hands on their number and their scale', () => {
    const gan = createGan({ dataDim: 1, hidden: [2], features: { count: 5000, scale: 7 }, rng: createRng(12) });
    const drawn = Array.from(gan.parameters['discriminator/0/frequencies']!.dataSync());
    expect(drawn).toHaveLength(5000);
    // The variance of n normals has a standard error of sqrt(2 / n) of itself.
    const variance = drawn.reduce((sum, v) => sum + v * v, 0) / 5000;
    expect(Math.abs(variance / 49 - 1)).toBeLessThan(4 * Math.sqrt(2 / 5000));
    gan.dispose();
  });

  it('refuses what it cannot draw, and leaks nothing', async () => {
    const rng = createRng(11);
    expect(() => fourierFeatures({ inputDim: 0, rng })).toThrow('{ inputDim }');
    expect(() => fourierFeatures({ inputDim: 2, count: 1.5, rng })).toThrow('{ count }');
    expect(() => fourierFeatures({ inputDim: 2, scale: Number.NaN, rng })).toThrow('{ scale }');
    await expectNoLeak(() => fourierFeatures({ inputDim: 2, rng }).dispose());
    const net = fourierFeatures({ inputDim: 2, count: 2, rng });
    const x = tf.zeros([1, 2]);
    await expectNoLeak(() => net.apply(x), 1);
  });
});
