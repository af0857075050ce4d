import {
  conditionalEntropy,
  conditionalMutualInformation,
  entropy,
  interactionInformation,
  jensenShannonDivergence,
  jointOf,
  marginal,
  mutualInformation,
  relativeEntropy,
  totalCorrelation,
} from '@latents/infotheory/tables';
import { createRng, ndArray } from '@latents/math';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codedJoints, plainInformation, randomChannel, randomJoint, rowsOf } from '../fixture.js';

const LOG2 = Math.log(2);
const bit = (...weights: number[]) =>
  ndArray(
    [2, 2, 2],
    Float64Array.from(weights, (w) => w / weights.reduce((a, b) => a + b)),
  );
/** Z = X xor Y; all equal; and X = Y with Z apart. */
const xor = bit(1, 0, 0, 1, 0, 1, 1, 0);
const copies = bit(1, 0, 0, 0, 0, 0, 0, 1);

describe('closed forms', () => {
  it('of three bits, one the exclusive or of the others', () => {
    expect(entropy(xor)).toBeCloseTo(2 * LOG2, 14);
    expect(mutualInformation(xor, [0], [1])).toBeCloseTo(0, 14);
    expect(mutualInformation(xor, [0, 1], [2])).toBeCloseTo(LOG2, 14);
    expect(conditionalMutualInformation(xor, [0], [1], [2])).toBeCloseTo(LOG2, 14);
    expect(totalCorrelation(xor)).toBeCloseTo(LOG2, 14);
    expect(interactionInformation(xor)).toBeCloseTo(-LOG2, 14);
    expect(conditionalEntropy(xor, [2], [0, 1])).toBeCloseTo(0, 14);
  });

  it('of three copies of a bit', () => {
    expect(totalCorrelation(copies)).toBeCloseTo(2 * LOG2, 14);
    expect(interactionInformation(copies)).toBeCloseTo(LOG2, 14);
    expect(conditionalMutualInformation(copies, [0], [1], [2])).toBeCloseTo(0, 14);
  });

  it('of a binary symmetric channel', () => {
    const h = -(0.1 * Math.log(0.1) + 0.9 * Math.log(0.9));
    expect(
      mutualInformation(
        jointOf([
          [9, 1],
          [1, 9],
        ]),
      ),
    ).toBeCloseTo(LOG2 - h, 14);
    expect(
      conditionalEntropy(
        jointOf([
          [9, 1],
          [1, 9],
        ]),
        [1],
        [0],
      ),
    ).toBeCloseTo(h, 14);
  });

  it('zero-probability symbol: 0 log 0 is 0, and p without q is infinite', () => {
    expect(entropy(jointOf([[1, 0, 0]]))).toBe(0);
    expect(
      mutualInformation(
        jointOf([
          [1, 0],
          [0, 1],
          [0, 0],
        ]),
      ),
    ).toBeCloseTo(LOG2, 14);
    expect(relativeEntropy([0.5, 0.5, 0], [0.5, 0, 0.5])).toBe(Infinity);
    expect(relativeEntropy([0, 1], [0.5, 0.5])).toBeCloseTo(LOG2, 14);
    expect(jensenShannonDivergence([1, 0], [0, 1])).toBeCloseTo(LOG2, 14);
    expect(jensenShannonDivergence([1, 0], [0, 1], 0)).toBe(0);
  });

  it('cancellation: an information of 1e-12 nats comes out to four digits', () => {
    const e = 1e-6;
    // Of 1/4 (1 +- e): e^2 / 2 to leading order.
    const table = jointOf([
      [1 + e, 1 - e],
      [1 - e, 1 + e],
    ]);
    expect(mutualInformation(table) / ((e * e) / 2)).toBeCloseTo(1, 3);
  });
});

