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
 * import { leaves, parseTreebank } from '@latents/em';
 *
 * const [tree] = parseTreebank('( (S (NP (NN rain))\n     (VP (VBZ falls))) )');
 * leaves(tree!); // => ['rain', 'falls']
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

/** A tree in brackets, on one line. */
export function printTree({ label, children }: LabelledTree): string {
  return `(${label} ${typeof children === 'string' ? children : children.map(printTree).join(' ')})`;
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
