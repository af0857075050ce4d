import { readFileSync } from 'node:fs';
import {
  type BottleneckOptions,
  informationBottleneck,
  jointOf,
  mutualInformation,
  toBits,
} from '@latents/infotheory/tables';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { codedJoints, plainInformation, randomChannel, randomJoint, rowsOf } from '../fixture.js';

const rng = () => createRng(0);
const symmetric = jointOf([
  [9, 1],
  [1, 9],
]);
const golden = JSON.parse(readFileSync(new URL('../fixtures/ib_5x3.json', import.meta.url), 'utf8')) as {
  pxy: number[][];
  results: { beta: number; L_bits: number; IXT_bits: number; ITY_bits: number }[];
};
const joint5x3 = ndArray([5, 3], Float64Array.from(golden.pxy.flat()));

it.each([
  [1.6, 0.089224, 0.056454],
  [2, 0.48273, 0.282273],
  [3, 0.65776, 0.358076],
  [5, 0.691648, 0.367795],
])('binary symmetric source at beta %d: the closed form', (beta, rate, relevance) => {
  const code = informationBottleneck(symmetric, { beta, rng: rng() });
  expect(code.rate).toBeCloseTo(rate, beta === 3 ? 5 : 6);
  expect(code.relevance).toBeCloseTo(relevance, 6);
  expect(code.cardinality).toBe(2);
  expect(code.converged).toBe(true);
  expect(code.warnings).toEqual([]);
  // The optimal encoder is itself a symmetric channel, with crossover a: rate log 2 - H(a).
  const a = Math.min(code.encoder.data[0]!, code.encoder.data[1]!);
  expect(code.rate).toBeCloseTo(Math.log(2) + a * Math.log(a) + (1 - a) * Math.log(1 - a), 6);
});

describe('the 5 x 3 table of the reference', () => {
  it.each(golden.results)(
    'beta $beta: no worse than the best of its 60 restarts',
    ({ beta, L_bits, IXT_bits, ITY_bits }) => {
      const code = informationBottleneck(joint5x3, { beta, rng: rng() });
      // Measured here, not taken from the code's own sums.
      const { withX, withY } = codedJoints(joint5x3, rowsOf(code.encoder));
      const [rate, relevance] = [toBits(plainInformation(withX)), toBits(plainInformation(withY))];
      expect(toBits(code.rate)).toBeCloseTo(rate, 12);
      expect(toBits(code.relevance)).toBeCloseTo(relevance, 12);
      expect(rate - beta * relevance).toBeLessThanOrEqual(L_bits + 1e-9);
      if (beta === 10) {
        // The reference's restarts all missed this code, of three words: its Lagrangian is 0.0281 bits lower.
        expect(rate - beta * relevance).toBeCloseTo(-2.754694, 5);
        expect(code.cardinality).toBe(3);
      } else {
        expect(rate).toBeCloseTo(IXT_bits, 6);
        expect(relevance).toBeCloseTo(ITY_bits, 6);
      }
    },
  );
});

it('beta 10: among all 5^5 hard partitions one is better than the reference of 60 restarts, so that is no optimum', () => {
  let best = Infinity;
  for (let code = 0; code < 5 ** 5; code++) {
    const rows = Array.from({ length: 5 }, (_, x) =>
      Array.from({ length: 5 }, (_, z) => (Math.floor(code / 5 ** x) % 5 === z ? 1 : 0)),
    );
    const { withX, withY } = codedJoints(joint5x3, rows);
    best = Math.min(best, toBits(plainInformation(withX)) - 10 * toBits(plainInformation(withY)));
  }
  expect(best).toBeCloseTo(-2.754592, 5);
  expect(best).toBeLessThan(golden.results.find(({ beta }) => beta === 10)!.L_bits - 0.02);
});

