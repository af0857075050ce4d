/** A tree as treebanks print it: a label over children, or over a word. */
export interface LabelledTree {
  readonly label: string;
  /** Children; for a preterminal, its one word. */
  readonly children: readonly LabelledTree[] | string;
}

/** A constituent: a label over the words from `from` to just before `to`. */
export interface LabelledSpan {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The trees of a bracketed treebank, `(S (NP (D the) (N dog)) (VP (V barks)))`. An outermost bracket without a label, as the Penn
 * Treebank has, is dropped.
 *
 * @example
 * ```ts
 * import { labelledF1, parseTreebank } from '@latents/em';
 *
 * const [gold, other] = parseTreebank('(S (A a) (X (B b) (C c))) (S (X (A a) (B b)) (C c))');
 * labelledF1([[gold!, other!]]).f1; // => 0.5
 * ```
 * @throws SyntaxError naming the position, for brackets that do not match, a node without children, or text outside brackets.
 */
export function parseTreebank(text: string): LabelledTree[] {
  const tokens = [...text.matchAll(/[()]|[^\s()]+/g)].map((match) => ({ text: match[0], at: match.index }));
  const trees: LabelledTree[] = [];
  let next = 0;
  const fail = (expected: string): never => {
    const token = tokens[next];
    throw new SyntaxError(
      `parseTreebank(text): expected ${expected}, got ${token ? `'${token.text}' at ${token.at}` : 'the end'}.`,
    );
  };
  const node = (): LabelledTree => {
    if (tokens[next]?.text !== '(') fail("'('");
    next++;
    const token = tokens[next]?.text ?? fail('a label');
    const label = token === '(' || token === ')' ? '' : token;
    if (label !== '') next++;
    const word = tokens[next]?.text ?? fail("')'");
    if (word !== '(' && word !== ')') {
      next++;
      if (tokens[next]?.text !== ')') fail("')' after a word");
      next++;
      return { label, children: word };
    }
    const children: LabelledTree[] = [];
    while (tokens[next]?.text === '(') children.push(node());
    if (children.length === 0) fail('children or a word');
    if (tokens[next]?.text !== ')') fail("')'");
    next++;
    return { label, children };
  };
  while (next < tokens.length) {
    const tree = node();
    const [only] = tree.children;
    trees.push(tree.label === '' && tree.children.length === 1 && typeof only === 'object' ? only : tree);
  }
  return trees;
}

/** The words of a tree, in order. */
export function leaves(tree: LabelledTree): string[] {
  return typeof tree.children === 'string' ? [tree.children] : tree.children.flatMap(leaves);
}

/**
 * The tree with at most two children a node and no node of one child but preterminals: Chomsky normal form. New nodes are named `X|`
 * after their parent X and branch to the right; a chain of single children keeps its top label, `X+Y`.
 */
export function binarize(tree: LabelledTree): LabelledTree {
  const { label, children } = tree;
  if (typeof children === 'string') return tree;
  if (children.length === 1) {
    const only = children[0]!;
    return binarize({ label: `${label}+${only.label}`, children: only.children });
  }
  const [first, ...rest] = children;
  if (rest.length === 1) return { label, children: [binarize(first!), binarize(rest[0]!)] };
  const intermediate = label.endsWith('|') ? label : `${label}|`;
  return { label, children: [binarize(first!), binarize({ label: intermediate, children: rest })] };
}

/** Undoes {@link binarize}. */
export function unbinarize(tree: LabelledTree): LabelledTree {
  const [label, ...chain] = tree.label.split('+') as [string, ...string[]];
  if (chain.length > 0 && !tree.label.endsWith('|')) {
    return { label, children: [unbinarize({ label: chain.join('+'), children: tree.children })] };
  }
  if (typeof tree.children === 'string') return tree;
  return {
    label: tree.label,
    children: tree.children
      .map(unbinarize)
      .flatMap((child) => (child.label.endsWith('|') && typeof child.children !== 'string' ? child.children : [child])),
  };
}

/** The constituents of a tree, preterminals left out. */
export function labelledSpans(tree: LabelledTree): LabelledSpan[] {
  const spans: LabelledSpan[] = [];
  const visit = ({ label, children }: LabelledTree, from: number): number => {
    if (typeof children === 'string') return from + 1;
    const at = spans.push({ label, from, to: from }) - 1;
    let to = from;
    for (const child of children) to = visit(child, to);
    spans[at] = { label, from, to };
    return to;
  };
  visit(tree, 0);
  return spans;
}

/**
 * Labelled precision, recall and their harmonic mean over pairs of gold and guessed trees, constituents counted with
 * multiplicity and preterminals left out (PARSEVAL).
 *
 * @throws RangeError if there are no pairs, or a pair's trees span different numbers of words.
 * @see Black et al. 1991
 */
export function labelledF1(pairs: readonly (readonly [gold: LabelledTree, guess: LabelledTree])[]): {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
} {
  if (pairs.length === 0) throw new RangeError('labelledF1(pairs): expected at least one pair, got none.');
  let [matched, guessed, wanted] = [0, 0, 0];
  for (const [index, [gold, guess]] of pairs.entries()) {
    if (leaves(gold).length !== leaves(guess).length) {
      throw new RangeError(
        `labelledF1(pairs): expected trees over one sentence, got ${leaves(gold).length} and ${leaves(guess).length} words in pair ${index}.`,
      );
    }
    const left = new Map<string, number>();
    for (const { label, from, to } of labelledSpans(gold)) {
      const key = `${from} ${to} ${label}`;
      left.set(key, (left.get(key) ?? 0) + 1);
      wanted++;
    }
    for (const { label, from, to } of labelledSpans(guess)) {
      const key = `${from} ${to} ${label}`;
      const count = left.get(key) ?? 0;
      guessed++;
      if (count === 0) continue;
      matched++;
      left.set(key, count - 1);
    }
  }
  const precision = guessed === 0 ? 0 : matched / guessed;
  const recall = wanted === 0 ? 0 : matched / wanted;
  return { precision, recall, f1: matched === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
