import { type LabelledTree, labelledSpans, leaves } from './treebank.js';

export interface ScoringOptions {
  /** Phrases that do not count: by default '', TOP, ROOT and S1, the roots that treebanks add. */
  readonly ignoredLabels?: readonly string[];
  /** Words under these tags of the gold tree are taken out first (default none; EVALB takes out the tags `` , : `` '' . ``). */
  readonly ignoredTags?: readonly string[];
}

/** How well constituents agree, over all pairs together. */
export interface BracketScore {
  /** matched / guessed: 0 if none was guessed. */
  readonly precision: number;
  /** matched / gold: 0 if there is none. */
  readonly recall: number;
  /** Their harmonic mean, 2 matched / (guessed + gold): 0 if there are none. */
  readonly f1: number;
  readonly matched: number;
  readonly gold: number;
  readonly guessed: number;
  /** The share of pairs that agree in full. */
  readonly exact: number;
}

/**
 * Labelled precision, recall and their harmonic mean over pairs of gold and guessed trees, constituents counted with
 * multiplicity and preterminals left out (PARSEVAL). A sentence without a parse is an undefined guess: no constituents.
 *
 * @example
 * ```ts
 * import { labelledF1, parseTreebank } from '@latents/em';
 *
 * const [gold, other] = parseTreebank('(S (A a) (X (B b) (C c))) (S (X (A a) (B b)) (C c))');
 * labelledF1([[gold!, other!]]).f1; // => 0.5
 * ```
 * @throws RangeError if there are no pairs, or a pair's words differ: it names the pair.
 * @see Black et al. 1991
 */
export function labelledF1(
  pairs: readonly (readonly [gold: LabelledTree, guess: LabelledTree | undefined])[],
  { ignoredLabels = ['', 'TOP', 'ROOT', 'S1'], ignoredTags = [] }: ScoringOptions = {},
): BracketScore {
  if (pairs.length === 0) throw new RangeError('labelledF1(pairs): expected at least one pair, got none.');
  const ignored = new Set(ignoredLabels);
  const total = { matched: 0, gold: 0, guessed: 0 };
  let exact = 0;
  for (const [index, [gold, guess]] of pairs.entries()) {
    checkWords(gold, guess, index);
    // Which words count is the gold tree's to say: a wrong tag moves no span.
    const rank = ranks(gold, ignoredTags);
    const wanted = brackets(gold, ignored, rank);
    const guessed = guess ? brackets(guess, ignored, rank) : [];
    const left = new Map<string, number>();
    for (const bracket of wanted) left.set(bracket, (left.get(bracket) ?? 0) + 1);
    let matched = 0;
    for (const bracket of guessed) {
      const count = left.get(bracket) ?? 0;
      if (count > 0) matched++;
      left.set(bracket, count - 1);
    }
    total.matched += matched;
    total.gold += wanted.length;
    total.guessed += guessed.length;
    if (guess && matched === wanted.length && matched === guessed.length) exact++;
  }
  const { matched, gold, guessed } = total;
  return {
    ...total,
    precision: guessed === 0 ? 0 : matched / guessed,
    recall: gold === 0 ? 0 : matched / gold,
    f1: gold + guessed === 0 ? 0 : (2 * matched) / (gold + guessed),
    exact: exact / pairs.length,
  };
}

/** How many words that count stand before each position, `[words + 1]`. */
function ranks(tree: LabelledTree, ignoredTags: readonly string[]): number[] {
  const out = [0];
  const visit = ({ label, children }: LabelledTree): void => {
    if (typeof children === 'string') out.push(out.at(-1)! + (ignoredTags.includes(label) ? 0 : 1));
    else children.forEach(visit);
  };
  visit(tree);
  return out;
}

/** The phrases that count, over words that count, one string each. */
function brackets(tree: LabelledTree, ignored: ReadonlySet<string>, rank: readonly number[]): string[] {
  return labelledSpans(tree).flatMap(({ label, from, to }) =>
    ignored.has(label) || rank[from] === rank[to] ? [] : [`${rank[from]} ${rank[to]} ${label}`],
  );
}

function checkWords(gold: LabelledTree, guess: LabelledTree | undefined, index: number): void {
  if (!guess) return;
  const expected = leaves(gold);
  const got = leaves(guess);
  if (expected.length === got.length && expected.every((word, i) => word === got[i])) return;
  throw new RangeError(
    `labelledF1(pairs): expected trees over one sentence, got ${expected.length} and ${got.length} words in pair ${index}: '${expected.join(' ')}' and '${got.join(' ')}'.`,
  );
}
