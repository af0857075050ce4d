import { checkedRows } from '../tables/distribution-rows.js';
import type { GrammarParameters } from './grammar.js';

/** Tables of a grammar as its dynamic programs read them. */
export interface Tables {
  readonly nonterminals: number;
  readonly symbols: number;
  /** Number of the first symbol that emits words. */
  readonly firstPreterminal: number;
  readonly vocabulary: number;
  readonly root: Float64Array;
  readonly rules: Float64Array;
  readonly words: Float64Array;
}

/** Expected counts of roots, rules and words, each in the shape of its table. */
export interface Counts {
  readonly root: Float64Array;
  readonly rules: Float64Array;
  readonly words: Float64Array;
}

/**
 * Returns the tables of a grammar.
 *
 * @throws RangeError if a shape is wrong, or rules and words are not distributions.
 */
export function checkedTables({ root, rules, words, shared = false }: GrammarParameters): Tables {
  const [n = 0, s = 0, again = 0] = rules.shape;
  const [preterminals = 0, vocabulary = 0] = words.shape;
  if (
    rules.shape.length !== 3 ||
    s !== again ||
    words.shape.length !== 2 ||
    n * s * preterminals * vocabulary === 0 ||
    s !== (shared ? n : n + preterminals) ||
    (shared && preterminals !== n)
  ) {
    throw new RangeError(
      `new ContextFreeGrammar({ rules, words }): expected rules [N, S, S] and words ${shared ? '[N, V] with S = N (shared)' : '[T, V] with S = N + T'}, got [${rules.shape}] and [${words.shape}].`,
    );
  }
  const base = {
    nonterminals: n,
    symbols: s,
    firstPreterminal: shared ? 0 : n,
    vocabulary,
    root: checkedRows(root, 1, n, 'new ContextFreeGrammar({ root })'),
  };
  if (shared) {
    const rows = Array.from({ length: n }, (_, a) => [
      ...rules.data.slice(a * s * s, (a + 1) * s * s),
      ...words.data.slice(a * vocabulary, (a + 1) * vocabulary),
    ]).flat();
    checkedRows(rows, n, s * s + vocabulary, 'new ContextFreeGrammar({ rules, words }), together');
    return { ...base, rules: Float64Array.from(rules.data), words: Float64Array.from(words.data) };
  }
  return {
    ...base,
    rules: checkedRows(rules.data, n, s * s, 'new ContextFreeGrammar({ rules })'),
    words: checkedRows(words.data, preterminals, vocabulary, 'new ContextFreeGrammar({ words })'),
  };
}
