import {
  CategoricalEmission,
  type CovarianceType,
  countSemiring,
  type Emission,
  entropySemiring,
  GaussianEmission,
  gaussians,
  HiddenMarkovModel,
  labelsOf,
  logSemiring,
  maximizeLikelihood,
  maxSemiring,
  PoissonEmission,
} from '@latents/em';
import { createRng, ndArray } from '@latents/math';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture, matrix } from '../fixture.js';

type Trace = { em_steps: number; total_loglik: number }[];
const categorical = fixture<{
  init: { start: number[]; trans: number[][]; emit: number[][] };
  sequences: number[][];
  trace: Trace;
  viterbi_seq0_at_init: { logprob: number; path: number[] };
  posterior_seq0_at_init_first5: number[][];
}>('hmm_categorical');
const symbols = (values: readonly number[]) => ndArray([values.length], Int32Array.from(values));
const golden = () =>
  new HiddenMarkovModel({
    start: categorical.init.start,
    transitions: matrix(categorical.init.trans),
    emission: new CategoricalEmission(matrix(categorical.init.emit)),
  });

function traceOf<E extends Emission>(
  model: HiddenMarkovModel<E>,
  data: Parameters<HiddenMarkovModel<E>['expect']>[0],
  maxIterations: number,
): number[] {
  const { trace, objective } = maximizeLikelihood(model, data, { maxIterations, tolerance: 0 });
  return [...trace.map(({ logMarginal }) => logMarginal), objective];
}

it('categorical: the trace of hmmlearn to 1e-8, its Viterbi path and posteriors', () => {
  const trace = traceOf(golden(), categorical.sequences.map(symbols), 50);
  for (const { em_steps, total_loglik } of categorical.trace)
    expect(Math.abs(trace[em_steps]! - total_loglik)).toBeLessThan(1e-8 * 800);
  const { path, logProb } = golden().viterbi(symbols(categorical.sequences[0]!));
  // Orders of equal moves on equal symbols tie: the reference's path is another of the best.
  const best = golden().logJoint(symbols(categorical.sequences[0]!), categorical.viterbi_seq0_at_init.path);
  expect(golden().logJoint(symbols(categorical.sequences[0]!), path)).toBeCloseTo(best, 10);
  expect(logProb).toBeCloseTo(categorical.viterbi_seq0_at_init.logprob, 9);
  const posterior = golden().posterior(symbols(categorical.sequences[0]!)).data;
  categorical.posterior_seq0_at_init_first5.flat().forEach((p, i) => {
    expect(posterior[i]).toBeCloseTo(p, 10);
  });
});

it('Gaussian: the maximum-likelihood trace of hmmlearn to 1e-8', () => {
  const g = fixture<{
    init: { start: number[]; trans: number[][]; means: number[][]; vars: number[][] };
    sequences: number[][][];
    results: Record<string, { trace: Trace }>;
  }>('hmm_gaussian');
  const model = new HiddenMarkovModel({
    start: g.init.start,
    transitions: matrix(g.init.trans),
    emission: new GaussianEmission(
      gaussians({ means: matrix(g.init.means), covariances: matrix(g.init.vars), covariance: 'diagonal' }),
    ),
  });
  const expected = g.results['ML (covars_prior=0,min_covar=0)']!.trace;
  const trace = traceOf(model, g.sequences.map(matrix), Math.max(...expected.map((e) => e.em_steps)));
  for (const { em_steps, total_loglik } of expected)
    expect(Math.abs(trace[em_steps]! / total_loglik - 1)).toBeLessThan(1e-8);
});

it("Eisner's ice cream, with stop: log p by iteration", () => {
  const days = symbols(Array.from('233232322313311121113121112332322', (c) => Number(c) - 1));
  const model = new HiddenMarkovModel({
    start: [0.5, 0.5],
    transitions: matrix([
      [0.8, 0.1],
      [0.1, 0.8],
    ]),
    stop: [0.1, 0.1],
    emission: new CategoricalEmission(
      matrix([
        [0.7, 0.2, 0.1],
        [0.1, 0.2, 0.7],
      ]),
    ),
  });
  const trace = traceOf(model, [days], 10);
  [
    [0, -41.537818],
    [1, -36.742293],
    [2, -35.957688],
    [3, -35.651107],
    [10, -35.334272],
  ].forEach(([i, value]) => {
    expect(trace[i!]).toBeCloseTo(value!, 5);
  });
});

