import { CategoricalEmission, GaussianEmission, gaussians, HiddenMarkovModel, logSemiring } from '@latents/em';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { matrix } from '../fixture.js';

const symbols = (values: readonly number[]) => ndArray([values.length], Int32Array.from(values));
const repeated = <T>(times: number, value: T) => Array.from({ length: times }, () => value);

/** Two states that never change, so that what the first half of the data says of the state, the second half may take back. */
const settled = (emission: CategoricalEmission | GaussianEmission) =>
  new HiddenMarkovModel({
    start: [0.5, 0.5],
    transitions: matrix([
      [1, 0],
      [0, 1],
    ]),
    emission,
  });
const coins = settled(
  new CategoricalEmission(
    matrix([
      [0.9, 0.1],
      [0.1, 0.9],
    ]),
  ),
);

describe('underflow by steps: a state loses its share little by little, then gets it back', () => {
  it.each([350, 360, 400, 2000])('categorical, %d symbols against it and 10 more for it: the binomial', (n) => {
    const x = symbols([...repeated(n, 0), ...repeated(n + 10, 1)]);
    const { logMarginal, statistics, entropy } = coins.expect([x]);
    const [one, two] = [n * Math.log(0.9) + (n + 10) * Math.log(0.1), n * Math.log(0.1) + (n + 10) * Math.log(0.9)];
    const logZ = Math.log(0.5) + two + Math.log1p(Math.exp(one - two));
    expect(Math.abs(logMarginal / logZ - 1)).toBeLessThan(1e-12);
    const p = 1 / (1 + Math.exp(one - two));
    // Start, then transitions, then emissions: everything happens in one state or the other.
    const all = [1 - p, p, (1 - p) * (2 * n + 9), 0, 0, p * (2 * n + 9)];
    [...all, (1 - p) * n, (1 - p) * (n + 10), p * n, p * (n + 10)].forEach((count, i) => {
      expect(Math.abs(statistics[i]! - count)).toBeLessThan(1e-10 * Math.max(1, count));
    });
    expect(entropy).toBeCloseTo(-p * Math.log(p) - (1 - p) * Math.log1p(-p), 6);
  });
  it('Gaussian: 16 points at one mean, 18 at the other', () => {
    const model = settled(
      new GaussianEmission(
        gaussians({
          means: matrix([[0], [10]]),
          covariances: ndArray([2], Float64Array.of(1, 1)),
          covariance: 'spherical',
        }),
      ),
    );
    const x = matrix([...repeated(16, [0]), ...repeated(18, [10])]);
    const constant = -17 * Math.log(2 * Math.PI) + Math.log(0.5);
    expect(model.expect([x]).logMarginal).toBeCloseTo(constant - 16 * 50, 9);
    expect(model.maximize(model.expect([x]).statistics).start[1]).toBeCloseTo(1, 12);
  });
  it('weights and other sequences beside it', () => {
    const x = symbols([...repeated(400, 0), ...repeated(410, 1)]);
    const y = symbols([0, 1, 1]);
    const alone = [coins.expect([x]), coins.expect([y])] as const;
    const mixed = coins.expect([y, { observations: x, weight: 3 }, y, x]);
    expect(mixed.logMarginal).toBeCloseTo(4 * alone[0].logMarginal + 2 * alone[1].logMarginal, 8);
    mixed.statistics.forEach((value, i) => {
      expect(value).toBeCloseTo(4 * alone[0].statistics[i]! + 2 * alone[1].statistics[i]!, 8);
    });
  });
});

