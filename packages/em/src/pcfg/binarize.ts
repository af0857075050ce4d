import type { Constituency } from './constituency.js';

export interface BinarizeOptions {
  /** Which child leaves a long phrase first: 'right' (default) splits off the first child, 'left' the last. */
  readonly branching?: 'left' | 'right';
  /** How many of the children still to come a new symbol remembers (default: all). Fewer give a smaller grammar that generalises. */
  readonly horizontal?: number;
}

const JOIN = '+';
const PART = '|<';

/**
 * A tree in Chomsky normal form, from which {@link debinarize} gets the tree back: a chain of single children becomes one symbol
 * (`S+VP`), a phrase of more than two becomes a spine of new symbols (`NP|<JJ-NN>`).
 *
 * @example
 * ```ts
 * import { binarize, readTrees, writeTree } from '@latents/em';
 *
 * const [tree] = readTrees('(NP (DT the) (JJ old) (NN man))');
 * writeTree(binarize(tree!)); // => '(NP (DT the) (NP|<JJ-NN> (JJ old) (NN man)))'
 * ```
 * @throws RangeError for a label that holds `+` or `|<`, or a `horizontal` that is no integer >= 0.
 * @see Johnson 1998; Klein & Manning 2003
 */
export function binarize(tree: Constituency, options: BinarizeOptions = {}): Constituency {
  const { branching = 'right', horizontal = Infinity } = options;
  if (!(horizontal >= 0 && (Number.isInteger(horizontal) || horizontal === Infinity)))
    throw new RangeError(`binarize({ horizontal }): expected an integer >= 0 or Infinity, got ${horizontal}.`);
  const visit = (node: Constituency): Constituency => {
    const { label, bottom } = chain(node);
    if ('word' in bottom) return { label, word: bottom.word };
    const children = bottom.children.map(visit);
    const spine = (name: string, from: number, to: number): Constituency => {
      if (to - from === 2) return { label: name, children: children.slice(from, to) };
      const [rest, first, last] =
        branching === 'right' ? [children[from]!, from + 1, to] : [children[to - 1]!, from, to - 1];
      const seen = Math.min(horizontal, last - first);
      const kept = branching === 'right' ? children.slice(first, first + seen) : children.slice(last - seen, last);
      const inner = spine(`${label}${PART}${kept.map((child) => child.label).join('-')}>`, first, last);
      return { label: name, children: branching === 'right' ? [rest, inner] : [inner, rest] };
    };
    return spine(label, 0, children.length);
  };
  return visit(tree);
}

/** The label of a chain of single children, joined, and the node at its end. */
function chain(tree: Constituency): { label: string; bottom: Constituency } {
  const labels: string[] = [];
  for (let node = tree; ; node = node.children[0]!) {
    if (node.label.includes(JOIN) || node.label.includes(PART))
      throw new RangeError(`binarize(tree): expected labels without '${JOIN}' and '${PART}', got '${node.label}'.`);
    labels.push(node.label);
    if ('word' in node || node.children.length !== 1) return { label: labels.join(JOIN), bottom: node };
  }
}

/**
 * The tree that {@link binarize} was given.
 *
 * @throws RangeError for a root that only `binarize` makes, part of a phrase.
 */
export function debinarize(tree: Constituency): Constituency {
  const visit = (node: Constituency): Constituency[] => {
    const inner: Constituency[] = 'word' in node ? [] : node.children.flatMap(visit);
    if (!('word' in node) && node.label.includes(PART)) return inner;
    const labels = node.label.split(JOIN);
    const label = labels.pop()!;
    const bottom: Constituency = 'word' in node ? { label, word: node.word } : { label, children: inner };
    return [labels.reduceRight<Constituency>((child, above) => ({ label: above, children: [child] }), bottom)];
  };
  if (!('word' in tree) && tree.label.includes(PART))
    throw new RangeError(`debinarize(tree): expected a whole phrase at the root, got the part '${tree.label}'.`);
  return visit(tree)[0]!;
}
