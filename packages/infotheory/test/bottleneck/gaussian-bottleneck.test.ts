import { gaussianBottleneck } from '@latents/infotheory/tables';
import { createRng, type NdArray, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';

const scalar = (value: number) => ndArray([1, 1], Float64Array.of(value));
const pair = { covX: scalar(1), covY: scalar(1), covXY: scalar(0.75) };

it.each([
  [2, 0.125657, 0.066766],
  [3, 0.472231, 0.210607],
  [5, 0.818804, 0.301768],
  [20, 1.597877, 0.387693],
])('correlation 0.75 at beta %d (ERRATA A9)', (beta, rate, relevance) => {
  const code = gaussianBottleneck(pair, { beta });
  expect(code.rate).toBeCloseTo(rate, 6);
  expect(code.relevance).toBeCloseTo(relevance, 6);
  expect(code.criticalBetas[0]).toBeCloseTo(1.77778, 5);
  // a^2 = (beta (1 - lambda) - 1) / lambda.
  expect(code.projection.data[0]! ** 2).toBeCloseTo((beta * 0.5625 - 1) / 0.4375, 9);
  expect(code.information).toBeCloseTo(0.413339, 6);
});

it('below the critical beta nothing is sent', () => {
  const code = gaussianBottleneck(pair, { beta: 1.7 });
  expect(code.projection.shape).toEqual([0, 1]);
  expect([code.rate, code.relevance]).toEqual([0, 0]);
});

describe('several dimensions', () => {
  const random = (seed: number): [NdArray, NdArray, NdArray] => {
    const draws = createRng(seed).fillNormal(new Float64Array(25));
    const all = new Float64Array(25);
    for (let i = 0; i < 5; i++) {
      for (let j = 0; j < 5; j++) {
        for (let k = 0; k < 5; k++) all[i * 5 + j]! += draws[i * 5 + k]! * draws[j * 5 + k]!;
        if (i === j) all[i * 5 + j]! += 0.5;
      }
    }
    const block = (rows: number[], columns: number[]) =>
      ndArray(
        [rows.length, columns.length],
        Float64Array.from(rows.flatMap((i) => columns.map((j) => all[i * 5 + j]!))),
      );
    return [block([0, 1, 2], [0, 1, 2]), block([3, 4], [3, 4]), block([0, 1, 2], [3, 4])];
  };
  const determinant = (a: number[][]): number =>
    a.length === 0
      ? 1
      : a[0]!.reduce(
          (sum, v, j) =>
            sum + (j % 2 ? -1 : 1) * v * determinant(a.slice(1).map((row) => row.filter((_, k) => k !== j))),
          0,
        );
  const rows = ({ shape, data }: NdArray) =>
    Array.from({ length: shape[0]! }, (_, i) => [...data.subarray(i * shape[1]!, (i + 1) * shape[1]!)]);
  const times = (a: number[][], b: number[][]) =>
    a.map((row) => b[0]!.map((_, j) => row.reduce((sum, v, k) => sum + v * b[k]![j]!, 0)));
  const transpose = (a: number[][]) => a[0]!.map((_, j) => a.map((row) => row[j]!));

  it('rate and relevance are those of the projection, by determinants, and no other projection is better', () => {
    const [covX, covY, covXY] = random(3);
    const measure = (a: number[][]) => {
      const identity = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
      const covT = times(times(a, rows(covX)), transpose(a)).map((row, i) => row.map((v, j) => v + identity[i]![j]!));
      const covTY = times(a, rows(covXY));
      const joint = [
        ...covT.map((row, i) => [...row, ...covTY[i]!]),
        ...transpose(covTY).map((row, i) => [...row, ...rows(covY)[i]!]),
      ];
      const rate = 0.5 * Math.log(determinant(covT));
      return { rate, relevance: 0.5 * Math.log((determinant(covT) * determinant(rows(covY))) / determinant(joint)) };
    };
    const beta = 8;
    const code = gaussianBottleneck({ covX, covY, covXY }, { beta });
    expect(code.projection.shape).toEqual([2, 3]);
    const projection = rows(code.projection);
    const own = measure(projection);
    expect(code.rate).toBeCloseTo(own.rate, 9);
    expect(code.relevance).toBeCloseTo(own.relevance, 9);
    const draws = createRng(1);
    for (let i = 0; i < 300; i++) {
      const step = 10 ** -(4 * draws.uniform());
      const other = measure(projection.map((row) => row.map((v) => v + step * draws.normal())));
      expect(other.rate - beta * other.relevance).toBeGreaterThanOrEqual(own.rate - beta * own.relevance - 1e-10);
    }
  });

  it('the critical betas open one direction after the other', () => {
    const [covX, covY, covXY] = random(4);
    const { criticalBetas } = gaussianBottleneck({ covX, covY, covXY }, { beta: 1 });
    expect(criticalBetas).toHaveLength(2);
    const dims = (beta: number) => gaussianBottleneck({ covX, covY, covXY }, { beta }).projection.shape[0];
    const [first, second] = criticalBetas as [number, number];
    expect([first * 0.999, first * 1.001, second * 0.999, second * 1.001].map(dims)).toEqual([0, 1, 1, 2]);
  });
});

describe('refuses', () => {
  it('a beta that is not positive and finite', () => {
    for (const beta of [0, -1, Infinity, Number.NaN])
      expect(() => gaussianBottleneck(pair, { beta })).toThrow(`got ${beta}`);
  });

  it('a pair that determine each other, covariances that are none, shapes that do not meet, NaN', () => {
    expect(() => gaussianBottleneck({ ...pair, covXY: scalar(1) }, { beta: 2 })).toThrow(
      'canonical correlations below 1',
    );
    expect(() => gaussianBottleneck({ ...pair, covXY: scalar(1.2) }, { beta: 2 })).toThrow(
      'canonical correlations below 1',
    );
    expect(() => gaussianBottleneck({ ...pair, covX: scalar(0) }, { beta: 2 })).toThrow('positive definite');
    expect(() => gaussianBottleneck({ ...pair, covX: ndArray([1, 2], new Float64Array(2)) }, { beta: 2 })).toThrow(
      'covX [1,2]',
    );
    expect(() => gaussianBottleneck({ ...pair, covXY: scalar(Number.NaN) }, { beta: 2 })).toThrow(
      'expected finite values, got NaN in covXY',
    );
  });
});
