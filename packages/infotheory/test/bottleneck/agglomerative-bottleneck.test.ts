import { agglomerativeBottleneck, jointOf, mutualInformation } from '@latents/infotheory/tables';
import { expect, it } from 'vitest';
import { plainInformation, randomJoint, rowsOf } from '../fixture.js';

it('each merge is the cheapest of all pairs, by enumeration', () => {
  const joint = randomJoint([7, 4], 6);
  const { merges } = agglomerativeBottleneck(joint);
  expect(merges).toHaveLength(6);
  let clusters = rowsOf(joint);
  for (const { cost, cardinality, relevance } of merges) {
    const before = plainInformation(clusters);
    let best = { left: -Infinity, clusters };
    for (let i = 0; i < clusters.length; i++) {
      for (let j = 0; j < i; j++) {
        const together = clusters[i]!.map((p, y) => p + clusters[j]![y]!);
        const next = [...clusters.filter((_, k) => k !== i && k !== j), together];
        const left = plainInformation(next);
        if (left > best.left) best = { left, clusters: next };
      }
    }
    clusters = best.clusters;
    expect(cost).toBeCloseTo(before - best.left, 12);
    expect(relevance).toBeCloseTo(best.left, 12);
    expect(cardinality).toBe(clusters.length);
  }
});

it('labels cut the tree: their information is that of the merge', () => {
  const joint = randomJoint([6, 3], 9);
  const tree = agglomerativeBottleneck(joint);
  for (const { cardinality, relevance } of tree.merges) {
    const labels = tree.labels(cardinality).data;
    expect(new Set(labels).size).toBe(cardinality);
    const table = Array.from({ length: cardinality }, () => [0, 0, 0]);
    rowsOf(joint).forEach((row, x) => {
      row.forEach((p, y) => {
        table[labels[x]!]![y]! += p;
      });
    });
    expect(plainInformation(table)).toBeCloseTo(relevance, 12);
  }
  expect([...tree.labels(6).data]).toEqual([0, 1, 2, 3, 4, 5]);
});

it('extremes: one symbol, and refusals', () => {
  const tree = agglomerativeBottleneck(jointOf([[1, 2]]));
  expect(tree.merges).toEqual([]);
  expect([...tree.labels(1).data]).toEqual([0]);
  expect(() => tree.labels(2)).toThrow('integer from 1 to 1, got 2');
  expect(() =>
    agglomerativeBottleneck(
      jointOf([
        [1, 1],
        [0, 0],
      ]),
    ),
  ).toThrow('row 1');
  expect(mutualInformation(jointOf([[1, 2]]))).toBeCloseTo(0, 15);
});
