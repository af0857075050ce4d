import { type NamedArrays, type Rng, softmaxRows } from '@latents/math';
import { checkKind, type ModelConfig, type SavedModel } from '@latents/training';
import { checkStatistics } from '../algorithms/check-statistics.js';
import { EmModel } from '../algorithms/em-model.js';
import type { Expectation } from '../algorithms/latent-variable-model.js';
import { labelsOf, type Semiring } from '../semirings/semiring.js';
import { maxSemiring, nBestSemiring, sampleSemiring } from '../semirings/semirings.js';
import { expectedLog, logitGradient, normalizedRows } from '../tables/distribution-rows.js';
import { addExpectedCounts, noCounts } from './expected-counts.js';
import type { GrammarParameters, Tree } from './grammar.js';
import { grammarArrays, grammarSizes, parametersOf } from './grammar-arrays.js';
import { checkSentence, concatenated, noParse } from './grammar-input.js';
import { treeOfLabels, treesValue } from './grammar-semiring.js';
import { growTree } from './grow-tree.js';
import { withSpanChart } from './inside.js';
import { mapRows } from './map-rows.js';
import { type Counts, checkedTables, type Tables } from './tables.js';
import { terminationProbabilities } from './total-mass.js';

const KIND = 'context-free grammar';

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
export class ContextFreeGrammar extends EmModel<Sentences, Tables, ContextFreeGrammar> {
  /** @throws RangeError for a wrong shape, or rules and words that are not distributions. */
  constructor(parameters: GrammarParameters) {
    super(checkedTables(parameters));
  }

  /**
   * Returns the grammar that a file holds: `load(ContextFreeGrammar, source)` calls it.
   *
   * @throws Error if the file holds a model of another kind, or arrays that do not fit its description.
   * @throws RangeError for settings or parameters outside their domain.
   */
  static fromSaved({ config, arrays }: SavedModel): ContextFreeGrammar {
    const where = 'load(ContextFreeGrammar, source)';
    checkKind(where, KIND, config);
    return new ContextFreeGrammar(parametersOf(where, grammarSizes(where, config), arrays));
  }

  /** Tables as the dynamic programs read them. */
  get tables(): Tables {
    return this.parts;
  }

  /** Whether nonterminals are their own preterminals. */
  get shared(): boolean {
    return this.tables.firstPreterminal === 0;
  }

  override get config(): ModelConfig {
    const { nonterminals, symbols, vocabulary } = this.tables;
    return { kind: KIND, nonterminals, symbols, vocabulary, shared: this.shared };
  }

  override get parameters(): NamedArrays {
    return grammarArrays(this.tables);
  }

  override copy(): ContextFreeGrammar {
    return this.with(this.tables);
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
  override valueOf<T>(sentence: ArrayLike<number>, semiring: Semiring<T>): T {
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
    if (logProb === -Infinity) throw noParse('grammar.chart(sentence)', 'the sentence');
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
  override expect(sentences: Sentences): Expectation {
    if (sentences.length === 0)
      throw new RangeError('grammar.expect(sentences): expected at least one sentence, got none.');
    const counts = noCounts(this.tables);
    const scratch = noCounts(this.tables);
    for (const [index, sentence] of sentences.entries())
      checkSentence(this.tables, sentence, `grammar.expect(sentences): sentence ${index}`);
    const longest = sentences.reduce((most, { length }) => Math.max(most, length), 0);
    let logMarginal = 0;
    withSpanChart(this.tables, longest, (chart) => {
      for (const [index, sentence] of sentences.entries()) {
        const { logProb } = addExpectedCounts(chart, sentence, counts, scratch);
        if (logProb === -Infinity) throw noParse('grammar.expect(sentences)', `sentence ${index}`);
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
  override maximize(statistics: Float64Array): ContextFreeGrammar {
    const { root, rules, words } = this.tables;
    checkStatistics(statistics, root.length + rules.length + words.length);
    return this.with(mapRows(this.tables, statistics, normalizedRows));
  }

  override expectedLogJoint(statistics: Float64Array): number {
    return expectedLog(statistics, 0, this.flat());
  }

  override logPrior(): number {
    return 0;
  }

  override toUnconstrained(): Float64Array {
    return this.flat().map(Math.log);
  }

  override fromUnconstrained(point: Float64Array): ContextFreeGrammar {
    return this.with(mapRows(this.tables, point, softmaxRows));
  }

  override gradient(statistics: Float64Array): Float64Array {
    return concatenated(mapRows(this.tables, statistics, logitGradient));
  }

  protected override partsOf(arrays: NamedArrays): Tables {
    return checkedTables(parametersOf('grammar.assign(arrays)', { ...this.tables, shared: this.shared }, arrays));
  }

  protected override checkedData(input: unknown) {
    if (!Array.isArray(input))
      throw new TypeError(`train(grammar, data): expected a list of sentences, got ${typeof input}.`);
    const data = input as Sentences;
    for (const [i, sentence] of data.entries())
      checkSentence(this.tables, sentence, `train(grammar, data): sentence ${i}`);
    return { data, examples: data.length };
  }

  private flat(): Float64Array {
    return concatenated(this.tables);
  }

  private with(tables: Counts): ContextFreeGrammar {
    const { root, rules, words } = grammarArrays({ ...this.tables, ...tables });
    return new ContextFreeGrammar({ root: root.data, rules, words, shared: this.shared });
  }

  private expectedCounts(sentence: ArrayLike<number>) {
    return withSpanChart(this.tables, sentence.length, (chart) =>
      addExpectedCounts(chart, sentence, noCounts(this.tables)),
    );
  }
}