describe('against log space to 1e-10', () => {
  it.each([1, 2, 3, 4, 5, 8, 9, 16])('%d states: log p, posteriors and transitions', (m) => {
    const rng = createRng(m);
    const rows = (n: number, width: number, zeros: number) =>
      Array.from({ length: n }, (_, i) => {
        const row = Array.from({ length: width }, (_, j) =>
          j !== i % width && rng.uniform() < zeros ? 0 : rng.exponential(),
        );
        const total = row.reduce((a, b) => a + b);
        return row.map((value) => value / total);
      });
    const moves = rows(m, m + 1, 0.3);
    for (const stop of [true, false]) {
      const kept = moves.map((row) => row.slice(0, m));
      const model = new HiddenMarkovModel({
        start: rows(1, m, 0)[0]!,
        transitions: matrix(stop ? kept : kept.map((row) => row.map((p) => p / row.reduce((a, b) => a + b)))),
        ...(stop ? { stop: moves.map((row) => row[m]!) } : {}),
        emission: new CategoricalEmission(matrix(rows(m, 6, 0))),
      });
      for (const steps of [1, 2, 63, 64, 65, 66, 200]) {
        const x = symbols(Array.from({ length: steps }, () => rng.integer(6)));
        const logZ = model.valueOf(x, logSemiring);
        if (logZ === -Infinity) continue;
        const { logMarginal, statistics } = model.expect([x]);
        expect(Math.abs(logMarginal / logZ - 1)).toBeLessThan(1e-12);
        const gamma = model.posterior(x).data;
        const width = m + (stop ? 1 : 0);
        const emitted = new Float64Array(m * 6);
        const left = new Float64Array(m);
        for (let t = 0; t < steps; t++) {
          for (let z = 0; z < m; z++) {
            emitted[z * 6 + x.data[t]!]! += gamma[t * m + z]!;
            if (t + 1 < steps || stop) left[z]! += gamma[t * m + z]!;
          }
        }
        for (let z = 0; z < m; z++) {
          expect(Math.abs(statistics[z]! - gamma[z]!)).toBeLessThan(1e-10);
          const row = statistics.subarray(m + z * width, m + (z + 1) * width);
          expect(Math.abs(row.reduce((a, b) => a + b) - left[z]!)).toBeLessThan(1e-10 * Math.max(1, left[z]!));
        }
        emitted.forEach((count, i) => {
          expect(Math.abs(statistics[m + m * width + i]! - count)).toBeLessThan(1e-10);
        });
      }
    }
  });
});

describe('zero-probability symbol', () => {
  const blind = settled(
    new CategoricalEmission(
      matrix([
        [1, 0],
        [1, 0],
      ]),
    ),
  );
  const x = symbols([0, 1]);
  it('has log p of -Infinity and no paths', () => {
    expect(blind.logProb(x)).toBe(-Infinity);
    expect(blind.nBest(x, 3)).toEqual([]);
  });
  it.each([
    ['expect', () => blind.expect([symbols([0]), x]), 'emit sequence 1, got probability 0'],
    ['posterior', () => blind.posterior(x), 'emit the sequence, got probability 0'],
    ['decode', () => blind.decode(x), 'emit the sequence, got probability 0'],
    ['viterbi', () => blind.viterbi(x), 'emit the sequence, got probability 0'],
    ['samplePosterior', () => blind.samplePosterior(x, createRng(0)), 'emit the sequence, got probability 0'],
  ])('%s says so', (_, run, message) => {
    expect(run).toThrow(message);
  });
});

describe('bad input', () => {
  it.each([
    ['an empty sequence', () => coins.logProb(symbols([])), 'T >= 1'],
    ['a path with a gap', () => coins.logJoint(symbols([0, 0]), [0, -1]), '-1 at step 1'],
    ['a sample of no steps', () => coins.sample(0, createRng(0)), 'positive integer, got 0'],
    ['a sample of NaN steps', () => coins.sample(Number.NaN, createRng(0)), 'positive integer, got NaN'],
    ['a weight of NaN', () => coins.expect([{ observations: symbols([0]), weight: Number.NaN }]), 'got NaN'],
    ['no weight in all', () => coins.expect([{ observations: symbols([0]), weight: 0 }]), 'positive weight'],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(message);
  });
});
