import { readFileSync } from 'node:fs';
import {
  additiveUniformPair,
  beyondNormalTasks,
  gaussianPair,
  halfCube,
  inverseSinh,
  mappedPair,
  normalCdf,
  spiral,
  studentPair,
  swissRoll,
  toMixture,
  wiggly,
} from '@latents/datasets/synthetic';
import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { expectClose, expectMean, expectMoments } from '../expect-close.js';

interface Fixture {
  readonly truths: Readonly<Record<string, number>>;
  readonly checks: Readonly<Record<string, { mean: number; standardError: number; bias?: number }>>;
  readonly row: number[];
  readonly spiral: { readonly first: number; readonly speed: number; readonly out: number[] };
  readonly line: number[];
  readonly wigglyX: number[];
  readonly wigglyY: number[];
  readonly halfCube: number[];
  readonly normalCdf: number[];
  readonly inverseSinh: number[];
  readonly mixture: number[];
  readonly swissRoll: { readonly u: number; readonly out: number[] };
}

const fixture: Fixture = JSON.parse(readFileSync(new URL('../fixtures/beyond-normal.json', import.meta.url), 'utf8'));
const tasks = beyondNormalTasks();

describe('the 40 tasks of Czyz et al.', () => {
  it('are those of the reference, once each', () => {
    expect(tasks.map(({ name }) => name).sort()).toEqual(Object.keys(fixture.truths).sort());
  });

  it.each(tasks)('$name: the information that scipy finds, twice', ({ name, mutualInformation }) => {
    expect(mutualInformation).toBeCloseTo(fixture.truths[name]!, 7);
    const check = fixture.checks[name];
    if (check) {
      const { mean, standardError, bias = 0 } = check;
      expect(Math.abs(mutualInformation - mean)).toBeLessThan(4 * standardError + bias);
    }
  });

  it.each(tasks)('$name: finite draws of its dimensions', ({ dx, dy, sample }) => {
    const { x, y } = sample(20, createRng(1));
    expect([x.shape, y.shape]).toEqual([
      [20, dx],
      [20, dy],
    ]);
    expect([...x.data, ...y.data].every(Number.isFinite)).toBe(true);
  });
});

const side = ({ x, y }: ReturnType<ReturnType<typeof gaussianPair>['sample']>, d: number) =>
  Float64Array.from({ length: x.data.length + y.data.length }, (_, i) => {
    const [row, j] = [Math.floor(i / (2 * d)), i % (2 * d)];
    return j < d ? x.data[row * d + j]! : y.data[row * d + j - d]!;
  });

describe('draws', () => {
  it('Gaussian: the covariance that was asked for', () => {
    const covariance = [
      [2, 0.3, 0.5, -0.2],
      [0.3, 1, 0.1, 0.6],
      [0.5, 0.1, 1.5, 0],
      [-0.2, 0.6, 0, 1],
    ];
    const joined = side(gaussianPair({ covariance, dx: 2 }).sample(20_000, createRng(2)), 2);
    expectMoments(
      joined,
      [0, 0, 0, 0],
      covariance.map((row, i) => row.slice(0, i + 1)),
    );
  });

  it('Student-t: the mean log density ratio is the information', () => {
    const { mutualInformation, sample } = studentPair({ dx: 2, dy: 1, df: 3 });
    const { x, y } = sample(20_000, createRng(3));
    // Densities from their radii; gamma functions at 3/2, 4/2, 5/2 and 6/2 written out.
    const log = (d: number, squared: number) => {
      const half = { 3: Math.sqrt(Math.PI) / 2, 4: 1, 5: (3 * Math.sqrt(Math.PI)) / 4, 6: 2 } as Record<number, number>;
      const constant = Math.log(half[3 + d]! / half[3]!) - (d / 2) * Math.log(3 * Math.PI);
      return constant - ((3 + d) / 2) * Math.log1p(squared / 3);
    };
    const ratios = Float64Array.from({ length: 20_000 }, (_, i) => {
      const [a, b] = [x.data[2 * i]! ** 2 + x.data[2 * i + 1]! ** 2, y.data[i]! ** 2];
      return log(3, a + b) - log(2, a) - log(1, b);
    });
    expectMean(ratios, mutualInformation);
  });

  it('uniform with noise: moments, and noise within its limits', () => {
    const { x, y } = additiveUniformPair({ noise: 0.1 }).sample(20_000, createRng(4));
    expectMean(x.data, 0.5);
    expectMean(
      x.data.map((v) => (v - 0.5) ** 2),
      1 / 12,
    );
    const noise = y.data.map((v, i) => v - x.data[i]!);
    expect(noise.every((v) => Math.abs(v) <= 0.1 + 1e-15)).toBe(true);
    expectMean(
      noise.map((v) => v * v),
      0.01 / 3,
    );
  });
});

describe('maps', () => {
  const line = Float64Array.from(fixture.line);

  it('agree with scipy', () => {
    expectClose(halfCube(line), fixture.halfCube);
    expectClose(inverseSinh(line), fixture.inverseSinh);
    expectClose(normalCdf(line), fixture.normalCdf);
    expectClose(wiggly.x(line), fixture.wigglyX);
    expectClose(wiggly.y(line), fixture.wigglyY);
    expectClose(swissRoll(Float64Array.of(fixture.swissRoll.u)), fixture.swissRoll.out);
    expectClose(spiral(fixture.spiral)(Float64Array.from(fixture.row)), fixture.spiral.out);
    expectClose(toMixture({ weight: 0.3, means: [0, 5] })(line), fixture.mixture);
  });

  it('of one variable are strictly increasing: they lose nothing', () => {
    const grid = Float64Array.from({ length: 1001 }, (_, i) => -5 + i / 100);
    for (const map of [
      halfCube,
      inverseSinh,
      normalCdf,
      wiggly.x,
      wiggly.y,
      toMixture({ weight: 0.5, means: [-1, 3] }),
    ]) {
      const out = map(grid);
      expect(out.every((v, i) => i === 0 || v > out[i - 1]!)).toBe(true);
    }
  });
});

describe('refuses', () => {
  it('covariances, dimensions and noise out of range', () => {
    expect(() => gaussianPair({ covariance: [[1]], dx: 1 })).toThrow('expected dx below 1');
    expect(() =>
      gaussianPair({
        covariance: [
          [1, 2],
          [2, 1],
        ],
        dx: 1,
      }),
    ).toThrow('positive definite');
    expect(() => gaussianPair({ covariance: [[1, 0]], dx: 1 })).toThrow('expected dx below 1');
    expect(() => studentPair({ dx: 0, dy: 1, df: 1 })).toThrow('dx');
    expect(() => studentPair({ dx: 1, dy: 1.5, df: 1 })).toThrow('dy');
    expect(() => studentPair({ dx: 1, dy: 1, df: 0 })).toThrow('df');
    expect(() => additiveUniformPair({ noise: 0 })).toThrow('noise');
    for (const pair of [studentPair({ dx: 1, dy: 1, df: 1 }), additiveUniformPair({ noise: 1 }), tasks[0]!]) {
      expect(() => pair.sample(0, createRng(0))).toThrow('positive integer, got 0');
    }
  });

  it('rows that a map does not take', () => {
    expect(() => spiral({ first: 1, speed: 1 })(Float64Array.of(1, 2))).toThrow('at least 3 coordinates, got 2');
    expect(() => mappedPair(tasks[15]!, { x: swissRoll, y: halfCube })).toThrow('expected one coordinate, got 2');
  });
});
