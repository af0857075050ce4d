import { ndArray, type Rng, softmaxRows } from '@latents/math';
import { checkStatistics } from '../algorithms/check-statistics.js';
import type { Expectation, LatentVariableModel } from '../algorithms/latent-variable-model.js';
import { labelsOf, type Semiring } from '../semirings/semiring.js';
import { maxSemiring, nBestSemiring, sampleSemiring } from '../semirings/semirings.js';
import { expectedLog, logitGradient, normalizedRows } from '../tables/distribution-rows.js';
import { addExpectedCounts, noCounts } from './expected-counts.js';
import type { GrammarParameters, Tree } from './grammar.js';
import { checkSentence, concatenated, noParse } from './grammar-input.js';
import { treeOfLabels, treesValue } from './grammar-semiring.js';
import { growTree } from './grow-tree.js';
import { withSpanChart } from './inside-outside.js';
import { checkedTables, type Tables } from './tables.js';
import { terminationProbabilities } from './total-mass.js';

/** Sentences as word numbers. */
export type Sentences = readonly ArrayLike<number>[];

/** p(symbol over words i to j | sentence), for a chart to draw. */
export interface ChartPosterior {
  readonly from: number;
  readonly to: number;
  /** `[symbols]`. */
  readonly probabilities: Float64Array;
}

/**
 * A probabilistic context-free grammar in Chomsky normal form, trained from raw sentences by inside-outside.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { ContextFreeGrammar } from '@latents/em';
 *
 * // S -> S S with probability 0.4, S -> a with 0.6
 * const grammar = new ContextFreeGrammar({
 *   root: [1],
 *   rules: ndArray([1, 1, 1], Float64Array.of(0.4)),
 *   words: ndArray([1, 1], Float64Array.of(0.6)),
 *   shared: true,
 * });
 * Math.exp(grammar.logProb([0, 0])).toFixed(3); // => '0.144'
 * ```
 * @see Stratos A.1; Baker 1979; Lari & Young 1990
 */
export class ContextFreeGrammar implements LatentVariableModel<Sentences, ContextFreeGrammar> {
  readonly tables: Tables;
  readonly shared: boolean;

  /** @throws RangeError for a wrong shape, or rules and words that are not distributions. */
  constructor(parameters: GrammarParameters) {
    this.shared = parameters.shared ?? false;
    this.tables = checkedTables(parameters);
  }

  /** log p(sentence), in nats; -Infinity if it has no parse. */
  logProb(sentence: ArrayLike<number>): number {
    checkSentence(this.tables, sentence, 'logProb');
    return this.expectedCounts(sentence).logProb;
  }

  /** log p(sentence, tree), in nats. */
  logJoint(tree: Tree): number {
    const { symbols: s, firstPreterminal, vocabulary, root, rules, words } = this.tables;
    const visit = (node: Tree): number =>
      'word' in node
        ? Math.log(words[(node.symbol - firstPreterminal) * vocabulary + node.word] ?? 0)
        : Math.log(rules[(node.symbol * s + node.left.symbol) * s + node.right.symbol] ?? 0) +
          visit(node.left) +
          visit(node.right);
    return Math.log(root[tree.symbol] ?? 0) + visit(tree);
  }

  /** The likeliest tree and its log p(sentence, tree), or undefined if there is none. */
  viterbi(sentence: ArrayLike<number>): { tree: Tree; logProb: number } | undefined {
    const { derivation, logWeight } = this.valueOf(sentence, maxSemiring);
    if (logWeight === -Infinity) return undefined;
    return { tree: treeOfLabels(labelsOf(derivation), this.tables.symbols, sentence), logProb: logWeight };
  }

  /** The `n` likeliest trees, best first, with log p(sentence, tree), in nats: fewer if there are fewer. @throws RangeError unless `n` is a positive integer. */
  nBest(sentence: ArrayLike<number>, n: number): { tree: Tree; logProb: number }[] {
    return this.valueOf(sentence, nBestSemiring(n)).map(({ derivation, logWeight }) => ({
      tree: treeOfLabels(labelsOf(derivation), this.tables.symbols, sentence),
      logProb: logWeight,
    }));
  }

  /** A tree drawn from p(tree | sentence), or undefined if there is none. */
  samplePosterior(sentence: ArrayLike<number>, rng: Rng): Tree | undefined {
    const { derivation, logWeight } = this.valueOf(sentence, sampleSemiring(rng));
    return logWeight === -Infinity ? undefined : treeOfLabels(labelsOf(derivation), this.tables.symbols, sentence);
  }

  /** The value of all trees in any semiring. */
  valueOf<T>(sentence: ArrayLike<number>, semiring: Semiring<T>): T {
    checkSentence(this.tables, sentence, 'valueOf');
    return treesValue(semiring, this.tables, sentence);
  }

  /**
   * p(symbol over span | sentence) of every span.
   *
   * @throws RangeError if the sentence has no parse.
   */
  chart(sentence: ArrayLike<number>): ChartPosterior[] {
    checkSentence(this.tables, sentence, 'chart');
    const { logProb, posterior } = this.expectedCounts(sentence);
    if (logProb === -Infinity) throw noParse('chart(sentence): the sentence');
    const n = sentence.length;
    const s = this.tables.symbols;
    const cells: ChartPosterior[] = [];
    for (let from = 0; from < n; from++)
      for (let to = from + 1; to <= n; to++)
        cells.push({
          from,
          to,
          probabilities: posterior.slice((from * (n + 1) + to) * s, (from * (n + 1) + to + 1) * s),
        });
    return cells;
  }

