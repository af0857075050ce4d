import { mlp, sequential } from '@latents/core';
import {
  createGan,
  Gan,
  type GradientPenalty,
  gaussianNoise,
  gradientPenalty,
  minibatchDiscrimination,
  r1,
  r2,
  spectralNorm,
  wasserstein,
} from '@latents/gan';
import { createRng, ndArray } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const linear = (w: readonly number[]) => (x: tf.Tensor) => x.matMul(tf.tensor2d([...w], [w.length, 1])).reshape([-1]);
const real = tf.tensor2d([
  [1, 2],
  [3, -1],
  [0, 0.5],
]);
const fake = tf.tensor2d([
  [0, 0],
  [1, 1],
  [2, 2],
]);
const adams = (...penalties: GradientPenalty[]) => ({
  generator: { optimizer: tf.train.adam(1e-2) },
  discriminator: { optimizer: tf.train.adam(1e-2), penalties },
});

describe('in closed form', () => {
  it('a linear critic: (|w| - 1)^2, and half of |w|^2', () => {
    const critic = linear([3, 4]);
    expect(gradientPenalty().value(critic, real, fake, createRng(0)).dataSync()[0]).toBeCloseTo(16, 4);
    expect(r1().value(critic, real, fake, createRng(0)).dataSync()[0]).toBeCloseTo(12.5, 4);
  });

  it('R1 of a quadratic: half the mean of |2x|^2, at real examples alone', () => {
    const critic = (x: tf.Tensor) => x.square().sum(1);
    const mean = [5, 10, 0.25].reduce((sum, v) => sum + 4 * v, 0) / 3;
    expect(r1().value(critic, real, fake, createRng(0)).dataSync()[0]).toBeCloseTo(mean / 2, 4);
  });

  it('R2 of a quadratic: half the mean of |2x|^2, at generated examples alone', () => {
    const critic = (x: tf.Tensor) => x.square().sum(1);
    const mean = [0, 2, 8].reduce((sum, v) => sum + 4 * v, 0) / 3;
    expect(r2().value(critic, real, fake, createRng(0)).dataSync()[0]).toBeCloseTo(mean / 2, 4);
  });

  it('points between real and generated, one mix a pair: a quadratic there', () => {
    // Both ends on a line: the slope 2|x| of |x|^2 lies between those of the ends.
    const n = 8000;
    const [a, b] = [tf.ones([n, 1]), tf.fill([n, 1], 2)];
    const value = gradientPenalty()
      .value((x) => x.square().sum(1), a, b, createRng(1))
      .dataSync()[0]!;
    // E (2u - 1)^2 for u uniform on [1, 2]: 13 / 3, and 4 in the middle; the standard deviation is 2.37.
    expect(Math.abs(value - 13 / 3)).toBeLessThan((4 * 2.37) / Math.sqrt(n));
  });

  it('of examples of more axes: one mix a pair for all of them', () => {
    let between: number[][][][] = [];
    const critic = (x: tf.Tensor) => {
      between = x.arraySync() as number[][][][];
      return x.sum([1, 2, 3]);
    };
    const [a, b] = [tf.zeros([5, 2, 3, 1]), tf.ones([5, 2, 3, 1])];
    // A slope of ones: its norm is the root of 6.
    const value = gradientPenalty().value(critic, a, b, createRng(1)).dataSync()[0]!;
    expect(value).toBeCloseTo((Math.sqrt(6) - 1) ** 2, 5);
    const mixes = between.map((image) => new Set(image.flat(2)));
    expect(mixes.every(({ size }) => size === 1)).toBe(true);
    expect(new Set(mixes.map((mix) => [...mix][0])).size).toBe(5);
  });
});

