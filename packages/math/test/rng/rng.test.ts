import { createRng, type Rng } from '@latents/math';
import { describe, expect, test } from 'vitest';
import { fixture } from '../fixture.js';

const N = 40_000;
const quantiles = fixture<Record<string, number[]>>('quantiles');

/** sqrt(n) times the largest distance of the empirical distribution function from p, at scipy's quantiles. */
function kolmogorovSmirnov(draws: ArrayLike<number>, name: string): number {
  const sorted = Float64Array.from(draws).sort();
  let at = 0;
  let largest = 0;
  for (const [i, q] of quantiles[name]!.entries()) {
    while (at < sorted.length && sorted[at]! <= q) at++;
    largest = Math.max(largest, Math.abs(at / sorted.length - quantiles['p']![i]!));
  }
  return largest * Math.sqrt(sorted.length);
}
// A true null exceeds 2.23 once in 10,000 times.
const LIMIT = 2.23;

function moments(draws: ArrayLike<number>) {
  const n = draws.length;
  let [mean, square] = [0, 0];
  for (let i = 0; i < n; i++) mean += draws[i]! / n;
  for (let i = 0; i < n; i++) square += (draws[i]! - mean) ** 2 / (n - 1);
  return { mean, variance: square };
}

const draws = (one: (rng: Rng) => number, seed: number) => {
  const rng = createRng(seed);
  return Float64Array.from({ length: N }, () => one(rng));
};

/** name, draws, distribution, mean, variance, fourth central moment */
const CASES: [string, ArrayLike<number>, string, number, number, number][] = [
  ['uniform', draws((r) => r.uniform(), 1), 'uniform', 1 / 2, 1 / 12, 1 / 80],
  ['fillUniform Float32', createRng(2).fillUniform(new Float32Array(N)), 'uniform', 1 / 2, 1 / 12, 1 / 80],
  ['fillUniform Float64', createRng(3).fillUniform(new Float64Array(N)), 'uniform', 1 / 2, 1 / 12, 1 / 80],
  ['normal', draws((r) => r.normal(), 4), 'normal', 0, 1, 3],
  ['fillNormal Float32', createRng(5).fillNormal(new Float32Array(N)), 'normal', 0, 1, 3],
  ['fillNormal Float64', createRng(6).fillNormal(new Float64Array(N)), 'normal', 0, 1, 3],
  ['exponential', draws((r) => r.exponential(), 7), 'exponential', 1, 1, 9],
  ...(['gumbel', 'fillGumbel Float32', 'fillGumbel Float64'] as const).map(
    (name, i): [string, ArrayLike<number>, string, number, number, number] => [
      name,
      i === 0
        ? draws((r) => r.gumbel(), 8)
        : createRng(8 + i).fillGumbel(i === 1 ? new Float32Array(N) : new Float64Array(N)),
      'gumbel',
      0.5772156649015329,
      Math.PI ** 2 / 6,
      // Kurtosis 5.4.
      5.4 * (Math.PI ** 2 / 6) ** 2,
    ],
  ),
];

describe.each(CASES)('%s', (_, values, name, mean, variance, fourth) => {
  test('distribution: Kolmogorov-Smirnov at the quantiles of scipy', () => {
    expect(kolmogorovSmirnov(values, name)).toBeLessThan(LIMIT);
  });

  test('mean and variance within 4 standard errors', () => {
    const got = moments(values);
    expect(Math.abs(got.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / N));
    expect(Math.abs(got.variance - variance)).toBeLessThan(4 * Math.sqrt((fourth - variance ** 2) / N));
  });

  test('neighbours are uncorrelated', () => {
    let sum = 0;
    for (let i = 1; i < N; i++) sum += (values[i]! - mean) * (values[i - 1]! - mean);
    expect(Math.abs(sum / N / variance)).toBeLessThan(4 / Math.sqrt(N));
  });
});

test('the Kolmogorov-Smirnov test fails a wrong distribution', () => {
  const wrong = createRng(6)
    .fillNormal(new Float64Array(N))
    .map((x) => 1.05 * x);
  expect(kolmogorovSmirnov(wrong, 'normal')).toBeGreaterThan(LIMIT);
});

describe.each([0.01, 0.1, 0.5, 1, 3, 100, 10_000])('gamma of shape %d', (shape) => {
  const logs = draws((r) => r.logGamma(shape), 20);

  test('distribution, in log space', () => {
    expect(kolmogorovSmirnov(logs, `logGamma ${shape}`)).toBeLessThan(LIMIT);
  });

  test('mean and variance within 4 standard errors; gamma is the exponential of logGamma', () => {
    const values = draws((r) => r.gamma(shape), 20);
    expect(values[17]).toBe(Math.exp(logs[17]!));
    const { mean, variance } = moments(values);
    expect(Math.abs(mean - shape)).toBeLessThan(4 * Math.sqrt(shape / N));
    // The fourth central moment of Gamma(a, 1) is 3 a^2 + 6 a.
    expect(Math.abs(variance - shape)).toBeLessThan(4 * Math.sqrt((2 * shape ** 2 + 6 * shape) / N));
  });
});