const random = (
  seed: number,
  m: number,
  emission: (rows: (n: number, w: number) => number[][]) => Emission,
  stop: boolean,
) => {
  const rng = createRng(seed);
  const rows = (n: number, w: number) =>
    Array.from({ length: n }, () => {
      const r = Array.from({ length: w }, () => (rng.uniform() < 0.15 ? 0 : rng.exponential()));
      r[0]! += 0.01;
      const total = r.reduce((a, b) => a + b);
      return r.map((v) => v / total);
    });
  const moves = rows(m, m + 1).map((r) =>
    stop ? r : r.slice(0, m).map((v) => v / r.slice(0, m).reduce((a, b) => a + b)),
  );
  return new HiddenMarkovModel({
    start: rows(1, m)[0]!,
    transitions: matrix(moves.map((r) => r.slice(0, m))),
    ...(stop ? { stop: moves.map((r) => r[m]!) } : {}),
    emission: emission(rows),
  });
};

/** Every path and its log p(x, z), multiplied out. */
function enumerate(model: HiddenMarkovModel, logB: Float64Array, steps: number) {
  const m = model.states;
  return Array.from({ length: m ** steps }, (_, code) => {
    const path = Array.from({ length: steps }, (_, t) => Math.floor(code / m ** t) % m);
    let p = Math.log(model.start[path[0]!]!) + (model.stop ? Math.log(model.stop[path[steps - 1]!]!) : 0);
    path.forEach((z, t) => {
      p += logB[t * m + z]! + (t ? Math.log(model.transitions.data[path[t - 1]! * m + z]!) : 0);
    });
    return { path, p };
  });
}

function gaussian(covariance: CovarianceType, shape: number[], values: number[]) {
  const means = matrix([
    [0, 0],
    [1, 0],
    [0, 2],
  ]);
  return {
    make: () =>
      new GaussianEmission(
        gaussians({ means, covariances: ndArray(shape, Float64Array.from(values)), covariance, covarianceFloor: 1e-3 }),
      ),
    data: () =>
      matrix([
        [0, 1],
        [2, 1],
        [0, 0],
        [1, 3],
      ]),
  };
}

const emissions = {
  categorical: {
    make: (rows: (n: number, w: number) => number[][]) => new CategoricalEmission(matrix(rows(3, 3))),
    data: () => symbols([0, 2, 1, 0]),
  },
  'gaussian, full': gaussian('full', [3, 2, 2], [1, 0.3, 0.3, 0.8, 2, 0, 0, 1, 0.5, -0.2, -0.2, 1]),
  'gaussian, tied': gaussian('tied', [2, 2], [1, 0.3, 0.3, 0.8]),
  'gaussian, diagonal': gaussian('diagonal', [3, 2], [1, 0.5, 2, 0.7, 1.2, 1]),
  'gaussian, spherical': gaussian('spherical', [3], [1, 0.5, 2]),
  'gaussian, tied-diagonal': gaussian('tied-diagonal', [2], [1, 0.5]),
  'gaussian, tied-spherical': gaussian('tied-spherical', [], [0.8]),
  'gaussian mixture': {
    make: (rows: (n: number, w: number) => number[][]) =>
      new GaussianEmission(
        gaussians({
          means: matrix([[0], [1], [2], [3], [-1], [5]]),
          covariances: ndArray([6], new Float64Array(6).fill(0.7)),
          covariance: 'spherical',
          covarianceFloor: 1e-3,
        }),
        matrix(rows(3, 2)),
      ),
    data: () => matrix([[0], [2], [1], [4]]),
  },
  poisson: {
    make: () =>
      new PoissonEmission(
        matrix([
          [1, 2],
          [3, 0.5],
          [9, 1],
        ]),
      ),
    data: () =>
      matrix([
        [1, 0],
        [8, 2],
        [0, 3],
        [4, 1],
      ]),
  },
};

