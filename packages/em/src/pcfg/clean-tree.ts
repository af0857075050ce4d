import type { Constituency } from './constituency.js';

/**
 * A tree as parsers are trained and scored on: without traces (`-NONE-` and the phrases that held nothing else) and without the
 * function tags and indices of its labels (`NP-SBJ-1` and `NP=2` become `NP`; `-LRB-` stays).
 *
 * @returns undefined if nothing but traces was there.
 * @example
 * ```ts
 * import { cleanTree, readTrees, writeTree } from '@latents/em';
 *
 * const [tree] = readTrees('(S (NP-SBJ (-NONE- *)) (VP (VB stop)))');
 * writeTree(cleanTree(tree!)!); // => '(S (VP (VB stop)))'
 * ```
 */
export function cleanTree(tree: Constituency): Constituency | undefined {
  if (tree.label === '-NONE-') return undefined;
  const label = tree.label.startsWith('-') ? tree.label : tree.label.replace(/[-=].*$/, '');
  if ('word' in tree) return { label, word: tree.word };
  const children = tree.children.flatMap((child) => cleanTree(child) ?? []);
  return children.length === 0 ? undefined : { label, children };
}
