import { bernoulliCode, type Code, categoricalCode, gaussianCode, uniformCode } from '@latents/gan';
import { useBackend } from '@latents/testing';
import { describeChecks, describeMembers, failedChecks } from '@latents/testing/plain';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CodeCases, codeChecks } from './code-checks.js';

beforeAll(() => useBackend('cpu'));

const bits = (c: readonly number[]) => c.every((v) => v === 0 || v === 1);
const logNormal = (v: number, loc: number, scale: number) =>
  -0.5 * ((v - loc) / scale) ** 2 - Math.log(scale * Math.sqrt(2 * Math.PI));

/** Q with a mean and a scale per coordinate: softplus and a floor. */
const learned = (least: number): Pick<CodeCases, 'logQ' | 'sure'> => ({
  logQ: (outputs, c) =>
    c.reduce(
      (total, v, i) => total + logNormal(v, outputs[i]!, least + Math.log1p(Math.exp(outputs[c.length + i]!))),
      0,
    ),
  sure: (c) => [...c, ...c.map(() => -1e4)],
});
/** Q with a mean per coordinate: with scale 1 a squared error. */
const fixed = (scale: number): Pick<CodeCases, 'logQ' | 'sure'> => ({
  logQ: (outputs, c) => c.reduce((total, v, i) => total + logNormal(v, outputs[i]!, scale), 0),
  sure: (c) => c,
});
const uniform = {
  moments: [0, 1 / 3],
  possible: (c: readonly number[]) => c.every((v) => v >= -1 && v <= 1),
} as const;
const gaussian = { moments: [0, 1], possible: () => true } as const;

const ROWS: Readonly<Record<string, CodeCases>> = {
  categoricalCode: {
    code: categoricalCode(5),
    moments: [1 / 5, 4 / 25],
    entropy: Math.log(5),
    logQ: (outputs, c) =>
      outputs.reduce((total, a, i) => total + a * c[i]!, 0) -
      Math.log(outputs.reduce((sum, a) => sum + Math.exp(a), 0)),
    sure: (c) => c.map((v) => 100 * v),
    possible: (c) => bits(c) && c.filter((v) => v === 1).length === 1,
  },
  bernoulliCode: {
    code: bernoulliCode(3),
    moments: [1 / 2, 1 / 4],
    entropy: 3 * Math.log(2),
    logQ: (outputs, c) => outputs.reduce((total, a, i) => total + a * c[i]! - Math.log1p(Math.exp(a)), 0),
    sure: (c) => c.map((v) => 100 * (2 * v - 1)),
    possible: bits,
  },
  uniformCode: { code: uniformCode(2), entropy: 2 * Math.log(2), ...uniform, ...learned(0.1) },
  'uniformCode with another floor': {
    code: uniformCode(1, { leastScale: 0.01 }),
    entropy: Math.log(2),
    ...uniform,
    ...learned(0.01),
  },
  gaussianCode: { code: gaussianCode(2), entropy: Math.log(2 * Math.PI * Math.E), ...gaussian, ...learned(0.1) },
  'gaussianCode with a scale': {
    code: gaussianCode(2, { scale: 1 }),
    entropy: Math.log(2 * Math.PI * Math.E),
    ...gaussian,
    ...fixed(1),
  },
};

describeMembers('codes', {
  manifest: new URL('../../package.json', import.meta.url),
  types: ['Code'],
  rows: Object.keys(ROWS),
});
for (const [name, cases] of Object.entries(ROWS)) describeChecks(name, codeChecks(cases));

// The suite must fail where a code is wrong.
describe('a code that is wrong', () => {
  const right = ROWS['uniformCode']!;
  const { code } = right;
  const changed = (other: Partial<Code>) => failedChecks(codeChecks({ ...right, code: { ...code, ...other } }));

  it('passes nowhere by accident: the right one passes everywhere', async () => {
    expect(await changed({})).toEqual([]);
  });

  it.each<[string, Partial<Code>, RegExp]>([
    ['draws 2 % too wide', { sample: (n, rng) => tf.mul(code.sample(n, rng), 1.02) }, /moments/],
    ['draws without the seed', { sample: (n) => tf.randomUniform([n, 2], -1, 1) as tf.Tensor2D }, /same seed/],
    ['an entropy in bits', { entropy: 2 }, /entropy/],
    ['a ceiling that is the entropy', { ceiling: code.entropy }, /ceiling is/],
    ['a Q of another floor', { posterior: uniformCode(2, { leastScale: 0.11 }).posterior }, /its definition/],
    [
      'a Q that holds its outputs fixed',
      {
        posterior: (outputs) =>
          code.posterior(outputs.clone().mul(0).add(tf.tensor(outputs.dataSync(), outputs.shape))),
      },
      /gradient/,
    ],
    [
      'a traversal out of range',
      {
        values: () => [
          [0, 0],
          [1.5, 0],
        ],
      },
      /traversal/,
    ],
    ['a description of another code', { config: { kind: 'uniform', dimension: 2, leastScale: 0.2 } }, /description/],
    ['draws of a Q that are kept', { posterior: (outputs) => code.posterior(tf.keep(outputs.clone())) }, /leave/],
  ])('%s fails', async (_, other, which) => {
    expect(await changed(other)).toContainEqual(expect.stringMatching(which));
  });
});

it('what a traversal shows, in the first coordinate', () => {
  expect(categoricalCode(3).values(1)).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
  expect(bernoulliCode(2).values(1)).toEqual([
    [0, 0],
    [1, 0],
  ]);
  expect(uniformCode(2).values(3)).toEqual([
    [-1, 0],
    [0, 0],
    [1, 0],
  ]);
  expect(gaussianCode(1).values(5)).toEqual([[-2], [-1], [0], [1], [2]]);
  expect(gaussianCode(1).values(1)).toEqual([[0]]);
});

it('a fixed scale needs half as many outputs', () => {
  expect([gaussianCode(2).units, gaussianCode(2, { scale: 1 }).units]).toEqual([4, 2]);
});

describe('refuses', () => {
  it.each([
    [() => categoricalCode(1), 'an integer >= 2, got 1'],
    [() => categoricalCode(2.5), 'an integer >= 2, got 2.5'],
    [() => bernoulliCode(0), 'bernoulliCode(dimension): expected a positive integer, got 0'],
    [() => uniformCode(-1), 'uniformCode(dimension)'],
    [() => gaussianCode(0.5), 'gaussianCode(dimension)'],
    [
      () => gaussianCode(1, { scale: 0 }),
      'gaussianCode({ scale }): expected a positive finite standard deviation, got 0',
    ],
    [() => uniformCode(1, { leastScale: Number.NaN }), 'uniformCode({ leastScale })'],
  ])('%s', (make, message) => {
    expect(make).toThrow(message);
  });
});