describe.each(Object.entries(emissions))('%s against the enumeration of all paths', (_, { make, data }) => {
  it('log p, count, entropy, Viterbi, N-best, posterior, expected counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.boolean(), (seed, stop) => {
        const model = random(seed, 3, make, stop);
        const x = data();
        const logB = new Float64Array(12);
        model.emission.logProbs(x, logB);
        const all = enumerate(model, logB, 4)
          .filter(({ p }) => p > -Infinity)
          .sort((a, b) => b.p - a.p);
        if (all.length === 0) {
          expect(model.logProb(x)).toBe(-Infinity);
          expect(() => model.expect([x])).toThrow('probability 0');
          return;
        }
        const max = all[0]!.p;
        const logZ = max + Math.log(all.reduce((sum, { p }) => sum + Math.exp(p - max), 0));
        expect(model.valueOf(x, logSemiring)).toBeCloseTo(logZ, 10);
        expect(model.logProb(x)).toBeCloseTo(logZ, 10);
        expect(model.valueOf(x, countSemiring)).toBe(all.length);
        const entropy = all.reduce((sum, { p }) => sum - Math.exp(p - logZ) * (p - logZ), 0);
        expect(model.valueOf(x, entropySemiring).entropy).toBeCloseTo(entropy, 9);
        expect(model.viterbi(x).logProb).toBeCloseTo(max, 10);
        expect(labelsOf(model.valueOf(x, maxSemiring).derivation).slice(0, 4)).toHaveLength(4);
        model.nBest(x, 4).forEach(({ logProb, path }, i) => {
          expect(logProb).toBeCloseTo(all[i]!.p, 10);
          expect(model.logJoint(x, path)).toBeCloseTo(logProb, 10);
        });
        const e = model.expect([x]);
        expect(e.logMarginal).toBeCloseTo(logZ, 10);
        const pairs = new Float64Array(9);
        const first = new Float64Array(3);
        for (const { path, p } of all) {
          first[path[0]!]! += Math.exp(p - logZ);
          for (let t = 1; t < 4; t++) pairs[path[t - 1]! * 3 + path[t]!]! += Math.exp(p - logZ);
        }
        const width = stop ? 4 : 3;
        first.forEach((v, i) => {
          expect(e.statistics[i]).toBeCloseTo(v, 10);
        });
        pairs.forEach((v, i) => {
          expect(e.statistics[3 + Math.floor(i / 3) * width + (i % 3)]).toBeCloseTo(v, 10);
        });
        if (!('components' in model.emission && model.emission.components === 2))
          expect(e.entropy).toBeCloseTo(entropy, 8);
      }),
      { numRuns: 40 },
    );
  });
  it('gradient is the finite difference of log Z', () => {
    const model = random(3, 3, make, true);
    const point = model.toUnconstrained().map((p) => Math.max(p, -3));
    const inner = model.fromUnconstrained(point);
    const gradient = inner.gradient(inner.expect([data()]).statistics);
    for (let i = 0; i < point.length; i++) {
      const at = (h: number) => model.fromUnconstrained(point.map((p, j) => (i === j ? p + h : p))).logProb(data());
      expect(gradient[i]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6);
    }
  });
  it('training keeps zeros, rises, and stays finite', () => {
    const rng = createRng(4);
    const truth = random(5, 3, make, false);
    const sequences = [7, 1, 30].map((n) => truth.sample(n, rng).observations);
    const { model } = maximizeLikelihood(truth, sequences, { maxIterations: 5, tolerance: 0 });
    truth.transitions.data.forEach((p, i) => {
      if (p === 0) expect(model.transitions.data[i]).toBe(0);
      expect(Number.isFinite(model.transitions.data[i])).toBe(true);
    });
  });
});

it('samples from the posterior within 4 standard errors', () => {
  const model = golden();
  const x = symbols([4, 0, 2]);
  const p = model.posterior(x).data[0]!;
  const rng = createRng(11);
  let hits = 0;
  for (let i = 0; i < 4000; i++) hits += model.samplePosterior(x, rng)[0] === 0 ? 1 : 0;
  expect(Math.abs(hits / 4000 - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 4000));
});

