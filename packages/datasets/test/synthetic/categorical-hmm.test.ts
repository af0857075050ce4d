import { categoricalHmm, switchingHmm } from '@latents/datasets/synthetic';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { expectMean } from '../expect-close.js';

const initial = [0.5, 0.3, 0.2];
const transition = [
  [0.2, 0.5, 0.3],
  [0.6, 0, 0.4],
  [0.1, 0.1, 0.8],
];
const emission = [
  [0.7, 0.3],
  [0, 1],
  [0.4, 0.6],
];
const hmm = categoricalHmm({ initial, transition, emission });

/** All lists of `length` numbers from 0 to `count` - 1. */
function words(count: number, length: number): number[][] {
  if (length === 0) return [[]];
  return words(count, length - 1).flatMap((word) => Array.from({ length: count }, (_, last) => [...word, last]));
}

/** p(x, z) as the definition has it. */
function joint(x: readonly number[], z: readonly number[]): number {
  return x.reduce((p, symbol, t) => {
    const move = t === 0 ? initial[z[0]!]! : transition[z[t - 1]!]![z[t]!]!;
    return p * move * emission[z[t]!]![symbol]!;
  }, 1);
}

const probability = (x: readonly number[]) => words(3, x.length).reduce((sum, z) => sum + joint(x, z), 0);
const batch = (rows: readonly (readonly number[])[]) =>
  ndArray([rows.length, rows[0]!.length], Int32Array.from(rows.flat()));

describe('categoricalHmm', () => {
  it('has the probability of each sequence that enumeration of the paths gives', () => {
    for (const length of [1, 2, 5]) {
      const rows = words(2, length);
      const nats = hmm.logProb(batch(rows));
      for (const [i, row] of rows.entries()) expect(Math.exp(nats[i]!)).toBeCloseTo(probability(row), 12);
    }
  });

  it('draws sequences and states as often as the definition says', () => {
    const n = 20_000;
    const { x, z } = hmm.sample(n, 3, createRng(1));
    const key = (symbols: readonly number[], states: readonly number[]) => `${symbols} ${states}`;
    const counts = new Map<string, number>();
    for (let row = 0; row < n; row++) {
      const drawn = key([...x.data.subarray(3 * row, 3 * row + 3)], [...z.data.subarray(3 * row, 3 * row + 3)]);
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    // 8 x 27 cells: a chi-squared test rather than a bound for each. Wilson-Hilferty: normal to well within 1 %.
    const cells = words(2, 3).flatMap((symbols) => words(3, 3).map((states) => [symbols, states] as const));
    const possible = cells.filter(([symbols, states]) => joint(symbols, states) > 0);
    let chiSquared = 0;
    for (const [symbols, states] of possible) {
      const expected = n * joint(symbols, states);
      chiSquared += ((counts.get(key(symbols, states)) ?? 0) - expected) ** 2 / expected;
      counts.delete(key(symbols, states));
    }
    const freedom = possible.length - 1;
    const standardised = (Math.cbrt(chiSquared / freedom) - 1 + 2 / (9 * freedom)) / Math.sqrt(2 / (9 * freedom));
    expect(counts.size, 'sequences of zero probability').toBe(0);
    expect(Math.abs(standardised)).toBeLessThan(4);
  });

  it('underflow: 20,000 steps have a finite log probability near steps times the entropy rate', () => {
    const certain = switchingHmm({ regimes: 2, stay: 0.5, purity: 0.9 });
    const { x } = certain.sample(1, 20_000, createRng(2));
    // With stay 1/2 the regimes are fair coins, and so are the symbols: log p(x) is exactly -steps log 2.
    expect(certain.logProb(x)[0]).toBeCloseTo(-20_000 * Math.log(2), 6);
  });

  it('zero-probability symbol: minus infinity, not NaN', () => {
    const never = categoricalHmm({ initial: [1], transition: [[1]], emission: [[1, 0]] });
    expect([
      ...never.logProb(
        batch([
          [0, 0],
          [0, 1],
          [1, 0],
        ]),
      ),
    ]).toEqual([0, -Infinity, -Infinity]);
  });

  it.each([
    [
      'no states',
      { initial: [], transition: [], emission: [] },
      'categoricalHmm({ initial }): expected at least one state, got none',
    ],
    ['initial that does not sum to 1', { initial: [0.5], transition: [[1]], emission: [[1]] }, 'got sum 0.5'],
    [
      'a transition matrix not square',
      { initial: [1], transition: [[0.5, 0.5]], emission: [[1]] },
      'got rows of lengths [2]',
    ],
    [
      'a negative transition',
      {
        initial: [1, 0],
        transition: [
          [1, 0],
          [1.5, -0.5],
        ],
        emission: [[1], [1]],
      },
      'categoricalHmm({ transition }), row 1: expected probabilities, got -0.5 at index 1',
    ],
    [
      'emission rows for other states',
      { initial: [1], transition: [[1]], emission: [[1], [1]] },
      'categoricalHmm({ emission }): expected a matrix [1, m], got rows of lengths [1,1]',
    ],
    ['an emission that does not sum to 1', { initial: [1], transition: [[1]], emission: [[0.5, 0.4]] }, 'got sum 0.9'],
  ])('refuses %s', (_, options, message) => {
    expect(() => categoricalHmm(options)).toThrow(message);
  });

  it('refuses symbols it does not know, other shapes, and empty samples', () => {
    expect(() => hmm.logProb(batch([[0, 2]]))).toThrow('expected symbols from 0 to 1, got 2 at index 1');
    expect(() => hmm.logProb(ndArray([1, 1], Float64Array.of(0.5)))).toThrow('got 0.5 at index 0');
    expect(() => hmm.logProb(ndArray([2], Int32Array.of(0, 1)))).toThrow('expected shape [n, steps], got [2]');
    expect(() => hmm.sample(0, 1, createRng(0))).toThrow('hmm.sample(n): expected a positive integer, got 0');
    expect(() => hmm.sample(1, 0, createRng(0))).toThrow('hmm.sample(n, steps): expected a positive integer, got 0');
  });
});

describe('switchingHmm', () => {
  it('stays and emits its own symbol as often as it says', () => {
    const { x, z } = switchingHmm({ regimes: 3, stay: 0.9, purity: 0.8 }).sample(2000, 2, createRng(3));
    const pairs = Array.from({ length: 2000 }, (_, row) => [2 * row, 2 * row + 1] as const);
    expectMean(
      pairs.map(([first, second]) => (z.data[first] === z.data[second] ? 1 : 0)),
      0.9,
    );
    expectMean(
      pairs.map(([first]) => (x.data[first] === z.data[first] ? 1 : 0)),
      0.8,
    );
  });

  it('refuses one regime and a probability above 1', () => {
    expect(() => switchingHmm({ regimes: 1, stay: 0.5, purity: 0.5 })).toThrow('an integer >= 2, got 1');
    expect(() => switchingHmm({ regimes: 2, stay: 1.5, purity: 0.5 })).toThrow(
      'switchingHmm({ stay }): expected 0 to 1',
    );
    expect(() => switchingHmm({ regimes: 2, stay: 0.5, purity: Number.NaN })).toThrow('switchingHmm({ purity })');
  });
});
