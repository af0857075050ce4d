import type { LabelledTree } from './treebank.js';

/**
 * A tree as parsers are trained and scored on: without traces (`-NONE-`, and the phrases that held nothing else) and without
 * function tags and indices (`NP-SBJ-1` and `NP=2` become `NP`; `-LRB-` stays).
 *
 * @returns undefined if only traces were there.
 * @example
 * ```ts
 * import { cleanTree, parseTreebank, printTree } from '@latents/em';
 *
 * const [tree] = parseTreebank('(S (NP-SBJ (-NONE- *)) (VP (VB stop)))');
 * printTree(cleanTree(tree!)!); // => '(S (VP (VB stop)))'
 * ```
 */
export function cleanTree({ label, children }: LabelledTree): LabelledTree | undefined {
  if (label === '-NONE-') return undefined;
  const plain = label.startsWith('-') ? label : label.replace(/[-=].*$/, '');
  if (typeof children === 'string') return { label: plain, children };
  const kept = children.flatMap((child) => cleanTree(child) ?? []);
  return kept.length === 0 ? undefined : { label: plain, children: kept };
}
