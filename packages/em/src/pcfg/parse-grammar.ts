import { ndArray } from '@latents/math';
import { ContextFreeGrammar } from './context-free-grammar.js';
import { TreebankGrammar } from './treebank-grammar.js';
import { symbolOf, WRITTEN_SYMBOL } from './written-symbol.js';

/** One alternative of a symbol: two symbols, or a word. */
interface Alternative {
  readonly symbol: string;
  readonly right: readonly [string, string] | string;
  readonly probability: number;
  readonly line: number;
}

/**
 * Returns the grammar that is written down: a symbol, `->`, and its alternatives, two symbols or a word in single or double quotes, each
 * with its probability in brackets. The first symbol is the root; `#` begins a comment. In a symbol a backslash stands before each space,
 * quote, bracket, bar and backslash, and before a `#` at its start. A symbol may have lines of its own for more alternatives. Words and rules are
 * kept in separate tables where no symbol has both, else in shared ones.
 *
 * @example
 * ```ts
 * import { parseGrammar, printTree } from '@latents/em';
 *
 * const grammar = parseGrammar(`
 *   S  -> NP VP [1]
 *   NP -> D N [0.7] | 'she' [0.3]
 *   VP -> V NP [0.4] | 'sleeps' [0.6]
 *   D -> 'the' [1]
 *   N -> 'dog' [0.5] | 'cat' [0.5]
 *   V -> 'sees' [1]
 * `);
 * printTree(grammar.parse(['she', 'sees', 'the', 'dog'])!.tree); // => '(S (NP she) (VP (V sees) (NP (D the) (N dog))))'
 * ```
 * @throws SyntaxError naming the line, for an alternative that is not in Chomsky normal form or has no probability.
 * @throws RangeError for a symbol without alternatives, an alternative that comes twice, or probabilities that do not sum to 1.
 */
export function parseGrammar(text: string): TreebankGrammar {
  const alternatives = text.split('\n').flatMap((line, i) => parseLine(line.trim(), i + 1));
  if (alternatives.length === 0) throw new SyntaxError('parseGrammar(text): expected at least one rule, got none.');
  const defined = [...new Set(alternatives.map(({ symbol }) => symbol))];
  check(alternatives, defined);
  const branching = new Set(alternatives.filter(({ right }) => typeof right !== 'string').map(({ symbol }) => symbol));
  const emitting = new Set(alternatives.filter(({ right }) => typeof right === 'string').map(({ symbol }) => symbol));
  const shared = defined.some((symbol) => branching.has(symbol) && emitting.has(symbol)) || !branching.has(defined[0]!);
  const symbols = shared
    ? defined
    : [...defined.filter((name) => branching.has(name)), ...defined.filter((name) => emitting.has(name))];
  const n = shared ? symbols.length : branching.size;
  const vocabulary = [...new Set(alternatives.flatMap(({ right }) => (typeof right === 'string' ? [right] : [])))];
  const [s, v, first] = [symbols.length, vocabulary.length, shared ? 0 : n];
  const rules = new Float64Array(n * s * s);
  const words = new Float64Array((s - first) * v);
  for (const { symbol, right, probability } of alternatives) {
    const a = symbols.indexOf(symbol);
    if (typeof right === 'string') words[(a - first) * v + vocabulary.indexOf(right)] = probability;
    else rules[(a * s + symbols.indexOf(right[0])) * s + symbols.indexOf(right[1])] = probability;
  }
  const root = Float64Array.from({ length: n }, (_, a) => (symbols[a] === defined[0] ? 1 : 0));
  const grammar = new ContextFreeGrammar({
    root,
    rules: ndArray([n, s, s], rules),
    words: ndArray([s - first, v], words),
    shared,
  });
  return new TreebankGrammar(grammar, symbols, vocabulary);
}

const RULE = new RegExp(String.raw`^(${WRITTEN_SYMBOL})\s*->(.*)$`);
const ALTERNATIVE = new RegExp(
  String.raw`^\s*(?:'([^']+)'|"([^"]+)"|(${WRITTEN_SYMBOL})\s+(${WRITTEN_SYMBOL}))\s*\[\s*([^\s\]]+)\s*\]\s*(?:#.*)?$`,
);

function parseLine(text: string, line: number): Alternative[] {
  if (text === '' || text.startsWith('#')) return [];
  const fail = (got: string): never => {
    throw new SyntaxError(
      `parseGrammar(text), line ${line}: expected "A -> B C [probability]" or "A -> 'word' [probability]", alternatives separated by |, got "${got}".`,
    );
  };
  const [, symbol, rest] = RULE.exec(text) ?? fail(text);
  // A quoted word may hold any sign, a bar too.
  const parts = rest!.match(/(?:\\.|'[^']*'|"[^"]*"|[^|'"\\])+/g) ?? fail(text);
  return parts.map((part) => {
    const [, single, double, left, right, number] = ALTERNATIVE.exec(part) ?? fail(part.trim());
    const word = single ?? double;
    const probability = Number(number);
    if (!(probability >= 0 && probability <= 1)) fail(part.trim());
    return { symbol: symbolOf(symbol!), right: word ?? [symbolOf(left!), symbolOf(right!)], probability, line };
  });
}

function check(alternatives: readonly Alternative[], defined: readonly string[]): void {
  const seen = new Set<string>();
  for (const { symbol, right, line } of alternatives) {
    const missing = typeof right === 'string' ? undefined : right.find((name) => !defined.includes(name));
    if (missing !== undefined)
      throw new RangeError(
        `parseGrammar(text), line ${line}: expected symbols that have alternatives, got '${missing}', which has none. Quote it if it is a word.`,
      );
    const key = JSON.stringify([symbol, right]);
    if (seen.has(key))
      throw new RangeError(
        `parseGrammar(text), line ${line}: expected each alternative of '${symbol}' once, got one again.`,
      );
    seen.add(key);
  }
  for (const name of defined) {
    const total = alternatives.reduce((sum, { symbol, probability }) => sum + (symbol === name ? probability : 0), 0);
    if (!(Math.abs(total - 1) <= 1e-9))
      throw new RangeError(
        `parseGrammar(text): expected the alternatives of '${name}' to have probabilities that sum to 1, got ${total}.`,
      );
  }
}