it('known states: the labelled path counts exactly; weights repeat a sequence', () => {
  const x = symbols([4, 0, 2, 1]);
  const e = golden().expect([{ observations: x, states: [0, 1, 1, 2] }]);
  expect(e.logMarginal).toBeCloseTo(golden().logJoint(x, [0, 1, 1, 2]), 10);
  expect(Array.from(e.statistics.slice(0, 12)).map((v) => Math.round(v * 1e9) / 1e9)).toEqual([
    1, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0,
  ]);
  const twice = golden().expect([x, x, symbols([1])]).statistics;
  golden()
    .expect([symbols([1]), { observations: x, weight: 2 }])
    .statistics.forEach((v, i) => {
      expect(v).toBeCloseTo(twice[i]!, 10);
    });
});

it('underflow: a far outlier that only an unlikely state explains agrees with log space', () => {
  const model = new HiddenMarkovModel({
    start: [1, 0],
    transitions: matrix([
      [1, 0],
      [0.5, 0.5],
    ]),
    emission: new GaussianEmission(
      gaussians({
        means: matrix([[0], [1000]]),
        covariances: ndArray([2], Float64Array.of(1, 1)),
        covariance: 'spherical',
      }),
    ),
  });
  const x = matrix([[0], [1000], [1000]]);
  expect(model.expect([x]).logMarginal).toBeCloseTo(model.valueOf(x, logSemiring), 6);
  const long = Array.from({ length: 20000 }, (_, i) => i % 5);
  expect(golden().expect([symbols(long)]).logMarginal / golden().valueOf(symbols(long), logSemiring) - 1).toBeCloseTo(
    0,
    10,
  );
});

describe('bad input', () => {
  it.each([
    ['symbol out of range', () => golden().expect([symbols([0, 5])]), 'step 1'],
    ['statistics of another model', () => golden().maximize(new Float64Array(2)), 'got 2'],
    ['no sequences', () => golden().expect([]), 'at least one sequence'],
    [
      'unnormalised start',
      () =>
        new HiddenMarkovModel({
          start: [1, 1],
          transitions: matrix([
            [1, 0],
            [0, 1],
          ]),
          emission: new CategoricalEmission(matrix([[1], [1]])),
        }),
      'sum to 1',
    ],
    [
      'NaN observations',
      () =>
        new GaussianEmission(
          gaussians({ means: matrix([[0]]), covariances: ndArray([1, 1, 1], Float64Array.of(1)) }),
        ).check(ndArray([1, 1], Float64Array.of(Number.NaN)), 'x'),
      'got NaN in observations at index 0 (row 0)',
    ],
    ['a NaN symbol', () => golden().expect([ndArray([1], Float64Array.of(Number.NaN))]), 'got NaN at step 0'],
    [
      'NaN transitions',
      () =>
        new HiddenMarkovModel({
          start: [1],
          transitions: ndArray([1, 1], Float64Array.of(Number.NaN)),
          emission: new CategoricalEmission(matrix([[1]])),
        }),
      'transitions',
    ],
    [
      'NaN probability',
      () => new CategoricalEmission(ndArray([1, 2], Float64Array.of(Number.NaN, 1))),
      'probabilities',
    ],
    ['a negative count', () => new PoissonEmission(matrix([[1]])).check(matrix([[-1]]), 'x'), 'integers >= 0'],
    ['a negative rate', () => new PoissonEmission(matrix([[-1]])), '>= 0'],
    [
      'wrong number of states',
      () => golden().expect([{ observations: symbols([1]), states: [0, 1] }]),
      'expected 1 states',
    ],
    [
      'a state below -1',
      () => golden().expect([{ observations: symbols([1, 2]), states: [0, -2] }]),
      'states from -1 (unknown)',
    ],
    [
      'transitions of another size',
      () =>
        new HiddenMarkovModel({
          start: [1],
          transitions: matrix([
            [1, 0],
            [0, 1],
          ]),
          emission: new CategoricalEmission(matrix([[1]])),
        }),
      '[1, 1]',
    ],
    ['n of 0', () => golden().nBest(symbols([1]), 0), 'positive integer'],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(message);
  });
});
