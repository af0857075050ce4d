import {
  additiveCorruption,
  type Corruption,
  dropoutCorruption,
  gaussianCorruption,
  maskingCorruption,
  saltAndPepperCorruption,
} from '@latents/autoencoders';
import { Laplace, MultivariateNormalDiag, Normal } from '@latents/core';
import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import { describeChecks, describeMembers, failedChecks } from '@latents/testing/plain';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CorruptionCases, corruptionChecks } from './corruption-checks.js';

beforeAll(() => useBackend('cpu'));

const laplace = { loc: 1, scale: 0.5 };

const ROWS: Readonly<Record<string, CorruptionCases>> = {
  maskingCorruption: {
    corruption: maskingCorruption(0.3),
    // E7: no rescaling.
    moments: (x) => [0.7 * x, 0.21 * x * x],
    outcomes: (x) => [
      [0, 0.3],
      [x, 0.7],
    ],
    weak: maskingCorruption(1e-9),
  },
  dropoutCorruption: {
    corruption: dropoutCorruption(0.3),
    moments: (x) => [x, (0.3 / 0.7) * x * x],
    outcomes: (x) => [
      [0, 0.3],
      [x / 0.7, 0.7],
    ],
    weak: dropoutCorruption(1e-9),
  },
  saltAndPepperCorruption: {
    corruption: saltAndPepperCorruption(0.4, { low: -1, high: 3 }),
    moments: (x) => [0.6 * x + 0.4, 0.6 * x * x + 0.2 + 1.8 - (0.6 * x + 0.4) ** 2],
    outcomes: (x) => [
      [x, 0.6],
      [-1, 0.2],
      [3, 0.2],
    ],
    weak: saltAndPepperCorruption(1e-9),
  },
  'saltAndPepperCorruption of black and white': {
    corruption: saltAndPepperCorruption(0.2),
    moments: (x) => [0.8 * x + 0.1, 0.8 * x * x + 0.1 - (0.8 * x + 0.1) ** 2],
    outcomes: (x) => [
      [x, 0.8],
      [0, 0.1],
      [1, 0.1],
    ],
    weak: saltAndPepperCorruption(1e-9),
  },
  gaussianCorruption: {
    corruption: gaussianCorruption(0.5),
    moments: (x) => [x, 0.25],
    weak: gaussianCorruption(1e-9),
  },
  additiveCorruption: {
    corruption: additiveCorruption(new Laplace(laplace)),
    moments: (x) => [x + laplace.loc, 2 * laplace.scale ** 2],
    weak: additiveCorruption(new Laplace({ loc: 0, scale: 1e-9 })),
    described: false,
  },
};

describeMembers('corruptions', {
  manifest: new URL('../../package.json', import.meta.url),
  types: ['Corruption'],
  rows: Object.keys(ROWS),
});
for (const [name, cases] of Object.entries(ROWS)) describeChecks(name, corruptionChecks(cases));

// The suite must fail where a corruption is wrong.
describe('a corruption that is wrong', () => {
  const right = ROWS['maskingCorruption']!;
  const { apply, config } = right.corruption;
  const changed = (other: Corruption['apply']) =>
    failedChecks(corruptionChecks({ ...right, corruption: { config, apply: other } }));

  it('passes nowhere by accident: the right one passes everywhere', async () => {
    expect(await changed(apply)).toEqual([]);
  });

  it.each<[string, Corruption['apply'], RegExp]>([
    ['dropout in place of masking', dropoutCorruption(0.3).apply, /mean and variance/],
    ['another rate', maskingCorruption(0.32).apply, /probabilities/],
    ['one mask for a whole example', (x, rng) => tf.mul(x, apply(tf.ones([x.shape[0]!, 1]), rng)), /independently/],
    ['one mask for a whole batch', (x, rng) => tf.mul(x, apply(tf.ones([1, x.shape[1]!]), rng)), /independently/],
    ['draws that ignore the seed', (x) => tf.mul(x, tf.less(tf.randomUniform(x.shape), 0.7).toFloat()), /same seed/],
    ['a flat result', (x, rng) => tf.reshape(apply(x, rng), [-1]), /shape/],
    ['a tensor that is left', (x, rng) => tf.add(apply(x, rng), 0), /exactly the tensor/],
    ['a description of another rate', maskingCorruption(0.3).apply, /description/],
  ])('%s fails', async (name, other, which) => {
    const corruption = name.startsWith('a description')
      ? { config: { kind: 'masking', rate: 0.4 }, apply: other }
      : { config, apply: other };
    expect(await failedChecks(corruptionChecks({ ...right, corruption }))).toContainEqual(expect.stringMatching(which));
  });

  it('one that does something at no strength fails', async () => {
    const weak = maskingCorruption(0.9);
    expect(await failedChecks(corruptionChecks({ ...right, weak }))).toContainEqual(expect.stringMatching(/identity/));
  });
});