  /**
   * A tree from the grammar.
   *
   * @throws RangeError if it grows past `maxNodes` nodes: an improper grammar need not end.
   */
  sample(rng: Rng, maxNodes: number): Tree {
    return growTree(this.tables, rng, maxNodes, () => this.totalMass());
  }

  /** The mass of all finite sentences: 1 for a proper grammar, less if derivations may go on for ever. */
  totalMass(): number {
    const mass = terminationProbabilities(this.tables);
    return this.tables.root.reduce((sum, p, a) => sum + p * mass[a]!, 0);
  }

  /** The E step: expected counts of roots, rules and words. @throws RangeError naming a sentence that has no parse. */
  expect(sentences: Sentences): Expectation {
    if (sentences.length === 0) throw new RangeError('expect(sentences): expected at least one sentence, got none.');
    const counts = noCounts(this.tables);
    const scratch = noCounts(this.tables);
    for (const [index, sentence] of sentences.entries())
      checkSentence(this.tables, sentence, `expect(sentences): sentence ${index}`);
    const longest = sentences.reduce((most, { length }) => Math.max(most, length), 0);
    let logMarginal = 0;
    withSpanChart(this.tables, longest, (chart) => {
      for (const [index, sentence] of sentences.entries()) {
        const { logProb } = addExpectedCounts(chart, sentence, counts, scratch);
        if (logProb === -Infinity) throw noParse(`expect(sentences): sentence ${index}`);
        logMarginal += logProb;
      }
    });
    const statistics = concatenated(counts);
    const expectedLogJoint = this.expectedLogJoint(statistics);
    return {
      statistics,
      logMarginal,
      expectedLogJoint,
      entropy: logMarginal - expectedLogJoint,
      examples: sentences.length,
    };
  }

  /** The M step. @throws RangeError if the statistics are not this grammar's, or not finite. */
  maximize(statistics: Float64Array): ContextFreeGrammar {
    const { nonterminals: n, root, rules, words } = this.tables;
    checkStatistics(statistics, n + rules.length + words.length);
    const rows = normalizedRows(this.joined(statistics), 0, this.rowCount, this.rowWidth, this.joined(this.flat()));
    return this.fromRows(normalizedRows(statistics, 0, 1, n, root), rows, (from, count, width, previous) =>
      normalizedRows(statistics, from, count, width, previous),
    );
  }

  expectedLogJoint(statistics: Float64Array): number {
    return expectedLog(statistics, 0, this.flat());
  }

  logPrior(): number {
    return 0;
  }

  toUnconstrained(): Float64Array {
    return this.flat().map(Math.log);
  }

  fromUnconstrained(point: Float64Array): ContextFreeGrammar {
    const { nonterminals: n } = this.tables;
    return this.fromRows(
      softmaxRows(point, 0, 1, n),
      softmaxRows(this.joined(point), 0, this.rowCount, this.rowWidth),
      (from, count, width) => softmaxRows(point, from, count, width),
    );
  }

  gradient(statistics: Float64Array): Float64Array {
    const { nonterminals: n, root, symbols: s, vocabulary: v } = this.tables;
    const head = logitGradient(statistics, 0, 1, n, root);
    if (this.shared) {
      const rows = logitGradient(this.joined(statistics), 0, n, this.rowWidth, this.joined(this.flat()));
      const part = (from: number, to: number) =>
        rows.filter((_, i) => i % this.rowWidth >= from && i % this.rowWidth < to);
      return Float64Array.from([...head, ...part(0, s * s), ...part(s * s, s * s + v)]);
    }
    const { rules, words } = this.tables;
    return Float64Array.from([
      ...head,
      ...logitGradient(statistics, n, n, s * s, rules),
      ...logitGradient(statistics, n + rules.length, s - n, v, words),
    ]);
  }

  private get rowCount(): number {
    return this.shared ? this.tables.nonterminals : 0;
  }

  private get rowWidth(): number {
    return this.tables.symbols ** 2 + this.tables.vocabulary;
  }

  private flat(): Float64Array {
    return concatenated(this.tables);
  }

  /** Shared: each symbol's rules and words in one row. */
  private joined(values: Float64Array): Float64Array {
    if (!this.shared) return new Float64Array();
    const { nonterminals: n, symbols: s, vocabulary: v } = this.tables;
    const words = n + n * s * s;
    return Float64Array.from(
      Array.from({ length: n }, (_, a) => [
        ...values.subarray(n + a * s * s, n + (a + 1) * s * s),
        ...values.subarray(words + a * v, words + (a + 1) * v),
      ]).flat(),
    );
  }

  /** From the rows of a shared grammar, or from the separate tables that `table` normalises. */
  private fromRows(
    root: Float64Array,
    rows: Float64Array,
    table: (from: number, count: number, width: number, previous: Float64Array) => Float64Array,
  ): ContextFreeGrammar {
    const { nonterminals: n, symbols: s, vocabulary: v, rules, words } = this.tables;
    const shapes = { rules: [n, s, s], words: [s - this.tables.firstPreterminal, v] };
    if (this.shared) {
      const part = (from: number, to: number) =>
        rows.filter((_, i) => i % this.rowWidth >= from && i % this.rowWidth < to);
      return new ContextFreeGrammar({
        root,
        rules: ndArray(shapes.rules, part(0, s * s)),
        words: ndArray(shapes.words, part(s * s, s * s + v)),
        shared: true,
      });
    }
    return new ContextFreeGrammar({
      root,
      rules: ndArray(shapes.rules, table(n, n, s * s, rules)),
      words: ndArray(shapes.words, table(n + rules.length, s - n, v, words)),
    });
  }

  private expectedCounts(sentence: ArrayLike<number>) {
    return withSpanChart(this.tables, sentence.length, (chart) =>
      addExpectedCounts(chart, sentence, noCounts(this.tables)),
    );
  }
}
