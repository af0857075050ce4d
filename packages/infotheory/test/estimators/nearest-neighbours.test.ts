import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { discreteEntropy } from '../../src/estimators/discrete-entropy.js';
import { KdTree } from '../../src/estimators/neighbours/kd-tree.js';
import {
  ksgMutualInformation,
  nearestNeighbourEntropy,
  nearestNeighbourKl,
} from '../../src/estimators/neighbours/nearest-neighbours.js';

describe('discreteEntropy', () => {
  const counts = [4, 2, 3, 0, 2, 4, 2, 1, 1, 1, 1];

  it('the plug-in and Miller-Madow estimates by hand', () => {
    const n = 21;
    const plugIn = -[4, 2, 3, 2, 4, 2, 1, 1, 1, 1].reduce((s, c) => s + (c / n) * Math.log(c / n), 0);
    expect(discreteEntropy(counts, 'plug-in')).toBeCloseTo(plugIn, 12);
    expect(discreteEntropy(counts, 'miller-madow')).toBeCloseTo(plugIn + 9 / 42, 12);
  });

  it('the jackknife by leaving each draw out', () => {
    const draws = counts.flatMap((count, symbol) => Array<number>(count).fill(symbol));
    const of = (sample: number[]) => {
      const tally = new Map<number, number>();
      for (const s of sample) tally.set(s, (tally.get(s) ?? 0) + 1);
      return -[...tally.values()].reduce((s, c) => s + (c / sample.length) * Math.log(c / sample.length), 0);
    };
    const n = draws.length;
    const without = draws.map((_, i) => of(draws.filter((__, j) => j !== i)));
    const expected = n * of(draws) - ((n - 1) / n) * without.reduce((a, b) => a + b, 0);
    expect(discreteEntropy(counts, 'jackknife')).toBeCloseTo(expected, 10);
  });

  it('Chao-Shen has the least bias when most symbols are unseen', () => {
    const rng = createRng(3);
    const [symbols, n, repeats] = [200, 150, 60];
    const bias = { 'plug-in': 0, 'miller-madow': 0, 'chao-shen': 0 };
    for (let r = 0; r < repeats; r++) {
      const tally = new Array<number>(symbols).fill(0);
      for (let i = 0; i < n; i++) tally[rng.integer(symbols)]!++;
      for (const name of Object.keys(bias) as (keyof typeof bias)[]) {
        bias[name] += (discreteEntropy(tally, name) - Math.log(symbols)) / repeats;
      }
    }
    expect(Math.abs(bias['chao-shen'])).toBeLessThan(0.1);
    expect(bias['plug-in']).toBeLessThan(-0.3);
    expect(Math.abs(bias['miller-madow'])).toBeLessThan(Math.abs(bias['plug-in']));
  });

  it('says what is wrong with counts', () => {
    expect(() => discreteEntropy([0, 0], 'plug-in')).toThrow(/total of at least 1/);
    expect(() => discreteEntropy([1], 'jackknife')).toThrow(/total of at least 2/);
    expect(() => discreteEntropy([1.5], 'plug-in')).toThrow(/integers/);
    // Only singletons: the coverage would be 0.
    expect(discreteEntropy([1, 1, 1], 'chao-shen')).toBeGreaterThan(Math.log(3));
  });
});

describe('KdTree', () => {
  it.each(['euclidean', 'maximum'] as const)('finds what brute force finds, ties included (%s)', (norm) => {
    const rng = createRng(5);
    const [n, d] = [400, 3];
    // A grid of few values: many equal coordinates.
    const data = Float64Array.from({ length: n * d }, () => rng.integer(7) + (rng.uniform() < 0.5 ? rng.uniform() : 0));
    const tree = new KdTree(data, d, norm);
    const distance = (i: number, j: number) => {
      const gaps = [0, 1, 2].map((c) => Math.abs(data[i * d + c]! - data[j * d + c]!));
      return norm === 'maximum' ? Math.max(...gaps) : Math.sqrt(gaps.reduce((s, g) => s + g * g, 0));
    };
    for (let i = 0; i < n; i += 7) {
      const all = Array.from({ length: n }, (_, j) => distance(i, j));
      const others = all.filter((_, j) => j !== i).sort((a, b) => a - b);
      const point = data.subarray(i * d, (i + 1) * d);
      expect(tree.distanceToNeighbour(point, 4, i)).toBeCloseTo(others[3]!, 12);
      const radius = others[20]! * 1.0001;
      expect(tree.countWithin(point, radius)).toBe(all.filter((v) => v < radius).length);
    }
  });
});