const draws = (corruption: Corruption, x: number, seed = 1): Float32Array =>
  corruption.apply(tf.fill([20_000, 1], x), createRng(seed)).dataSync() as Float32Array;

it('dropout has the values of tfjs, which drops out as well', () => {
  const values = new Set([...tf.dropout(tf.fill([100], 0.8), 0.3, undefined, 1).dataSync()].map((v) => v.toFixed(5)));
  expect(values).toEqual(new Set([...draws(dropoutCorruption(0.3), 0.8)].map((v) => v.toFixed(5))));
});

it('E7: masking is dropout without its factor, draw by draw, and no dropout is masking', () => {
  const [masked, dropped] = [draws(maskingCorruption(0.5), 1), draws(dropoutCorruption(0.5), 1)];
  expect([...masked]).toEqual([...dropped].map((v) => v / 2));
  expect(Math.max(...dropped)).toBe(2);
});

it('E6: masking is no fixed distribution of epsilon = x~ - x; additive noise is one', () => {
  const epsilons = (corruption: Corruption, x: number) => draws(corruption, x, 7).map((v) => v - x);
  expect(new Set(epsilons(maskingCorruption(0.5), 0))).toEqual(new Set([0]));
  expect(new Set(epsilons(maskingCorruption(0.5), 1))).toEqual(new Set([0, -1]));
  const additive = additiveCorruption(new Normal({ loc: 0, scale: 1 }));
  const [at0, at1] = [epsilons(additive, 0), epsilons(additive, 1)];
  at0.forEach((v, i) => {
    expect(at1[i]).toBeCloseTo(v, 5);
  });
});

it('additive noise of vectors has their coordinates in order', () => {
  const noise = new MultivariateNormalDiag({ loc: tf.tensor1d([10, -10]), scale: tf.tensor1d([0.01, 0.01]) });
  const moved = additiveCorruption(noise)
    .apply(tf.zeros([3, 2]), createRng(2))
    .arraySync() as number[][];
  for (const [a, b] of moved) {
    expect(a).toBeCloseTo(10, 0);
    expect(b).toBeCloseTo(-10, 0);
  }
});

describe('refuses', () => {
  it.each([
    [() => maskingCorruption(0), 'maskingCorruption(rate): expected a number between 0 and 1, both excluded, got 0'],
    [() => dropoutCorruption(1), 'dropoutCorruption(rate)'],
    [() => saltAndPepperCorruption(Number.NaN), 'saltAndPepperCorruption(rate)'],
    [() => saltAndPepperCorruption(0.1, { high: Infinity }), 'expected finite values, got 0 and Infinity'],
    [() => gaussianCorruption(-1), 'gaussianCorruption(scale)'],
    [() => additiveCorruption(new Normal({ loc: tf.zeros([2]), scale: 1 })), 'batch shape [2]'],
  ])('%s', (make, message) => {
    expect(make).toThrow(message);
  });

  it('vectors of another length', () => {
    const corruption = additiveCorruption(MultivariateNormalDiag.standard(3));
    expect(() => corruption.apply(tf.zeros([2, 4]), createRng(0))).toThrow('expected x [batch, 3], got [2,4]');
  });
});