describe('in training', () => {
  const data = ndArray([64, 2], createRng(2).fillNormal(new Float32Array(128)));
  const context = { step: 0, rng: createRng(3) };

  it('is charged with its weight, times every, on every so many steps', async () => {
    const make = () => createGan({ dataDim: 2, hidden: [8], rng: createRng(4) });
    const read = async (penalty: ReturnType<typeof r1> | undefined, step: number) =>
      make()
        .players(adams(...(penalty ? [penalty] : [])))[0]!
        .take(data, { ...context, step });
    const plain = await read(undefined, 0);
    const charged = await read(r1({ weight: 3, every: 4 }), 0);
    expect(plain.nats - charged.nats).toBeCloseTo(12 * charged.terms['R1']!, 4);
    expect(charged.terms['R1']).toBeGreaterThan(0);
    const skipped = await read(r1({ weight: 3, every: 4 }), 1);
    expect(skipped.terms['R1']).toBeUndefined();
    expect(skipped.nats).toBeCloseTo(plain.nats, 5);
  });

  it('several at once are charged each with its weight, on its own steps', async () => {
    const read = async (step: number, ...penalties: GradientPenalty[]) =>
      createGan({ dataDim: 2, hidden: [8], rng: createRng(4) })
        .players(adams(...penalties))[0]!
        .take(data, { step, rng: createRng(3) });
    const plain = await read(0);
    const both = await read(0, r1({ weight: 3, every: 4 }), r2({ weight: 5 }));
    expect(plain.nats - both.nats).toBeCloseTo(12 * both.terms['R1']! + 5 * both.terms['R2']!, 4);
    expect(both.terms['R1']).not.toBeCloseTo(both.terms['R2']!, 4);
    const second = await read(1, r1({ weight: 3, every: 4 }), r2({ weight: 5 }));
    expect(Object.keys(second.terms)).toEqual(['E log D(x)', 'E log (1 - D(G(z)))', 'R2']);
  });

  it('are refused as two of one name, or as no list', () => {
    const gan = createGan({ dataDim: 2, hidden: [4], rng: createRng(4) });
    expect(() => gan.players(adams(r1(), r1({ weight: 2 })))).toThrow("distinct names, got 'R1' twice");
    expect(() => gan.players({ discriminator: { penalties: r1() as never } })).toThrow(
      'penalties to be an array, as [r1()]',
    );
  });

  it('moves the slope of a critic that is too steep towards 1', async () => {
    const gan = createGan({ dataDim: 2, hidden: [16], activation: 'softplus', rng: createRng(5) });
    tf.tidy(() => {
      const kernel = gan.parameters['discriminator/dense1/kernel']!;
      kernel.assign(kernel.mul(8));
    });
    const slope = () =>
      tf.tidy(() => {
        const x = tf.tensor2d(data.data as Float32Array, [64, 2]);
        return tf
          .grad((at: tf.Tensor) => gan.logits(at).sum())(x)
          .norm('euclidean', 1)
          .mean()
          .dataSync()[0]!;
      });
    expect(slope()).toBeGreaterThan(2);
    const [d] = gan.players({ ...adams(gradientPenalty({ weight: 50 })), objective: wasserstein() });
    for (let step = 0; step < 150; step++) await d!.take(data, { step, rng: createRng(step) });
    expect(Math.abs(slope() - 1)).toBeLessThan(0.4);
  });

  it('a critic that is flat: charged 1, and moved by numbers that are finite', async () => {
    const gan = createGan({ dataDim: 2, hidden: [4], rng: createRng(8) });
    tf.tidy(() => {
      const kernel = gan.parameters['discriminator/dense1/kernel']!;
      kernel.assign(tf.zerosLike(kernel));
    });
    const [d] = gan.players(adams(gradientPenalty()));
    const { terms, gradientNorm } = await d!.take(data, context);
    expect(terms['gradient penalty']).toBeCloseTo(1, 5);
    expect(Number.isFinite(gradientNorm)).toBe(true);
  });

  it('is refused of a network that does not say', () => {
    const { parts } = createGan({ dataDim: 2, hidden: [4], rng: createRng(9) });
    const { notTwiceDifferentiable: _, ...silent } = parts.discriminator;
    expect(() => new Gan({ ...parts, discriminator: silent }).players(adams(r1()))).toThrow(
      'R1: expected a discriminator whose second derivatives are right under tfjs, got one with a network that does not say',
    );
  });

  it('is taken with spectral normalisation, and refused by name where second derivatives are not known', () => {
    const normed = createGan({ dataDim: 2, hidden: [8], reparameterize: spectralNorm(), rng: createRng(6) });
    expect(normed.players(adams(r1()))).toHaveLength(2);
    const rng = createRng(7);
    const gan = new Gan({
      generator: mlp({ inputDim: 2, hidden: [8], outputDim: 2, rng }),
      discriminator: sequential(
        minibatchDiscrimination({ inputDim: 2, kernels: 3, rng }),
        mlp({ inputDim: 5, hidden: [], outputDim: 1, rng }),
      ),
      noise: gaussianNoise(2),
    });
    expect(() => gan.players(adams(r1()))).toThrow(
      /R1: expected a discriminator whose second derivatives.*minibatch discrimination/,
    );
    expect(gan.players(adams())).toHaveLength(2);
  });

  it.each([
    [() => gradientPenalty({ weight: 0 }), 'gradientPenalty({ weight })'],
    [() => r1({ weight: Number.NaN }), 'r1({ weight })'],
    [() => r1({ every: 0.5 }), 'r1({ every })'],
    [() => r2({ weight: -1 }), 'r2({ weight })'],
  ])('refuses %s', (make, message) => {
    expect(make).toThrow(message);
  });
});
