import type { Constituency } from './constituency.js';

export interface ScoringOptions {
  /** Phrases that do not count: by default '', TOP, ROOT and S1, the roots that treebanks add. */
  readonly ignoredLabels?: readonly string[];
  /** Tags whose words are taken out before spans are counted (default none; EVALB takes out `` , : `` '' . ``). */
  readonly ignoredTags?: readonly string[];
}

/** How well brackets agree, over a whole treebank (not the mean over its sentences). */
export interface BracketScore {
  /** Correct brackets over proposed ones: NaN if none was proposed. */
  readonly precision: number;
  /** Correct brackets over those of the treebank: NaN if it has none. */
  readonly recall: number;
  /** Their harmonic mean, 2 matched / (gold + predicted). */
  readonly f1: number;
  readonly matched: number;
  readonly gold: number;
  readonly predicted: number;
  /** The share of sentences whose brackets are all right. */
  readonly exact: number;
}

/**
 * Labelled bracketing scores: a bracket is a phrase's label and span, tags over words are not counted, and a label twice over
 * one span counts twice.
 *
 * @param predicted One tree a gold tree, over the same words; undefined, for a sentence without a parse, counts as no brackets.
 * @example
 * ```ts
 * import { labelledF1, readTrees } from '@latents/em';
 *
 * const gold = readTrees('(S (NP (NN rain)) (VP (VBZ falls) (ADVP (RB hard))))');
 * const predicted = readTrees('(S (NP (NN rain)) (VP (VBZ falls) (NP (RB hard))))');
 * labelledF1(gold, predicted).f1; // => 0.75
 * ```
 * @throws RangeError if the numbers of trees differ or are 0, or two trees' words do, naming the sentence.
 * @see Black et al. 1991 (PARSEVAL)
 */
export function labelledF1(
  gold: readonly Constituency[],
  predicted: readonly (Constituency | undefined)[],
  { ignoredLabels = ['', 'TOP', 'ROOT', 'S1'], ignoredTags = [] }: ScoringOptions = {},
): BracketScore {
  if (gold.length !== predicted.length || gold.length === 0) {
    throw new RangeError(
      `labelledF1(gold, predicted): expected as many trees, at least one, got ${gold.length} and ${predicted.length}.`,
    );
  }
  const labels = new Set(ignoredLabels);
  const tags = new Set(ignoredTags);
  const total = { matched: 0, gold: 0, predicted: 0, exact: 0 };
  for (const [index, tree] of gold.entries()) {
    const other = predicted[index];
    if (other) checkWords(tree, other, index);
    // What counts as a word is the treebank's to say: a wrong tag must not move the spans.
    const counted = leaves(tree).map(({ label }) => !tags.has(label));
    const right = brackets(tree, labels, counted);
    const proposed = other ? brackets(other, labels, counted) : new Map<string, number>();
    let matched = 0;
    for (const [bracket, times] of right) matched += Math.min(times, proposed.get(bracket) ?? 0);
    total.matched += matched;
    total.gold += size(right);
    total.predicted += size(proposed);
    if (other && matched === size(right) && matched === size(proposed)) total.exact++;
  }
  return {
    ...total,
    precision: total.matched / total.predicted,
    recall: total.matched / total.gold,
    f1: (2 * total.matched) / (total.gold + total.predicted),
    exact: total.exact / gold.length,
  };
}

function leaves(tree: Constituency): { label: string; word: string }[] {
  return 'word' in tree ? [tree] : tree.children.flatMap(leaves);
}

/** How often each phrase occurs, over counted words; a phrase over none of them does not occur. */
function brackets(tree: Constituency, ignored: ReadonlySet<string>, counted: readonly boolean[]): Map<string, number> {
  const found = new Map<string, number>();
  let leaf = 0;
  let at = 0;
  const visit = (node: Constituency): void => {
    if ('word' in node) {
      if (counted[leaf++]) at++;
      return;
    }
    const from = at;
    for (const child of node.children) visit(child);
    if (at === from || ignored.has(node.label)) return;
    const bracket = `${from} ${at} ${node.label}`;
    found.set(bracket, (found.get(bracket) ?? 0) + 1);
  };
  visit(tree);
  return found;
}

function size(brackets: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const times of brackets.values()) sum += times;
  return sum;
}

function checkWords(gold: Constituency, predicted: Constituency, index: number): void {
  const expected = leaves(gold).map(({ word }) => word);
  const got = leaves(predicted).map(({ word }) => word);
  if (expected.length === got.length && expected.every((word, i) => word === got[i])) return;
  throw new RangeError(
    `labelledF1(gold, predicted): expected the words '${expected.join(' ')}' in tree ${index}, got '${got.join(' ')}'.`,
  );
}
