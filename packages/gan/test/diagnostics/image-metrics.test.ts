import { classCounts, frechetDistance, precisionRecall } from '@latents/gan';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import fixture from '../fixtures/image-metrics.json' with { type: 'json' };

const matrix = (rows: number[][]) => ndArray([rows.length, rows[0]!.length], Float64Array.from(rows.flat()));

describe.each(fixture.cases.map((known, i) => [i, known] as const))(
  'against scipy, case %i',
  (_, { a, b, k, ...expected }) => {
    it('Frechet distance, either way', () => {
      expect(frechetDistance(matrix(a), matrix(b)) / expected.frechet).toBeCloseTo(1, 7);
      expect(frechetDistance(matrix(b), matrix(a)) / expected.frechet).toBeCloseTo(1, 7);
    });

    it('precision and recall', () => {
      expect(precisionRecall(matrix(a), matrix(b), { k })).toEqual({
        precision: expect.closeTo(expected.precision, 12),
        recall: expect.closeTo(expected.recall, 12),
      });
    });
  },
);

// For the features x and s x + m, C_2 = s^2 C_1: the distance is |m + (s - 1) mean|^2 + (s - 1)^2 tr C_1, whatever the rank.
describe.each([
  ['more rows than features', 60, 5],
  ['fewer rows than features', 6, 40],
  ['blocks of rows', 2100, 3],
])('the Frechet distance of features and a multiple of them, %s', (_, rows, features) => {
  const a = ndArray([rows, features], createRng(4).fillNormal(new Float64Array(rows * features)));
  const means = Array.from({ length: features }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += a.data[i * features + j]!;
    return sum / rows;
  });
  let trace = 0;
  for (let i = 0; i < rows * features; i++) trace += (a.data[i]! - means[i % features]!) ** 2 / (rows - 1);

  it.each([1e-150, 1e-20, 1, 1e20, 1e147])('in units of %d', (unit) => {
    const expected = means.reduce((sum, mean) => sum + (3 + mean) ** 2, 0) + trace;
    const first = ndArray(
      [rows, features],
      a.data.map((x) => x * unit),
    );
    const second = ndArray(
      [rows, features],
      a.data.map((x) => (2 * x + 3) * unit),
    );
    expect(frechetDistance(first, second) / unit / unit / expected).toBeCloseTo(1, 6);
    expect(frechetDistance(second, first) / unit / unit / expected).toBeCloseTo(1, 6);
  });
});

describe('extremes', () => {
  const points = matrix([
    [0, 1],
    [1, 0],
    [2, 2],
    [3, 1],
    [0, 3],
  ]);
  it('of a set and itself: 0, 1, 1', () => {
    expect(frechetDistance(points, points)).toBeCloseTo(0, 10);
    expect(precisionRecall(points, points)).toEqual({ precision: 1, recall: 1 });
  });

  it('constant features: a distance of means alone', () => {
    const [a, b] = [
      matrix([
        [1, 1],
        [1, 1],
      ]),
      matrix([
        [4, 5],
        [4, 5],
        [4, 5],
      ]),
    ];
    expect(frechetDistance(a, b)).toBeCloseTo(25, 12);
  });

  it('collapse: high precision, low recall; the other way round for noise', () => {
    const line = matrix(Array.from({ length: 50 }, (_, i) => [i, 0]));
    const collapsed = matrix(Array.from({ length: 50 }, (_, i) => [10 + i / 100, 0]));
    const found = precisionRecall(line, collapsed);
    expect(found.precision).toBe(1);
    expect(found.recall).toBeLessThan(0.1);
    const back = precisionRecall(collapsed, line);
    expect(back.precision).toBeLessThan(0.1);
    expect(back.recall).toBe(1);
  });

  it('class counts: all alike, one only, and shares of the data', () => {
    expect(classCounts([0, 1, 2, 3], 4)).toEqual({ counts: [1, 1, 1, 1], modes: 4, reverseKl: 0 });
    expect(classCounts([2, 2], 10).reverseKl).toBeCloseTo(Math.log(10), 12);
    expect(classCounts([0, 0, 0, 1], [0.75, 0.25]).reverseKl).toBeCloseTo(0, 12);
    expect(classCounts([1], [1, 0]).reverseKl).toBe(Infinity);
  });
});

describe('refuses', () => {
  const [two, three] = [
    matrix([
      [1, 2],
      [3, 4],
    ]),
    matrix([
      [1, 2, 3],
      [4, 5, 6],
    ]),
  ];
  it.each([
    [() => frechetDistance(two, three), 'one width'],
    [() => frechetDistance(matrix([[1]]), matrix([[1], [2]])), 'at least 2 rows'],
    [
      () =>
        frechetDistance(
          two,
          matrix([
            [1, 2],
            [3, Number.NaN],
          ]),
        ),
      'got NaN in b at index 3 (row 1)',
    ],
    [() => frechetDistance(two, { shape: [2, 2], data: new Float64Array(3) }), 'expected 4 numbers in b'],
    [() => precisionRecall(two, two), 'at least 4 rows'],
    [() => precisionRecall(two, two, { k: 0 }), 'got 0'],
    [() => classCounts([], 3), 'at least one label'],
    [() => classCounts([3], 3), 'from 0 to 2, got 3 at 0'],
    [() => classCounts([0.5], 3), 'got 0.5'],
    [() => classCounts([0], 0), 'positive number of classes'],
    [() => classCounts([0], [0.5, 0.4]), 'sum to 1'],
  ])('%s', (make, message) => {
    expect(make).toThrow(message);
  });
});
