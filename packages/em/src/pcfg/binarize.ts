import type { LabelledTree } from './treebank.js';

export interface BinarizeOptions {
  /** Whether new nodes hang on the right (default) or on the left of their parents. */
  readonly branching?: 'left' | 'right';
  /** How many of the children still to come a new symbol remembers (default: all). Fewer: a smaller grammar that generalises. */
  readonly horizontal?: number;
}

const JOIN = '+';
const PART = '|<';

/**
 * A tree in Chomsky normal form, from which {@link unbinarize} gets the tree back: a chain of single children becomes one symbol,
 * `S+VP`; a phrase of more than two children becomes a spine of new symbols, `NP|<JJ-NN>`.
 *
 * @example
 * ```ts
 * import { binarize, parseTreebank, printTree } from '@latents/em';
 *
 * const [tree] = parseTreebank('(NP (DT the) (JJ old) (NN man))');
 * printTree(binarize(tree!)); // => '(NP (DT the) (NP|<JJ-NN> (JJ old) (NN man)))'
 * ```
 * @throws RangeError for a label that holds `+` or `|<`, which could not be undone, or a `horizontal` that is no integer >= 0.
 * @see Johnson 1998; Klein & Manning 2003
 */
export function binarize(tree: LabelledTree, options: BinarizeOptions = {}): LabelledTree {
  const { branching = 'right', horizontal = Infinity } = options;
  if (!(horizontal >= 0 && (Number.isInteger(horizontal) || horizontal === Infinity)))
    throw new RangeError(`binarize(tree, { horizontal }): expected an integer >= 0, or Infinity, got ${horizontal}.`);
  const visit = (node: LabelledTree): LabelledTree => {
    const { label, bottom } = chain(node);
    if (typeof bottom === 'string') return { label, children: bottom };
    const children = bottom.map(visit);
    const spine = (name: string, from: number, to: number): LabelledTree => {
      if (to - from === 2) return { label: name, children: children.slice(from, to) };
      const right = branching === 'right';
      const [first, last] = right ? [from + 1, to] : [from, to - 1];
      const kept = right
        ? children.slice(first, Math.min(last, first + horizontal))
        : children.slice(Math.max(first, last - horizontal), last);
      const inner = spine(`${label}${PART}${kept.map((child) => child.label).join('-')}>`, first, last);
      return { label: name, children: right ? [children[from]!, inner] : [inner, children[last]!] };
    };
    return spine(label, 0, children.length);
  };
  return visit(tree);
}

/** The labels of a chain of single children, joined, and the word or children at its end. */
function chain(tree: LabelledTree): { label: string; bottom: readonly LabelledTree[] | string } {
  const labels: string[] = [];
  for (let { label, children } = tree; ; { label, children } = children[0]!) {
    if (label.includes(JOIN) || label.includes(PART))
      throw new RangeError(
        `binarize(tree): expected labels without '${JOIN}' and '${PART}', got '${label}'. Rename it first.`,
      );
    labels.push(label);
    if (typeof children === 'string' || children.length !== 1) return { label: labels.join(JOIN), bottom: children };
  }
}

/**
 * Undoes {@link binarize}.
 *
 * @throws RangeError for a root that is only part of a phrase.
 */
export function unbinarize(tree: LabelledTree): LabelledTree {
  const visit = ({ label, children }: LabelledTree): LabelledTree[] => {
    const below = typeof children === 'string' ? children : children.flatMap(visit);
    if (label.includes(PART) && typeof below !== 'string') return below;
    const [bottom, ...above] = label.split(JOIN).reverse() as [string, ...string[]];
    return [
      above.reduce<LabelledTree>((child, name) => ({ label: name, children: [child] }), {
        label: bottom,
        children: below,
      }),
    ];
  };
  if (tree.label.includes(PART))
    throw new RangeError(`unbinarize(tree): expected a whole phrase at the root, got the part '${tree.label}'.`);
  return visit(tree)[0]!;
}
