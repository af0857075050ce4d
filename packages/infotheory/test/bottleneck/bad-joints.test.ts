import {
  agglomerativeBottleneck,
  bottleneckCurve,
  criticalBeta,
  gaussianBottleneck,
  informationBottleneck,
} from '@latents/infotheory/tables';
import { createRng, type NdArray } from '@latents/math';
import { describe, expect, it } from 'vitest';

const rng = createRng(0);
const table = (shape: number[], ...data: number[]): NdArray => ({ shape, data: Float64Array.from(data) });

/** All that take a joint table of two variables. */
const takers: Record<string, (joint: NdArray) => unknown> = {
  informationBottleneck: (joint) => informationBottleneck(joint, { beta: 2, rng }),
  'deterministic informationBottleneck': (joint) => informationBottleneck(joint, { beta: 2, alpha: 0, rng }),
  'generalised informationBottleneck': (joint) => informationBottleneck(joint, { beta: 2, alpha: 0.5, rng }),
  bottleneckCurve: (joint) => bottleneckCurve(joint, { betas: [2, 3], rng }),
  criticalBeta,
  agglomerativeBottleneck,
};

describe.each(Object.entries(takers))('%s refuses', (name, take) => {
  it.each([
    ['a negative entry', table([2, 2], 0.6, -0.1, 0.2, 0.3), 'expected finite probabilities >= 0, got -0.1 at [0,1]'],
    ['NaN', table([2, 2], 0.5, Number.NaN, 0.2, 0.3), 'got NaN at [0,1]'],
    ['infinity', table([1, 2], Infinity, 0), 'got Infinity at [0,0]'],
    ['counts', table([2, 2], 1, 2, 3, 4), 'sum 1, got sum 10. Counts become one by jointOf'],
    ['an empty row', table([2, 2], 0.5, 0.5, 0, 0), 'got 0 for row 1. Drop the row'],
    ['one variable', table([2], 0.5, 0.5), 'shape [|X|, |Y|], got [2]'],
    ['three variables', table([1, 1, 1], 1), 'got [1,1,1]'],
    ['no entries', table([0, 2]), 'at least one axis and one entry'],
    ['fewer entries than the shape says', table([2, 2], 0.5, 0.5), 'expected 4 numbers in joint of shape [2,2], got 2'],
  ])('%s', (_, joint, message) => {
    expect(() => take(joint)).toThrow(RangeError);
    expect(() => take(joint)).toThrow(message);
    expect(() => take(joint)).toThrow(name.split(' ').at(-1));
  });
});

describe('right answers at the edges', () => {
  const edges: [string, NdArray][] = [
    ['one x', table([1, 3], 0.2, 0.3, 0.5)],
    ['one y', table([3, 1], 0.2, 0.3, 0.5)],
    ['independent', table([2, 2], 0.06, 0.14, 0.24, 0.56)],
    ['identical rows', table([3, 2], 0.1, 0.2, 0.1, 0.2, 0.2, 0.2)],
  ];

  it.each(edges.slice(0, 3))('%s: nothing to tell, whatever beta and alpha', (_, joint) => {
    for (const alpha of [1, 0.5, 0]) {
      for (const beta of [0.5, 1, 1000]) {
        const code = informationBottleneck(joint, { beta, alpha, rng });
        expect(code.cardinality).toBe(1);
        expect(code.relevance).toBeCloseTo(0, 12);
      }
      const { codes, transitions } = bottleneckCurve(joint, { betas: [1, 10], alpha, rng });
      expect(codes.map(({ cardinality }) => cardinality)).toEqual([1, 1]);
      expect(transitions).toEqual([]);
    }
    expect(criticalBeta(joint)).toEqual({ onset: Infinity, instability: Infinity });
    for (const { relevance } of agglomerativeBottleneck(joint).merges) expect(relevance).toBeCloseTo(0, 12);
  });

  it('identical rows share a codeword at any beta', () => {
    const { cardinality } = informationBottleneck(edges[3]![1], { beta: 1e5, rng });
    expect(cardinality).toBe(2);
    expect([...agglomerativeBottleneck(edges[3]![1]).labels(2).data]).toEqual([0, 0, 1]);
  });

  it('|Z| of 1, and more codewords than x', () => {
    const joint = table([2, 2], 0.4, 0.1, 0.1, 0.4);
    expect(informationBottleneck(joint, { beta: 50, codewords: 1, rng })).toMatchObject({ cardinality: 1, rate: 0 });
    expect(informationBottleneck(joint, { beta: 50, codewords: 9, rng }).cardinality).toBe(2);
  });
});

describe('gaussianBottleneck refuses', () => {
  const one = table([1, 1], 1);
  const pair = { covX: one, covY: one, covXY: table([1, 1], 0.5) };
  it.each([
    [
      'a covariance that is not symmetric',
      { covX: table([2, 2], 1, 0.5, 0, 1), covXY: table([2, 1], 0.5, 0.1) },
      'symmetric',
    ],
    [
      'one with more numbers than its shape',
      { covX: table([1, 1], 1, 2, 3) },
      'expected 1 numbers in covX of shape [1,1], got 3',
    ],
    ['a covariance of none', { covX: table([0, 0]), covXY: table([0, 1]) }, 'covXY [0,1]'],
    ['infinity', { covY: table([1, 1], Infinity) }, 'expected finite values, got Infinity in covY'],
    ['a negative variance', { covY: table([1, 1], -1) }, 'positive definite'],
  ])('%s', (_, wrong, message) => {
    expect(() => gaussianBottleneck({ ...pair, ...wrong }, { beta: 2 })).toThrow(message);
  });

  it('independent X and Y: no critical beta, nothing told', () => {
    const { rate, information, criticalBetas } = gaussianBottleneck(
      { ...pair, covXY: table([1, 1], 0) },
      { beta: 1e6 },
    );
    expect([rate, Math.abs(information), criticalBetas]).toEqual([0, 0, [Infinity]]);
  });
});
