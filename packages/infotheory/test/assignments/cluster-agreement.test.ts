import { readFileSync } from 'node:fs';
import { type ClusterAgreement, clusterAgreement } from '@latents/infotheory/tables';
import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { maximumMatching } from '../../src/assignments/maximum-matching.js';

const { cases } = JSON.parse(readFileSync(new URL('../fixtures/clusters.json', import.meta.url), 'utf8')) as {
  cases: (ClusterAgreement & { clusters: number[]; labels: number[] })[];
};

it.each(cases)('scikit-learn and scipy, case %#', ({ clusters, labels, ...expected }) => {
  const agreement = clusterAgreement(clusters, labels);
  for (const [name, value] of Object.entries(expected)) {
    expect(agreement[name as keyof ClusterAgreement], name).toBeCloseTo(value, 10);
  }
});

describe('maximumMatching', () => {
  const best = (weights: number[][], row = 0, used = new Set<number>()): number => {
    if (row === weights.length) return 0;
    let top = best(weights, row + 1, used);
    for (const [j, w] of weights[row]!.entries()) {
      if (!used.has(j)) top = Math.max(top, w + best(weights, row + 1, new Set([...used, j])));
    }
    return top;
  };

  it.each([
    [4, 4],
    [3, 6],
    [6, 3],
    [1, 5],
  ])('%d x %d: all matchings, by enumeration', (rows, columns) => {
    const rng = createRng(rows * 10 + columns);
    for (let i = 0; i < 30; i++) {
      const weights = Array.from({ length: rows }, () => Array.from({ length: columns }, () => rng.integer(6)));
      expect(maximumMatching(weights)).toBe(best(weights));
    }
  });
});

it('does not depend on the numbers of clusters and labels', () => {
  const [clusters, labels] = [
    [0, 0, 1, 2, 2, 1],
    [5, 5, 5, 9, 9, 0],
  ];
  expect(clusterAgreement(clusters, labels)).toEqual(
    clusterAgreement(
      clusters.map((z) => 7 - 2 * z),
      labels.map((y) => y * 1000),
    ),
  );
});

describe('constant sides', () => {
  it('both: they agree', () => {
    const all = { manyToOne: 1, oneToOne: 1, homogeneity: 1, completeness: 1, vMeasure: 1, normalizedInformation: 1 };
    expect(clusterAgreement([3, 3], [1, 1])).toEqual(all);
  });

  it('one: nothing is shared', () => {
    const { manyToOne, vMeasure, normalizedInformation } = clusterAgreement([0, 0, 0, 0], [0, 0, 0, 1]);
    expect([manyToOne, vMeasure, normalizedInformation]).toEqual([0.75, 0, 0]);
  });
});

it('refuses what are no labels', () => {
  expect(() => clusterAgreement([], [])).toThrow('at least one');
  expect(() => clusterAgreement([0], [0, 1])).toThrow('got 1 and 2');
  expect(() => clusterAgreement([0.5], [0])).toThrow('got 0.5 at index 0');
  expect(() => clusterAgreement([0], [-1])).toThrow('got -1');
  expect(() => clusterAgreement([0], [Number.NaN])).toThrow('got NaN');
});
