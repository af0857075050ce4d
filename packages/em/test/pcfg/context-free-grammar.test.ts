import {
  ContextFreeGrammar,
  countSemiring,
  entropySemiring,
  logSemiring,
  maximizeLikelihood,
  type Tree,
  treeWords,
} from '@latents/em';
import { createRng, ndArray } from '@latents/math';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture, matrix } from '../fixture.js';

const golden = fixture<{
  grammar: { root: number[]; rules_NTx_NTplusT_x_NTplusT: number[][][]; emit_TxV: number[][] };
  sentences: {
    sentence: number[];
    logprob: number;
    root_counts: number[];
    term_counts: number[][];
    rule_counts_flat: number[];
    viterbi_logprob: number;
  }[];
}>('pcfg_small');
const { root, rules_NTx_NTplusT_x_NTplusT: rules, emit_TxV: emit } = golden.grammar;
const grammar = new ContextFreeGrammar({
  root,
  rules: ndArray([3, 7, 7], Float64Array.from(rules.flat(2))),
  words: matrix(emit),
});

describe.each(golden.sentences)('against pytorch-struct and nltk: $sentence', (s) => {
  it('log p, Viterbi, and expected counts to 1e-12', () => {
    expect(grammar.logProb(s.sentence)).toBeCloseTo(s.logprob, 11);
    const { tree, logProb } = grammar.viterbi(s.sentence)!;
    expect(logProb).toBeCloseTo(s.viterbi_logprob, 11);
    expect(grammar.logJoint(tree)).toBeCloseTo(logProb, 11);
    const { statistics } = grammar.expect([s.sentence]);
    [...s.root_counts, ...s.rule_counts_flat].forEach((c, i) => {
      expect(Math.abs(statistics[i]! - c)).toBeLessThan(1e-12);
    });
  });
});

function random(seed: number, shared: boolean): ContextFreeGrammar {
  const rng = createRng(seed);
  const row = (n: number) => {
    const r = Array.from({ length: n }, () => (rng.uniform() < 0.2 ? 0 : rng.exponential()));
    r[n - 1]! += 0.1;
    const total = r.reduce((a, b) => a + b);
    return r.map((v) => v / total);
  };
  const s = shared ? 2 : 4;
  const both = [row(s * s + (shared ? 2 : 0)), row(s * s + (shared ? 2 : 0))];
  const words = shared ? both.map((r) => r.slice(s * s)) : [row(2), row(2)];
  return new ContextFreeGrammar({
    root: row(2),
    rules: ndArray([2, s, s], Float64Array.from(both.flatMap((r) => r.slice(0, s * s)))),
    words: matrix(words),
    shared,
  });
}

/** Every binary tree over a sentence with every labelling. */
function trees(words: number[], g: ContextFreeGrammar): Tree[] {
  const { nonterminals, symbols, firstPreterminal } = g.tables;
  if (words.length === 1)
    return Array.from({ length: symbols - firstPreterminal }, (_, p) => ({
      symbol: p + firstPreterminal,
      word: words[0]!,
    }));
  const out: Tree[] = [];
  for (let k = 1; k < words.length; k++)
    for (const left of trees(words.slice(0, k), g))
      for (const right of trees(words.slice(k), g))
        for (let symbol = 0; symbol < nonterminals; symbol++) out.push({ symbol, left, right });
  return out;
}

describe.each([true, false])('against the enumeration of all trees, shared preterminals: %s', (shared) => {
  it('log p, count, entropy, Viterbi, expected counts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 2, maxLength: 4 }),
        (seed, x) => {
          const g = random(seed, shared);
          const all = trees(x, g)
            .map((tree) => ({ tree, p: g.logJoint(tree) }))
            .filter(({ p }) => p > -Infinity);
          if (all.length === 0) {
            expect(g.logProb(x)).toBe(-Infinity);
            expect(g.viterbi(x)).toBeUndefined();
            expect(() => g.expect([x])).toThrow('expected a parse of sentence 0');
            return;
          }
          const z = all.reduce((sum, { p }) => sum + Math.exp(p), 0);
          expect(g.logProb(x)).toBeCloseTo(Math.log(z), 10);
          expect(g.valueOf(x, logSemiring)).toBeCloseTo(Math.log(z), 10);
          expect(g.valueOf(x, countSemiring)).toBe(all.length);
          const entropy = all.reduce((sum, { p }) => sum - (Math.exp(p) / z) * (p - Math.log(z)), 0);
          expect(g.valueOf(x, entropySemiring).entropy).toBeCloseTo(entropy, 9);
          expect(g.viterbi(x)!.logProb).toBeCloseTo(Math.max(...all.map(({ p }) => p)), 10);
          const best = g.nBest(x, 3);
          const sorted = all.map(({ p }) => p).sort((a, b) => b - a);
          expect(best).toHaveLength(Math.min(3, all.length));
          best.forEach(({ tree, logProb }, i) => {
            expect(logProb).toBeCloseTo(sorted[i]!, 10);
            expect(g.logJoint(tree)).toBeCloseTo(logProb, 10);
          });
          expect(new Set(best.map(({ tree }) => JSON.stringify(tree))).size).toBe(best.length);
          const e = g.expect([x]);
          expect(e.entropy).toBeCloseTo(entropy, 9);
          const counts = new Float64Array(g.tables.rules.length);
          const visit = (t: Tree, w: number) => {
            if ('word' in t) return;
            counts[(t.symbol * g.tables.symbols + t.left.symbol) * g.tables.symbols + t.right.symbol]! += w;
            visit(t.left, w);
            visit(t.right, w);
          };
          for (const { tree, p } of all) visit(tree, Math.exp(p) / z);
          counts.forEach((c, i) => {
            expect(e.statistics[2 + i]).toBeCloseTo(c, 10);
          });
        },
      ),
      { numRuns: 40 },
    );
  });
  it('gradient is the finite difference of log Z', () => {
    const g0 = random(9, shared);
    const point = g0.toUnconstrained().map((p) => Math.max(p, -3));
    const g = g0.fromUnconstrained(point);
    const gradient = g.gradient(g.expect([[0, 1, 0]]).statistics);
    for (let i = 0; i < point.length; i++) {
      const at = (h: number) => g.fromUnconstrained(point.map((p, j) => (i === j ? p + h : p))).logProb([0, 1, 0]);
      expect(gradient[i]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6);
    }
  });
});