/** Correlated normal pairs, whose entropy, KL and mutual information are known. */
function pairs(n: number, rho: number, seed: number) {
  const noise = createRng(seed).fillNormal(new Float64Array(2 * n));
  const x = Float64Array.from({ length: n }, (_, i) => noise[2 * i]!);
  const y = Float64Array.from(
    { length: n },
    (_, i) => rho * noise[2 * i]! + Math.sqrt(1 - rho * rho) * noise[2 * i + 1]!,
  );
  return { x: ndArray([n, 1], x), y: ndArray([n, 1], y) };
}

describe('nearest-neighbour estimators', () => {
  it('the entropy of a normal in three dimensions', () => {
    const n = 4000;
    const points = ndArray([n, 3], createRng(1).fillNormal(new Float64Array(3 * n)));
    // The standard error is that of the mean log-density, sqrt(d / 2n), with the spread of the distances about doubled.
    const error = 2 * Math.sqrt(3 / (2 * n));
    expect(Math.abs(nearestNeighbourEntropy(points) - 1.5 * Math.log(2 * Math.PI * Math.E))).toBeLessThan(4 * error);
  });

  it('the KL divergence of two normals', () => {
    const n = 5000;
    const x = ndArray([n, 2], createRng(1).fillNormal(new Float64Array(2 * n)));
    const y = ndArray(
      [n, 2],
      createRng(2)
        .fillNormal(new Float64Array(2 * n))
        .map((v) => 1.5 * v + 0.5),
    );
    const exact = 2 * (Math.log(1.5) + (1 + 0.25) / (2 * 2.25) - 0.5);
    expect(Math.abs(nearestNeighbourKl(x, y, { k: 5 }) - exact)).toBeLessThan(0.1);
  });

  it.each([0, 0.75])('the mutual information of normals with correlation %f', (rho) => {
    const { x, y } = pairs(4000, rho, 9);
    const exact = -0.5 * Math.log(1 - rho * rho);
    expect(Math.abs(ksgMutualInformation(x, y) - exact)).toBeLessThan(4 * (1 / Math.sqrt(4000)));
    // Doubling a column adds no information, and goes through the tree.
    const twice = ndArray(
      [4000, 2],
      Float64Array.from({ length: 8000 }, (_, i) => x.data[i >> 1]!),
    );
    expect(Math.abs(ksgMutualInformation(twice, y) - exact)).toBeLessThan(4 * (1 / Math.sqrt(4000)));
  });

  it('says what is wrong with points', () => {
    const { x, y } = pairs(10, 0, 1);
    expect(() => nearestNeighbourEntropy(x, { k: 10 })).toThrow(/k: expected an integer from 1 to 9/);
    expect(() => nearestNeighbourEntropy(ndArray([3], new Float64Array(3)))).toThrow(/\[n, d\]/);
    expect(() => nearestNeighbourEntropy(ndArray([5, 1], new Float64Array(5)))).toThrow(/4 copies of row 0/);
    expect(() => nearestNeighbourEntropy(ndArray([5, 1], Float64Array.of(0, 1, Number.NaN, 2, 3)))).toThrow(
      /NaN in points at index 2/,
    );
    expect(() => ksgMutualInformation(x, pairs(9, 0, 1).y)).toThrow(/as many x as y, got 10 and 9/);
    expect(() => nearestNeighbourKl(x, ndArray([5, 2], new Float64Array(10)))).toThrow(/shape \[at least 3, 1\]/);
    expect(y.shape).toEqual([10, 1]);
  });
});

describe('units', () => {
  const rng = createRng(6);
  const x = Float64Array.from({ length: 400 }, () => rng.normal());
  const y = Float64Array.from({ length: 400 }, () => 1 + rng.normal());
  const times = (data: Float64Array, scale: number) =>
    ndArray(
      [200, 2],
      data.map((v) => v * scale),
    );

  it.each([1e-300, 1e-160, 1e-100, 1e100, 1e160, 1e300])(
    'times %s the entropy rises by 2 log of it, and KL stays',
    (scale) => {
      const entropy = nearestNeighbourEntropy(times(x, 1)) + 2 * Math.log(scale);
      expect(nearestNeighbourEntropy(times(x, scale))).toBeCloseTo(entropy, 9);
      const kl = nearestNeighbourKl(times(x, 1), times(y, 1));
      expect(nearestNeighbourKl(times(x, scale), times(y, scale))).toBeCloseTo(kl, 9);
    },
  );
});
