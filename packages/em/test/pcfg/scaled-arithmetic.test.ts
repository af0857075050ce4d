import { ContextFreeGrammar, logSemiring } from '@latents/em';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { noCounts } from '../../src/pcfg/expected-counts.js';
import { inside, withSpanChart } from '../../src/pcfg/inside.js';
import { logInsideOutside } from '../../src/pcfg/log-inside-outside.js';
import { outside } from '../../src/pcfg/outside.js';
import type { Counts } from '../../src/pcfg/tables.js';
import { fixture, matrix } from '../fixture.js';

/** Two symbols that never meet, A -> A A and B -> B B, each with probability 1/2, with words a and b of which it likes its own. */
function parted(root: number[], rare: number): ContextFreeGrammar {
  return new ContextFreeGrammar({
    root,
    rules: ndArray([2, 2, 2], Float64Array.of(0.5, 0, 0, 0, 0, 0, 0, 0.5)),
    words: matrix([
      [0.5 - rare, rare],
      [rare, 0.5 - rare],
    ]),
    shared: true,
  });
}

/** log of the number of binary trees over n words. */
function logCatalan(n: number): number {
  let sum = 0;
  for (let k = 2; k < n; k++) sum += Math.log((n - 1 + k) / k);
  return sum;
}

/** log p of n words by one symbol: so many trees, n - 1 rules, and the words. */
const logTrees = (n: number, logWords: number) => logCatalan(n) + (n - 1) * Math.log(0.5) + logWords;

describe('underflow beside a likelier symbol', () => {
  it.each([
    [6, 1e-30],
    [12, 1e-30],
    [40, 1e-10],
    [40, 1e-100],
  ])('%d words that only the root cannot explain well, %d each', (n, rare) => {
    const g = parted([0, 1], rare);
    const x = new Array<number>(n).fill(0);
    const logZ = logTrees(n, n * Math.log(rare));
    expect(g.logProb(x) / logZ).toBeCloseTo(1, 12);
    const { logMarginal, statistics } = g.expect([x]);
    expect(logMarginal / logZ).toBeCloseTo(1, 12);
    // root A, B; rules; words of A, of B
    [0, 1, 0, 0, 0, 0, 0, 0, 0, n - 1, 0, 0, n, 0].forEach((count, i) => {
      expect(statistics[i]).toBeCloseTo(count, 9);
    });
    expect(g.chart(x).find(({ from, to }) => from === 0 && to === n)!.probabilities[1]).toBeCloseTo(1, 9);
  });
  it('what half of the words say, the other half takes back', () => {
    const [n, rare] = [20, 1e-30];
    const x = [...new Array<number>(n).fill(0), ...new Array<number>(n).fill(1)];
    const g = parted([0.25, 0.75], rare);
    const { logMarginal, statistics } = g.expect([[0, 0], x, [1, 1]]);
    const short = 2 * Math.log(0.5) + Math.log(0.5);
    const logZ =
      logTrees(2 * n, n * Math.log(rare) + n * Math.log(0.5)) + short + Math.log(0.25) + short + Math.log(0.75);
    expect(logMarginal / logZ).toBeCloseTo(1, 12);
    [1.25, 1.75].forEach((count, i) => {
      expect(statistics[i]).toBeCloseTo(count, 9);
    });
  });
});

it('scaled arithmetic and log space agree on log p and on chart sums to 1e-10', () => {
  const rng = createRng(3);
  for (const length of [2, 3, 5, 9, 14]) {
    const rows = (n: number, width: number) =>
      Array.from({ length: n }, () => {
        const row = Array.from({ length: width }, () => rng.exponential());
        const total = row.reduce((a, b) => a + b);
        return row.map((value) => value / total);
      });
    const g = new ContextFreeGrammar({
      root: rows(1, 3)[0]!,
      rules: ndArray([3, 7, 7], Float64Array.from(rows(3, 49).flat())),
      words: matrix(rows(4, 5)),
    });
    const x = Array.from({ length }, () => rng.integer(5));
    const { logMarginal, statistics } = g.expect([x]);
    expect(Math.abs(logMarginal / g.valueOf(x, logSemiring) - 1)).toBeLessThan(1e-12);
    const sum = (from: number, to: number) => statistics.subarray(from, to).reduce((a, b) => a + b);
    expect(Math.abs(sum(0, 3) - 1)).toBeLessThan(1e-10);
    expect(Math.abs(sum(3, 150) - (length - 1))).toBeLessThan(1e-10);
    expect(Math.abs(sum(150, 170) - length)).toBeLessThan(1e-10);
  }
});

it('scaled numbers alone hold a sentence of probability 1e-450, in closed form', () => {
  const { tables } = new ContextFreeGrammar({
    root: [1],
    rules: ndArray([1, 1, 1], Float64Array.of(0.5)),
    words: matrix([[0.499, 0.001]]),
    shared: true,
  });
  const x = new Array<number>(150).fill(1);
  const logProb = withSpanChart(tables, x.length, (chart) => inside(chart, x));
  expect(logProb / logTrees(150, 150 * Math.log(0.001))).toBeCloseTo(1, 12);
});

describe('each arithmetic alone, which the other may not repair: log p and expected counts of pytorch-struct', () => {
  const { grammar, sentences } = fixture<{
    grammar: { root: number[]; rules_NTx_NTplusT_x_NTplusT: number[][][]; emit_TxV: number[][] };
    sentences: { sentence: number[]; logprob: number; root_counts: number[]; rule_counts_flat: number[] }[];
  }>('pcfg_small');
  const { tables } = new ContextFreeGrammar({
    root: grammar.root,
    rules: ndArray([3, 7, 7], Float64Array.from(grammar.rules_NTx_NTplusT_x_NTplusT.flat(2))),
    words: matrix(grammar.emit_TxV),
  });

  it.each<[string, (sentence: number[], counts: Counts) => number]>([
    ['log space', (sentence, counts) => logInsideOutside(tables, sentence, counts).logProb],
    [
      'scaled numbers',
      (sentence, counts) =>
        withSpanChart(tables, sentence.length, (chart) => {
          const logProb = inside(chart, sentence);
          outside(chart, sentence, logProb, counts);
          return logProb;
        }),
    ],
  ])('%s', (_, expected) => {
    for (const { sentence, logprob, root_counts, rule_counts_flat } of sentences) {
      const counts = noCounts(tables);
      expect(expected(sentence, counts)).toBeCloseTo(logprob, 11);
      for (const [table, reference] of [
        [counts.root, root_counts],
        [counts.rules, rule_counts_flat],
      ] as const)
        reference.forEach((count, i) => {
          expect(Math.abs(table[i]! - count)).toBeLessThan(1e-12);
        });
      expect(counts.words.reduce((a, b) => a + b)).toBeCloseTo(sentence.length, 11);
    }
  });
});

it('a zero-probability word has no parse, in either arithmetic', () => {
  const g = parted([0, 1], 0);
  expect(g.logProb([1, 0])).toBe(-Infinity);
  expect(g.viterbi([1, 0])).toBeUndefined();
  expect(() =>
    g.expect([
      [1, 1],
      [1, 0],
    ]),
  ).toThrow('expected a parse of sentence 1, got none');
  expect(() => g.chart([1, 0])).toThrow('expected a parse of the sentence');
});