it('deterministic labels: the code is the label, and costs what it is worth', () => {
  const joint = jointOf([
    [3, 0],
    [2, 0],
    [0, 1],
    [0, 4],
  ]);
  const code = informationBottleneck(joint, { beta: 1.5, rng: rng() });
  const h = -(0.5 * Math.log(0.5)) * 2;
  expect(code.cardinality).toBe(2);
  expect(code.rate).toBeCloseTo(h, 6);
  expect(code.relevance).toBeCloseTo(h, 6);
});

it('E42: with the printed trade-off, beta 1, the empty code is optimal among 20,000', () => {
  const joint = randomJoint([4, 3], 1);
  const code = informationBottleneck(joint, { beta: 1, rng: rng() });
  expect(code.cardinality).toBe(1);
  expect(code.lagrangian).toBe(0);
  expect(code.warnings[0]).toContain('empty code');
  const draws = rng();
  let best = -Infinity;
  for (let i = 0; i < 20_000; i++) {
    const { withX, withY } = codedJoints(joint, randomChannel(4, 3, draws));
    best = Math.max(best, plainInformation(withY) - plainInformation(withX));
  }
  expect(best).toBeLessThan(0);
});

it('E43: a minimal sufficient statistic only as beta grows', () => {
  // The first two symbols say the same of Y: the minimal sufficient statistic joins them, and nothing else.
  const joint = jointOf([
    [4, 1],
    [8, 2],
    [1, 4],
    [5, 5],
  ]);
  const sufficient = informationBottleneck(joint, { beta: 1e6, rng: rng() });
  expect(sufficient.cardinality).toBe(3);
  expect(sufficient.relevance).toBeCloseTo(mutualInformation(joint), 9);
  const masses = [15, 5, 10].map((mass) => mass / 30);
  expect(sufficient.rate).toBeCloseTo(-masses.reduce((sum, p) => sum + p * Math.log(p), 0), 9);
  const traded = informationBottleneck(joint, { beta: 6, rng: rng() });
  expect(traded.relevance).toBeGreaterThan(0.02);
  expect(traded.relevance).toBeLessThan(mutualInformation(joint) - 0.003);
});

describe('other trade-offs', () => {
  const joint = randomJoint([5, 4], 3);
  const objective = (encoder: number[][], alpha: number, beta: number) => {
    const { withX, withY } = codedJoints(joint, encoder);
    const h = withX
      .map((row) => row.reduce((a, b) => a + b))
      .reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
    return (1 - alpha) * h + alpha * plainInformation(withX) - beta * plainInformation(withY);
  };

  it('deterministic (alpha 0): the best of all hard clusterings, by enumeration', () => {
    for (const beta of [2, 4, 10]) {
      const code = informationBottleneck(joint, { beta, alpha: 0, starts: 60, rng: rng() });
      let best = Infinity;
      for (let i = 0; i < 5 ** 5; i++) {
        const encoder = Array.from({ length: 5 }, (_, x) => {
          const z = Math.floor(i / 5 ** x) % 5;
          return Array.from({ length: 5 }, (_, k) => (k === z ? 1 : 0));
        });
        best = Math.min(best, objective(encoder, 0, beta));
      }
      expect(code.lagrangian).toBeCloseTo(best, 10);
      expect([...code.encoder.data].every((q) => q === 0 || q === 1)).toBe(true);
    }
  });

  it('generalised (alpha 1/2): no random perturbation of the code is better', () => {
    const code = informationBottleneck(joint, { beta: 6, alpha: 0.5, starts: 30, rng: rng() });
    const encoder = rowsOf(code.encoder);
    expect(objective(encoder, 0.5, 6)).toBeCloseTo(code.lagrangian, 10);
    const draws = rng();
    for (let i = 0; i < 500; i++) {
      const noise = randomChannel(5, code.cardinality, draws);
      const step = 10 ** -(1 + 3 * draws.uniform());
      const other = encoder.map((row, x) => row.map((q, z) => (1 - step) * q + step * noise[x]![z]!));
      expect(objective(other, 0.5, 6)).toBeGreaterThanOrEqual(code.lagrangian - 1e-9);
    }
  });
});