describe('properties of random tables', () => {
  const seeds = fc.integer({ min: 0, max: 1e6 });

  it('chain rules', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const p = randomJoint([3, 4, 2], seed);
        const h = (...axes: number[]) => entropy(p, axes);
        expect(h(0) + conditionalEntropy(p, [1], [0]) + conditionalEntropy(p, [2], [0, 1])).toBeCloseTo(entropy(p), 12);
        expect(mutualInformation(p, [0, 1], [2])).toBeCloseTo(
          mutualInformation(p, [0], [2]) + conditionalMutualInformation(p, [1], [2], [0]),
          12,
        );
        expect(mutualInformation(p, [0], [1])).toBeCloseTo(h(0) + h(1) - h(0, 1), 12);
        expect(mutualInformation(p, [0], [1])).toBeCloseTo(plainInformation(rowsOf(marginal(p, [0, 1]))), 12);
        expect(interactionInformation(p)).toBeCloseTo(
          mutualInformation(p, [0], [1]) - conditionalMutualInformation(p, [0], [1], [2]),
          12,
        );
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('E47: data processing: no code of X says more of Y than X', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const p = randomJoint([4, 3], seed);
        const code = randomChannel(4, 3, createRng(seed));
        const { withX, withY } = codedJoints(p, code);
        const [about, rate] = [mutualInformation(jointOf(withY)), mutualInformation(jointOf(withX))];
        expect(about).toBeLessThanOrEqual(mutualInformation(p) + 1e-12);
        // ERRATA E42: the printed objective I(Y;Z) - I(X;Z) is never positive, so the empty code attains its maximum 0.
        expect(about - rate).toBeLessThanOrEqual(1e-12);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('E25: the Jensen-Shannon divergence is the information between a draw and its coin', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (seed, weight) => {
        const [p, q] = randomChannel(2, 5, createRng(seed)) as [number[], number[]];
        const joint = [p.map((v) => weight * v), q.map((v) => (1 - weight) * v)];
        expect(jensenShannonDivergence(p, q, weight)).toBeCloseTo(plainInformation(joint), 12);
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});

it('marginal sums out, and puts axes in the order given', () => {
  const p = ndArray([2, 3], Float64Array.of(0.1, 0.2, 0.3, 0.05, 0.15, 0.2));
  expect([...marginal(p, [1, 0]).data]).toEqual([0.1, 0.05, 0.2, 0.15, 0.3, 0.2]);
  expect(marginal(p, [1]).data[0]).toBeCloseTo(0.15, 15);
  expect(marginal(p, []).data[0]).toBeCloseTo(1, 15);
});

describe('rounding', () => {
  it('no information, entropy or divergence is negative: 2,000 products of two distributions, where the truth is 0', () => {
    const rng = createRng(8);
    const distribution = (n: number) => {
      const weights = Array.from({ length: n }, () => rng.exponential());
      const total = weights.reduce((a, b) => a + b, 0);
      return weights.map((w) => w / total);
    };
    for (let i = 0; i < 2000; i++) {
      const [p, q, r] = [distribution(2 + (i % 5)), distribution(3), distribution(2)];
      const joint = ndArray(
        [p.length, 3, 2],
        Float64Array.from(p.flatMap((a) => q.flatMap((b) => r.map((c) => a * b * c)))),
      );
      const nats = [
        mutualInformation(joint),
        conditionalMutualInformation(joint, [0], [1], [2]),
        totalCorrelation(joint),
        relativeEntropy(p, [...p]),
        jensenShannonDivergence(p, [...p]),
        entropy(ndArray([2], Float64Array.of(1 + 2e-16, 0))),
      ];
      for (const value of nats) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(1e-13);
      }
    }
  });

  it('tables in float32, as a softmax gives them, have the information of their numbers', () => {
    const weights = [0.1, 0.2, 0.3, 0.4];
    const joint = ndArray([2, 2], Float32Array.from(weights));
    // By hand: 0.1 log(0.1 / (0.3 0.4)) + 0.2 log(0.2 / (0.3 0.6)) + 0.3 log(0.3 / (0.7 0.4)) + 0.4 log(0.4 / (0.7 0.6)).
    expect(mutualInformation(joint)).toBeCloseTo(0.004021743230482457, 8);
    expect(entropy(joint)).toBeCloseTo(-weights.reduce((sum, p) => sum + p * Math.log(p), 0), 7);
    expect(entropy(ndArray([3], new Float32Array(3).fill(1 / 3)))).toBeCloseTo(Math.log(3), 14);
    expect(relativeEntropy(Float32Array.of(0.1, 0.2, 0.7), Float32Array.of(0.1, 0.2, 0.7))).toBe(0);
    expect(() => entropy(ndArray([2], Float32Array.of(0.5, 0.501)))).toThrow('got sum 1.00');
  });
});

describe('refuses', () => {
  it.each([
    ['rows', [[0.5, 0.5]]],
    ['null', null],
    ['a list as data', { shape: [2], data: [0.5, 0.5] }],
    ['big integers', { shape: [1], data: BigInt64Array.of(1n) }],
  ])('%s in the place of a table', (_, joint) => {
    for (const call of [entropy, mutualInformation, totalCorrelation])
      expect(() => call(joint as never)).toThrow(/expected joint to be an array from ndArray/);
  });

  const table = (...data: number[]) => ndArray([1, data.length], Float64Array.from(data));

  it.each([
    ['a negative entry', table(1.5, -0.5), 'got -0.5 at [0,1]'],
    ['NaN', table(Number.NaN, 1), 'got NaN at [0,0]'],
    ['infinity', table(Infinity, 0), 'got Infinity'],
    ['counts', table(3, 1), 'got sum 4'],
    ['no entries', ndArray([0, 2], new Float64Array(0)), 'one entry'],
    [
      'a shape of more entries than there are',
      { shape: [1, 2], data: Float64Array.of(1) },
      'expected 2 numbers in joint of shape [1,2], got 1',
    ],
    ['no axes', { shape: [], data: Float64Array.of(1) }, 'at least one axis'],
  ])('%s', (_, joint, message) => {
    expect(() => entropy(joint)).toThrow(message);
    expect(() => mutualInformation(joint)).toThrow(message);
    expect(() => totalCorrelation(joint)).toThrow(message);
    expect(() => conditionalEntropy(joint, [0], [1])).toThrow(message);
    expect(() => interactionInformation(joint)).toThrow(message);
    expect(() => conditionalMutualInformation(joint, [0], [1], [])).toThrow(message);
    expect(() => marginal(joint, [0])).toThrow(message);
  });

  it('E21: KL against the sum of two distributions, which has mass 2', () => {
    const [p, g] = [
      [0.5, 0.5],
      [0.9, 0.1],
    ];
    expect(() =>
      relativeEntropy(
        p!,
        p!.map((v, i) => v + g![i]!),
      ),
    ).toThrow('got sum 2');
  });

  it('axes that are not there or that overlap, rows that do not meet, weights out of range', () => {
    const p = jointOf([
      [1, 1],
      [1, 1],
    ]);
    expect(() => entropy(p, [2])).toThrow('axes from 0 to 1');
    expect(() => entropy(p, [-1])).toThrow('axes from 0 to 1');
    expect(() => mutualInformation(p, [0], [0])).toThrow('distinct axes');
    expect(() => jointOf([[1, 2], [3]])).toThrow('rows of equal length');
    expect(() => jointOf([[0, 0]])).toThrow('positive finite sum');
    expect(() => jointOf([[1, -1]])).toThrow('got -1 at [0,1]');
    expect(() => jointOf([[1, Number.NaN]])).toThrow('got NaN at [0,1]');
    expect(() => jointOf([[Infinity, 1]])).toThrow('got Infinity at [0,0]');
    expect(() => jointOf([])).toThrow('positive finite sum, got 0');
    expect(() => relativeEntropy([1], [0.5, 0.5])).toThrow('p and q of equal length');
    expect(() => relativeEntropy([Number.NaN, 1], [0.5, 0.5])).toThrow('got NaN');
    expect(() => relativeEntropy([1.5, -0.5], [0.5, 0.5])).toThrow('got -0.5');
    expect(() => relativeEntropy([], [])).toThrow('at least one');
    expect(() => jensenShannonDivergence([0.5, 0.5], [0.5, 0.6])).toThrow('sum 1');
    expect(() => jensenShannonDivergence([1], [0.5, 0.5])).toThrow('p and q of equal length');
    expect(() => jensenShannonDivergence([1], [1], Number.NaN)).toThrow('got NaN');
    for (const weight of [-0.1, 1.5])
      expect(() => jensenShannonDivergence([1], [1], weight)).toThrow('weight from 0 to 1');
    // Row 1 of 3, column 2 of 4.
    expect(() => entropy(ndArray([3, 4], new Float64Array(12).fill(1 / 11, 0, 11).fill(-1, 6, 7)))).toThrow(
      'got -1 at [1,2]',
    );
  });
});
