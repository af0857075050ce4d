import { ndArray } from '@latents/core/arrays';
import { type BinarizeOptions, binarize } from './binarize.js';
import type { Constituency } from './constituency.js';
import { ContextFreeGrammar } from './context-free-grammar.js';
import { TreebankGrammar, UNKNOWN } from './treebank-grammar.js';

export interface TreebankOptions extends BinarizeOptions {
  /** Words seen fewer times are read as one unknown word, and so are new words (default 1: there is none). */
  readonly minCount?: number;
  /** Whether phrases and tags share their symbols, as one-word sentences need (default false). */
  readonly shared?: boolean;
}

const MAX_RULES = 2 ** 27;

/**
 * The maximum-likelihood grammar of a treebank: relative frequencies of the rules of its binarised trees. With z observed,
 * eq. (7) has this closed form; EM may go on from it with raw sentences.
 *
 * @example
 * ```ts
 * import { readTrees, estimateTreebankGrammar, writeTree } from '@latents/em';
 *
 * const trees = readTrees(`(S (NP (NN rain)) (VP (VBZ falls)))
 *   (S (NP (DT the) (NN rain)) (VP (VBZ stops)))`);
 * const parser = estimateTreebankGrammar(trees);
 * writeTree(parser.parse(['the', 'rain', 'falls'])!.tree); // => '(S (NP (DT the) (NN rain)) (VP (VBZ falls)))'
 * ```
 * @throws RangeError if there is no tree, a tree of one word unless shared, `minCount` is no positive integer, or the rules would
 * not fit a table of 2^27.
 * @see Stratos A.3 eq. (7); Charniak 1996
 */
export function estimateTreebankGrammar(
  trees: readonly Constituency[],
  options: TreebankOptions = {},
): TreebankGrammar {
  const { minCount = 1, shared = false } = options;
  if (!(Number.isInteger(minCount) && minCount >= 1))
    throw new RangeError(`estimateTreebankGrammar({ minCount }): expected a positive integer, got ${minCount}.`);
  if (trees.length === 0) throw new RangeError('estimateTreebankGrammar(trees): expected at least one tree, got none.');
  const binary = trees.map((tree) => binarize(tree, options));
  const phrases = new Map<string, number>();
  const tags = shared ? phrases : new Map<string, number>();
  const frequency = new Map<string, number>();
  for (const [index, tree] of binary.entries()) {
    if ('word' in tree && !shared)
      throw new RangeError(
        `estimateTreebankGrammar(trees): expected at least two words a tree, got '${tree.word}' in tree ${index}. Give shared: true.`,
      );
    each(tree, (node) => {
      if ('word' in node) {
        numberOf(tags, node.label);
        frequency.set(node.word, (frequency.get(node.word) ?? 0) + 1);
      } else numberOf(phrases, node.label);
    });
  }
  const n = phrases.size;
  const s = shared ? n : n + tags.size;
  if (n * s * s > MAX_RULES)
    throw new RangeError(
      `estimateTreebankGrammar(trees): expected a table of at most ${MAX_RULES} rules, got ${n} x ${s} x ${s}. Binarise with a smaller \`horizontal\`.`,
    );
  const words = new Map<string, number>();
  const read = (word: string) => (frequency.get(word)! >= minCount ? word : UNKNOWN);
  for (const word of frequency.keys()) numberOf(words, read(word));

  const v = words.size;
  const first = shared ? 0 : n;
  const root = new Float64Array(n);
  const rules = new Float64Array(n * s * s);
  const emissions = new Float64Array(tags.size * v);
  const symbol = (node: Constituency) =>
    'word' in node ? first + numberOf(tags, node.label) : numberOf(phrases, node.label);
  for (const tree of binary) {
    root[symbol(tree)]! += 1 / binary.length;
    each(tree, (node) => {
      const at = symbol(node);
      if ('word' in node) emissions[(at - first) * v + numberOf(words, read(node.word))]!++;
      else rules[(at * s + symbol(node.children[0]!)) * s + symbol(node.children[1]!)]!++;
    });
  }
  const rows = Array.from({ length: n }, (_, a) => rules.subarray(a * s * s, (a + 1) * s * s));
  const tails = Array.from({ length: tags.size }, (_, t) => emissions.subarray(t * v, (t + 1) * v));
  // Shared: a symbol's rules and words are one distribution.
  if (shared) for (const [a, row] of rows.entries()) normalize(row, tails[a]!);
  else for (const row of [...rows, ...tails]) normalize(row);
  const grammar = new ContextFreeGrammar({
    root,
    rules: ndArray([n, s, s], rules),
    words: ndArray([tags.size, v], emissions),
    shared,
  });
  return new TreebankGrammar(grammar, shared ? [...phrases.keys()] : [...phrases.keys(), ...tags.keys()], [
    ...words.keys(),
  ]);
}

/** The number of a name, the next one if it is new. */
function numberOf(names: Map<string, number>, name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}

/** Divides counts, in one or two pieces, by their sum. */
function normalize(...pieces: Float64Array[]): void {
  let total = 0;
  for (const piece of pieces) for (const count of piece) total += count;
  for (const piece of pieces) for (let i = 0; i < piece.length; i++) piece[i]! /= total;
}

function each(tree: Constituency, visit: (node: Constituency) => void): void {
  visit(tree);
  if (!('word' in tree)) for (const child of tree.children) each(child, visit);
}
