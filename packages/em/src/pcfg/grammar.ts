import type { NdArray } from '@latents/math';

/**
 * A context-free grammar in Chomsky normal form with probabilities. Symbols are numbered: nonterminals first, then, unless shared,
 * preterminals. Shared: every nonterminal may also emit a word, and its rules and words sum to 1 together.
 */
export interface GrammarParameters {
  /** p(root = A), `[nonterminals]`. */
  readonly root: ArrayLike<number>;
  /** p(A -> B C), `[nonterminals, symbols, symbols]`. */
  readonly rules: NdArray;
  /** p(T -> word), `[preterminals, words]`; shared: `[nonterminals, words]`. */
  readonly words: NdArray;
  /** Whether nonterminals are their own preterminals (default false). */
  readonly shared?: boolean;
}

/** A binary tree over a sentence: an inner node, or a symbol that emits one word. */
export type Tree =
  | { readonly symbol: number; readonly left: Tree; readonly right: Tree }
  | { readonly symbol: number; readonly word: number };

/** How many words a tree spans. */
export function treeLength(tree: Tree): number {
  return 'word' in tree ? 1 : treeLength(tree.left) + treeLength(tree.right);
}

/** The words of a tree, in order. */
export function treeWords(tree: Tree): number[] {
  return 'word' in tree ? [tree.word] : [...treeWords(tree.left), ...treeWords(tree.right)];
}