it('E44: the self-consistent equations hold at the solution, which is a local optimum: no small step is better', () => {
  const joint = randomJoint([6, 4], 5);
  const beta = 4;
  const { encoder, marginal, decoder, cardinality, lagrangian } = informationBottleneck(joint, { beta, rng: rng() });
  const channel = rowsOf(joint).map((row) => row.map((p) => p / row.reduce((a, b) => a + b)));
  for (const [x, row] of channel.entries()) {
    const weights = rowsOf(decoder).map((of, z) => {
      const kl = row.reduce((sum, p, y) => (p > 0 ? sum + p * Math.log(p / of[y]!) : sum), 0);
      return marginal.data[z]! * Math.exp(-beta * kl);
    });
    const total = weights.reduce((a, b) => a + b);
    for (const [z, weight] of weights.entries()) {
      expect(encoder.data[x * cardinality + z]).toBeCloseTo(weight / total, 6);
    }
  }
  const draws = rng();
  for (let i = 0; i < 300; i++) {
    const noise = randomChannel(6, cardinality, draws);
    const step = 10 ** -(1 + 3 * draws.uniform());
    const other = rowsOf(encoder).map((row, x) => row.map((q, z) => (1 - step) * q + step * noise[x]![z]!));
    const { withX, withY } = codedJoints(joint, other);
    expect(plainInformation(withX) - beta * plainInformation(withY)).toBeGreaterThanOrEqual(lagrangian - 1e-9);
  }
});

describe('a start of yours', () => {
  it('is the only one: from the reference its own local optimum at beta 10, which other starts leave', () => {
    const reference = golden.results.find(({ beta }) => beta === 10)!;
    // From each hard code of two words.
    const found = Array.from({ length: 2 ** 5 }, (_, code) => {
      const encoder = Float64Array.from({ length: 10 }, (_, i) => Number(((code >> Math.floor(i / 2)) & 1) === i % 2));
      return informationBottleneck(joint5x3, { beta: 10, start: ndArray([5, 2], encoder), rng: rng() });
    });
    const nearest = Math.min(...found.map(({ lagrangian }) => Math.abs(toBits(lagrangian) - reference.L_bits)));
    expect(nearest).toBeLessThan(1e-6);
    expect(informationBottleneck(joint5x3, { beta: 10, rng: rng() }).lagrangian).toBeLessThan(-2.75 * Math.LN2);
  });

  it('anneals: from the code of a higher beta to the closed form of a lower one', () => {
    let code = informationBottleneck(symmetric, { beta: 5, rng: rng() });
    for (const beta of [3, 2, 1.6]) {
      code = informationBottleneck(symmetric, { beta, start: code.encoder, rng: rng() });
    }
    expect(code.rate).toBeCloseTo(0.089224, 6);
    expect(code.relevance).toBeCloseTo(0.056454, 6);
  });

  it('a fixed point stays where it is', () => {
    const code = informationBottleneck(symmetric, { beta: 2, rng: rng() });
    const again = informationBottleneck(symmetric, { beta: 2, start: code.encoder, rng: rng() });
    expect(again.iterations).toBeLessThan(5);
    expect(again.lagrangian).toBeCloseTo(code.lagrangian, 12);
  });

  it('besides others if these are asked for', () => {
    const empty = ndArray([2, 1], Float64Array.of(1, 1));
    expect(informationBottleneck(symmetric, { beta: 3, start: empty, rng: rng() }).cardinality).toBe(1);
    expect(informationBottleneck(symmetric, { beta: 3, start: empty, starts: 3, rng: rng() }).cardinality).toBe(2);
  });
});