test('underflow: logGamma of shape 0.001 stays finite where gamma is 0', () => {
  const logs = draws((r) => r.logGamma(0.001), 21);
  expect(logs.every(Number.isFinite)).toBe(true);
  // P(log X < -745.2) = Gamma(1.001)^-1 exp(-0.7452), up to a factor 1 + O(e^-745).
  const below = logs.filter((x) => x < -745.2).length / N;
  const p = Math.exp(-0.7452) / 0.99942377;
  expect(Math.abs(below - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / N));
});

test.each([0, -1, Number.NaN, Infinity])('gamma of shape %s is refused', (shape) => {
  expect(() => createRng(0).gamma(shape)).toThrow(/expected a positive finite shape/);
  expect(() => createRng(0).logGamma(shape)).toThrow(/expected a positive finite shape/);
});

describe('integer', () => {
  test.each([2, 3, 7, 10])('of %i: chi-square of the counts', (bound) => {
    const counts = new Float64Array(bound);
    const rng = createRng(bound);
    for (let i = 0; i < N; i++) counts[rng.integer(bound)]!++;
    const expected = N / bound;
    const chi2 = counts.reduce((sum, c) => sum + (c - expected) ** 2 / expected, 0);
    const df = bound - 1;
    expect(chi2).toBeLessThan(df + 5 * Math.sqrt(2 * df) + 8);
  });

  test('bias: at bound 3 * 2^30 a remainder of a 32-bit word would fall in the lowest third half of the time', () => {
    const rng = createRng(40);
    let low = 0;
    for (let i = 0; i < N; i++) if (rng.integer(3 * 2 ** 30) < 2 ** 30) low++;
    expect(Math.abs(low / N - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / N));
  });

  test('bounds 1 and 2^32', () => {
    expect(createRng(0).integer(1)).toBe(0);
    const rng = createRng(1);
    expect(Array.from({ length: 50 }, () => rng.integer(2 ** 32)).some((x) => x > 2 ** 31)).toBe(true);
  });

  test.each([0, -1, 1.5, 2 ** 32 + 1, Number.NaN])('of %s is refused', (bound) => {
    expect(() => createRng(0).integer(bound)).toThrow(/expected an integer from 1 to 2\^32/);
  });
});

describe('permutation', () => {
  test('all 24 of four are equally frequent', () => {
    const rng = createRng(31);
    const counts = new Map<string, number>();
    const n = 24_000;
    for (let i = 0; i < n; i++) {
      const key = rng.permutation(4).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chi2 = [...counts.values()].reduce((sum, c) => sum + (c - 1000) ** 2 / 1000, 0);
    // 23 degrees of freedom: 53.2 is exceeded three times in 10,000.
    expect(chi2).toBeLessThan(53.2);
  });

  test('holds every index once; of none is empty', () => {
    expect([...createRng(1).permutation(1000)].sort((a, b) => a - b)).toEqual([...Array(1000).keys()]);
    expect(createRng(1).permutation(0)).toHaveLength(0);
  });

  test.each([-1, 2.5, Number.NaN, 2 ** 32])('of %s is refused', (length) => {
    expect(() => createRng(0).permutation(length)).toThrow(/rng.permutation\(length\): expected an integer from 0/);
  });
});

describe('fills', () => {
  test.each(['fillUniform', 'fillNormal', 'fillGumbel'] as const)(
    '%s: a seed gives the same numbers, in part too',
    (fill) => {
      for (const make of [(n: number) => new Float32Array(n), (n: number) => new Float64Array(n)]) {
        const whole = createRng(9)[fill](make(101));
        expect(createRng(9)[fill](make(101))).toEqual(whole);
        expect(createRng(10)[fill](make(101))).not.toEqual(whole);
        for (const n of [0, 1, 2, 3, 4, 5, 7]) {
          expect(createRng(9)[fill](make(n))).toEqual(whole.slice(0, n));
        }
        const out = make(3);
        expect(createRng(9)[fill](out)).toBe(out);
      }
    },
  );

  test('uniforms lie in [0, 1), normals and Gumbels are finite', () => {
    const uniform = createRng(1).fillUniform(new Float32Array(N));
    expect(uniform.every((u) => u >= 0 && u < 1)).toBe(true);
    for (const make of [() => new Float32Array(N), () => new Float64Array(N)]) {
      expect(createRng(1).fillNormal(make()).every(Number.isFinite)).toBe(true);
      expect(createRng(1).fillGumbel(make()).every(Number.isFinite)).toBe(true);
    }
  });

  test('a fill starts at a fresh block, whatever part of one was used', () => {
    const used = createRng(2);
    used.integer(5);
    const fresh = createRng({ ...createRng(2).state(), block: 1 });
    expect(used.fillUniform(new Float32Array(4))).toEqual(fresh.fillUniform(new Float32Array(4)));
  });
});
