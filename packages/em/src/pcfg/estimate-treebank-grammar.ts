import { checkPositiveInteger, ndArray } from '@latents/math';
import { type BinarizeOptions, binarize } from './binarize.js';
import { ContextFreeGrammar } from './context-free-grammar.js';
import type { LabelledTree } from './treebank.js';
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
 * import { estimateTreebankGrammar, parseTreebank, printTree } from '@latents/em';
 *
 * const trees = parseTreebank(`(S (NP (NN rain)) (VP (VBZ falls)))
 *   (S (NP (DT the) (NN rain)) (VP (VBZ stops)))`);
 * const parser = estimateTreebankGrammar(trees);
 * printTree(parser.parse(['the', 'rain', 'falls'])!.tree); // => '(S (NP (DT the) (NN rain)) (VP (VBZ falls)))'
 * ```
 * @throws RangeError if there is no tree, a tree of one word unless shared, `minCount` is no positive integer, or the rules would
 * not fit a table of 2^27.
 * @see Stratos A.3 eq. (7); Charniak 1996
 */
export function estimateTreebankGrammar(
  trees: readonly LabelledTree[],
  options: TreebankOptions = {},
): TreebankGrammar {
  const { minCount = 1, shared = false } = options;
  checkPositiveInteger('estimateTreebankGrammar(trees, { minCount })', minCount);
  if (trees.length === 0) throw new RangeError('estimateTreebankGrammar(trees): expected at least one tree, got none.');
  const binary = trees.map((tree) => binarize(tree, options));
  const phrases = new Map<string, number>();
  const tags = shared ? phrases : new Map<string, number>();
  const frequency = new Map<string, number>();
  for (const [index, tree] of binary.entries()) {
    if (typeof tree.children === 'string' && !shared)
      throw new RangeError(
        `estimateTreebankGrammar(trees): expected at least two words a tree, got '${tree.children}' in tree ${index}. Give shared: true.`,
      );
    each(tree, ({ label, children }) => {
      if (typeof children === 'string') {
        numberOf(tags, label);
        frequency.set(children, (frequency.get(children) ?? 0) + 1);
      } else numberOf(phrases, label);
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
  const symbol = ({ label, children }: LabelledTree) =>
    typeof children === 'string' ? first + numberOf(tags, label) : numberOf(phrases, label);
  for (const tree of binary) {
    root[symbol(tree)]! += 1 / binary.length;
    each(tree, (node) => {
      const { children } = node;
      const at = symbol(node);
      if (typeof children === 'string') emissions[(at - first) * v + numberOf(words, read(children))]!++;
      else rules[(at * s + symbol(children[0]!)) * s + symbol(children[1]!)]!++;
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

function each(tree: LabelledTree, visit: (node: LabelledTree) => void): void {
  visit(tree);
  if (typeof tree.children !== 'string') for (const child of tree.children) each(child, visit);
}