describe('extreme sizes', () => {
  it('one codeword: the empty code, whatever beta', () => {
    const code = informationBottleneck(symmetric, { beta: 100, codewords: 1, rng: rng() });
    expect([code.cardinality, code.rate, code.relevance]).toEqual([1, 0, 0]);
  });

  it('fewer codewords than the optimum wants are all used', () => {
    const joint = randomJoint([6, 6], 2);
    const code = informationBottleneck(joint, { beta: 50, codewords: 3, rng: rng() });
    expect(code.cardinality).toBe(3);
    expect(code.relevance).toBeLessThan(mutualInformation(joint));
  });

  it('independent variables: nothing to keep, and nothing to warn of', () => {
    const code = informationBottleneck(
      jointOf([
        [1, 3],
        [2, 6],
      ]),
      { beta: 10, rng: rng() },
    );
    expect(code.cardinality).toBe(1);
    expect(code.relevance).toBeCloseTo(0, 12);
  });

  it('underflow: beta 1e6 gives the identity, finite', () => {
    const code = informationBottleneck(joint5x3, { beta: 1e6, rng: rng() });
    expect(toBits(code.relevance)).toBeCloseTo(0.42109298838332343, 9);
    expect([...code.encoder.data].every(Number.isFinite)).toBe(true);
  });

  it('a symbol of Y that never occurs', () => {
    const code = informationBottleneck(
      jointOf([
        [9, 0, 1],
        [1, 0, 9],
      ]),
      { beta: 2, rng: rng() },
    );
    expect(code.rate).toBeCloseTo(0.48273, 6);
  });

  it('says that it was stopped before it converged', () => {
    const code = informationBottleneck(symmetric, { beta: 1.57, maxIterations: 3, rng: rng() });
    expect(code.converged).toBe(false);
    expect(code.warnings.at(-1)).toContain('still changed after 3');
  });
});

describe('refuses', () => {
  const run =
    (options: Partial<BottleneckOptions>, joint = symmetric) =>
    () =>
      informationBottleneck(joint, { beta: 2, rng: rng(), ...options });

  it.each([
    ['beta 0', { beta: 0 }, 'positive finite beta, got 0'],
    ['a negative beta', { beta: -1 }, 'got -1'],
    ['an infinite beta', { beta: Infinity }, 'got Infinity'],
    ['NaN for beta', { beta: Number.NaN }, 'got NaN'],
    ['no codewords', { codewords: 0 }, 'codewords to be a positive integer'],
    ['half a start', { starts: 0.5 }, 'starts to be a positive integer'],
    ['alpha above 1', { alpha: 2 }, 'alpha from 0 to 1'],
    ['tolerance 0', { tolerance: 0 }, 'tolerance between 0 and 1'],
    ['no start at all', { starts: 0 }, 'starts to be a positive integer'],
    ['a start for other symbols', { start: ndArray([3, 1], Float64Array.of(1, 1, 1)) }, 'of shape [2, k]'],
    ['a start of one axis', { start: ndArray([2], Float64Array.of(1, 1)) }, 'got [2]'],
    ['a start without codewords', { start: ndArray([2, 0], new Float64Array(0)) }, 'got [2,0]'],
    ['a start that sums to 2', { start: ndArray([2, 2], Float64Array.of(1, 0, 1, 1)) }, 'got sum 2 in row 1'],
    ['a negative start', { start: ndArray([2, 2], Float64Array.of(2, -1, 1, 0)) }, 'got -1 in row 0'],
    ['NaN in a start', { start: ndArray([2, 1], Float64Array.of(1, Number.NaN)) }, 'got NaN in row 1'],
    ['no iterations', { maxIterations: 0 }, 'maxIterations to be a positive integer'],
  ])('%s', (_, options, message) => {
    expect(run(options)).toThrow(message);
  });

  it('an empty row, three variables, no distribution', () => {
    expect(
      run(
        {},
        jointOf([
          [1, 1],
          [0, 0],
        ]),
      ),
    ).toThrow('got 0 for row 1. Drop the row');
    expect(run({}, randomJoint([2, 2, 2], 0))).toThrow('shape [|X|, |Y|], got [2,2,2]');
    expect(run({}, ndArray([1, 2], Float64Array.of(2, -1)))).toThrow('got -1 at [0,1]');
  });
});
