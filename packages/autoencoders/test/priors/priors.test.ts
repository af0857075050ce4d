import {
  createVae,
  learnedPrior,
  mixturePrior,
  type PriorKindOption,
  standardPrior,
  vampPrior,
} from '@latents/autoencoders';
import { conditional, mlp, normalHead } from '@latents/core';
import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import { batches, fit, readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { bits, smallVae } from '../readings.js';

beforeAll(() => useBackend('cpu'));

const LOG_TAU = Math.log(2 * Math.PI);
const logNormal = (z: number, mean: number, logVariance: number) =>
  -0.5 * ((z - mean) ** 2 / Math.exp(logVariance) + logVariance + LOG_TAU);
const set = (variable: tf.Variable, values: number[] | number[][]) => tf.tidy(() => variable.assign(tf.tensor(values)));
const noEncoder = conditional(mlp({ inputDim: 1, hidden: [], outputDim: 2, rng: createRng(0) }), normalHead(1));

describe('densities by hand', () => {
  it('standard and learned', () => {
    const z = tf.tensor2d([[0.3, -1.2]]);
    expect(standardPrior(2).distribution(noEncoder).logProb(z).dataSync()[0]).toBeCloseTo(
      logNormal(0.3, 0, 0) + logNormal(-1.2, 0, 0),
      5,
    );
    const learned = learnedPrior(2);
    set(learned.variables['loc']!, [1, -1]);
    set(learned.variables['logVariance']!, [0.5, -0.4]);
    expect(learned.distribution(noEncoder).logProb(z).dataSync()[0]).toBeCloseTo(
      logNormal(0.3, 1, 0.5) + logNormal(-1.2, -1, -0.4),
      5,
    );
  });

  it('a mixture: the logarithm of a weighted sum', () => {
    const prior = mixturePrior(1, 2, createRng(1));
    set(prior.variables['logits']!, [0, Math.log(3)]);
    set(prior.variables['loc']!, [[-1], [2]]);
    set(prior.variables['logVariance']!, [[0.2], [-0.3]]);
    const expected = Math.log(0.25 * Math.exp(logNormal(0.7, -1, 0.2)) + 0.75 * Math.exp(logNormal(0.7, 2, -0.3)));
    expect(
      prior
        .distribution(noEncoder)
        .logProb(tf.tensor2d([[0.7]]))
        .dataSync()[0],
    ).toBeCloseTo(expected, 5);
  });

  it('a VampPrior: the mean of the posteriors at its pseudo-inputs', () => {
    const rng = createRng(2);
    const encoder = conditional(mlp({ inputDim: 3, hidden: [4], outputDim: 4, rng }), normalHead(2));
    const prior = vampPrior({ dimension: 2, inputDim: 3, components: 5, unitInterval: true, rng });
    const z = tf.tensor2d([
      [0.4, -0.2],
      [1, 1],
    ]);
    const free = prior.variables['pseudoInputs']!;
    const inputs = tf.sigmoid(free);
    const posteriors = encoder.given(inputs);
    const each = (z.arraySync() as number[][]).map((row) => {
      const logs = posteriors.logProb(tf.tile(tf.tensor2d([row]), [5, 1])).dataSync();
      return Math.log(Array.from(logs).reduce((sum, log) => sum + Math.exp(log) / 5, 0));
    });
    [...prior.distribution(encoder).logProb(z).dataSync()].forEach((log, i) => {
      expect(log).toBeCloseTo(each[i]!, 5);
    });
  });
});

describe('the rate', () => {
  it.each([
    ['standard', 'closed form'],
    ['learned', 'closed form'],
    [{ mixture: 3 }, 'one draw'],
    [{ vamp: 3 }, 'one draw'],
  ] as const)('of the prior %j is of %s', (prior, expected) => {
    const vae = smallVae({ prior });
    expect(vae.rate()).toBe(expected);
    vae.dispose();
  });

  it('a mixture of one is a normal: the mean over draws is the closed form', () => {
    const [one, learned] = [smallVae({ prior: { mixture: 1 } }), smallVae({ prior: 'learned' })];
    tf.tidy(() => {
      const loc = tf.tensor1d([0.5, -0.3]);
      one.parameters['prior/loc']!.assign(loc.expandDims(0));
      learned.parameters['prior/loc']!.assign(loc);
      for (const name of Object.keys(learned.parameters)) {
        if (!name.startsWith('prior')) one.parameters[name]!.assign(learned.parameters[name]!);
      }
    });
    const x = tf.tile(tf.tensor2d(bits(1, 12).data, [1, 12]), [20_000, 1]);
    const rate = (vae: typeof one) =>
      vae
        .elbo(x, createRng(4))
        .terms.find(({ name }) => name === 'rate')!
        .nats.dataSync()[0]!;
    // log q - log p of one draw has a standard deviation below 1.5 here.
    expect(Math.abs(rate(one) - rate(learned))).toBeLessThan((4 * 1.5) / Math.sqrt(20_000));
  });

  it('a mixture in one dimension: the mean over draws is the integral, by the midpoint rule', () => {
    const vae = createVae({ inputDim: 12, latentDim: 1, hidden: [], prior: { mixture: 2 }, rng: createRng(5) });
    set(vae.parameters['prior/loc']!, [[-1], [1.5]]);
    const x = tf.tensor2d(bits(1, 12).data, [1, 12]);
    const q = vae.encoder.given(x);
    const [mean, variance] = [q.mean().dataSync()[0]!, q.variance().dataSync()[0]!];
    const scale = Math.sqrt(variance);
    let expected = 0;
    for (let i = 0; i < 4000; i++) {
      const z = mean + scale * (-8 + (i + 0.5) * 0.004);
      const log = logNormal(z, mean, Math.log(variance));
      const prior = Math.log(0.5 * Math.exp(logNormal(z, -1, 0)) + 0.5 * Math.exp(logNormal(z, 1.5, 0)));
      expected += Math.exp(log) * (log - prior) * 0.004 * scale;
    }
    const many = tf.tile(x, [20_000, 1]);
    const rate = vae
      .elbo(many, createRng(6))
      .terms.find(({ name }) => name === 'rate')!
      .nats.dataSync()[0]!;
    expect(Math.abs(rate - expected)).toBeLessThan((4 * 1.5) / Math.sqrt(20_000));
  });
});

describe.each(['cpu', 'wasm'] as const)('%s', (backend) => {
  it.each(['learned', { mixture: 4 }, { vamp: 4 }] as const)(
    'the prior %j is learned with the networks, saved and loaded',
    async (prior: PriorKindOption) => {
      await useBackend(backend);
      const vae = smallVae({ prior });
      const before = await readParameters(vae.parameters);
      let count = 0;
      let first = 0;
      for await (const { nats } of fit(
        vae.players({ optimizer: tf.train.adam(0.02) }),
        batches(bits(64, 12), { size: 32, rng: createRng(7) }),
        {
          steps: 30,
          rng: createRng(8),
        },
      )) {
        if (count++ === 0) first = nats;
        else if (count === 30) expect(nats).toBeGreaterThan(first);
        if (count === 5) first = nats - 0.5;
      }
      const tensors = tf.memory().numTensors;
      const after = await readParameters(vae.parameters);
      const moved = Object.keys(after).filter(
        (name) => name.startsWith('prior') && after[name]!.data.some((v, i) => v !== before[name]!.data[i]),
      );
      expect(moved).toEqual(Object.keys(after).filter((name) => name.startsWith('prior')));
      const other = smallVae({ prior, rng: createRng(99) });
      other.assign(after);
      expect([...other.generate(3, createRng(9)).dataSync()]).toEqual([...vae.generate(3, createRng(9)).dataSync()]);
      other.dispose();
      expect(tf.memory().numTensors - tensors).toBe(2);
      vae.dispose();
    },
  );
});

it('refuses sizes and options that are none', () => {
  expect(() => mixturePrior(2, 0, createRng(0))).toThrow('expected components to be a positive integer, got 0');
  expect(() => smallVae({ prior: { vamp: 1.5 } })).toThrow(
    'createVae({ prior }): expected vamp to be a positive integer, got 1.5',
  );
  expect(() => smallVae({ prior: { mixture: 2, vamp: 2 } as never })).toThrow('got {"mixture":2,"vamp":2}');
  expect(() => smallVae({ prior: 'flat' as 'learned' })).toThrow(`got "flat"`);
});
