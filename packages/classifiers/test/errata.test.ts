import { logisticRegression } from '@latents/classifiers';
import { expect, it } from 'vitest';
import { matrix } from './fixture.js';

it('E63: scores are log odds, log of p / (1 - p): a table of counts has them in closed form', () => {
  // x = 0: 12 of class 0 and 3 of class 1; x = 1: 4 and 21.
  const counts = [
    [12, 3],
    [4, 21],
  ] as const;
  const rows = counts.flatMap((row, x) => row.flatMap((n, label) => Array.from({ length: n }, () => ({ x, label }))));
  const { classifier } = logisticRegression({ x: matrix(rows.map(({ x }) => [x])), y: rows.map(({ label }) => label) });
  const odds = counts.map(([zero, one]) => one / zero);
  const scores = classifier.scores(matrix([[0], [1]]));
  scores.forEach((score, x) => {
    expect(score).toBeCloseTo(Math.log(odds[x]!), 10);
    // "The log odd", read as the log of one chance, is another number.
    expect(Math.abs(score - Math.log(counts[x]![1] / (counts[x]![0] + counts[x]![1])))).toBeGreaterThan(0.1);
  });
  expect(classifier.intercepts[0]!).toBeCloseTo(Math.log(3 / 12), 10);
  expect(Math.exp(classifier.weights[0]!)).toBeCloseTo((21 * 12) / (4 * 3), 8);
});