it('EM from raw sentences is monotone and gains; its own sentences parse', () => {
  const rng = createRng(2);
  const truth = random(7, true);
  const sentences: number[][] = [];
  while (sentences.length < 30) {
    try {
      sentences.push(treeWords(truth.sample(rng, 40)));
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
  }
  const { trace, objective } = maximizeLikelihood(
    random(8, true).fromUnconstrained(
      new Float64Array(random(8, true).toUnconstrained().length).map(() => -rng.exponential()),
    ),
    sentences,
    { maxIterations: 20, tolerance: 0 },
  );
  expect(objective).toBeGreaterThan(trace[0]!.logMarginal);
});

it.each([0.3, 0.6, 0.8])('improper grammar (E55): S -> S S with %d has mass min(1, (1-p)/p)', (p) => {
  const g = new ContextFreeGrammar({
    root: [1],
    rules: ndArray([1, 1, 1], Float64Array.of(p)),
    words: matrix([[1 - p]]),
    shared: true,
  });
  expect(g.totalMass()).toBeCloseTo(Math.min(1, (1 - p) / p), 9);
});

it('a long sentence does not underflow: Catalan(n-1) p^(n-1) q^n', () => {
  const g = new ContextFreeGrammar({
    root: [1],
    rules: ndArray([1, 1, 1], Float64Array.of(1e-8)),
    words: matrix([[1 - 1e-8]]),
    shared: true,
  });
  const n = 120;
  let logCatalan = 0;
  for (let k = 2; k <= n - 1; k++) logCatalan += Math.log((n - 1 + k) / k);
  const expected = logCatalan + (n - 1) * Math.log(1e-8) + n * Math.log1p(-1e-8);
  expect(g.logProb(new Array<number>(n).fill(0)) / expected).toBeCloseTo(1, 12);
});

it('samples of the posterior within 4 standard errors of the chart', () => {
  const x = golden.sentences[1]!.sentence;
  const chart = grammar.chart(x).find(({ from, to }) => from === 0 && to === x.length)!;
  const rng = createRng(3);
  let hits = 0;
  for (let i = 0; i < 500; i++) hits += grammar.samplePosterior(x, rng)!.symbol === 1 ? 1 : 0;
  const p = chart.probabilities[1]!;
  expect(Math.abs(hits / 500 - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 500));
});

describe('bad input', () => {
  it.each([
    ['a word out of range', () => grammar.logProb([0, 6]), 'position 1'],
    ['a NaN word', () => grammar.logProb([Number.NaN]), 'got NaN at position 0'],
    [
      'NaN rules',
      () =>
        new ContextFreeGrammar({
          root: [1],
          rules: ndArray([1, 2, 2], new Float64Array(4).fill(Number.NaN)),
          words: matrix([[1]]),
        }),
      'rules',
    ],
    ['n of 0', () => grammar.nBest([0, 1], 0), 'positive integer'],
    ['statistics of another model', () => grammar.maximize(new Float64Array(3)), 'got 3'],
    [
      'NaN statistics',
      () => grammar.maximize(grammar.expect([golden.sentences[0]!.sentence]).statistics.fill(Number.NaN, 1, 2)),
      'got NaN at 1',
    ],
    ['an empty sentence', () => grammar.expect([[]]), 'at least one word'],
    ['no sentences', () => grammar.expect([]), 'at least one sentence'],
    ['no parse: one word has no binary tree', () => grammar.expect([[0]]), 'expected a parse of sentence 0'],
    [
      'rules and words that do not sum to 1 together',
      () =>
        new ContextFreeGrammar({
          root: [1],
          rules: ndArray([1, 1, 1], Float64Array.of(1)),
          words: matrix([[1]]),
          shared: true,
        }),
      'sum to 1',
    ],
    [
      'shapes',
      () => new ContextFreeGrammar({ root: [1], rules: ndArray([1, 1, 1], Float64Array.of(1)), words: matrix([[1]]) }),
      '[N, S, S]',
    ],
    [
      'a tree without end',
      () =>
        new ContextFreeGrammar({
          root: [1],
          rules: ndArray([1, 1, 1], Float64Array.of(0.99)),
          words: matrix([[0.01]]),
          shared: true,
        }).sample(createRng(0), 500),
      'grew past 500',
    ],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(message);
  });
});
