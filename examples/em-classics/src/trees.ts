import { type LabelledTree, labelledSpans, leaves } from '@latents/em';

/** The tree with one label for all phrases. The whole sentence, which every tree has, gets one that scores leave out. */
export function unlabelled(tree: LabelledTree): LabelledTree {
  const visit = ({ children }: LabelledTree): LabelledTree => ({
    label: 'X',
    children: typeof children === 'string' ? children : children.map(visit),
  });
  return { ...visit(tree), label: 'TOP' };
}

/** A tree that always branches to one side: what a parser must beat. */
export function branching(words: readonly string[], side: 'left' | 'right'): LabelledTree {
  const leaf = (word: string): LabelledTree => ({ label: 'X', children: word });
  if (words.length === 1) return leaf(words[0]!);
  return {
    label: 'X',
    children:
      side === 'right'
        ? [leaf(words[0]!), branching(words.slice(1), side)]
        : [branching(words.slice(0, -1), side), leaf(words.at(-1)!)],
  };
}

/**
 * Names for symbols that have none: each is called as the phrases that it most often covers.
 *
 * @param pairs Trees with names, and found ones over the same words.
 */
export function namesOf(pairs: readonly (readonly [LabelledTree, LabelledTree | undefined])[]): Map<string, string> {
  const met = new Map<string, Map<string, number>>();
  for (const [gold, found] of pairs) {
    if (found === undefined) continue;
    const names = new Map(labelledSpans(gold).map(({ label, from, to }) => [`${from} ${to}`, label]));
    for (const { label, from, to } of labelledSpans(found)) {
      const name = names.get(`${from} ${to}`);
      if (name === undefined) continue;
      const counts = met.get(label) ?? new Map<string, number>();
      met.set(label, counts.set(name, (counts.get(name) ?? 0) + 1));
    }
  }
  return new Map([...met].map(([label, counts]) => [label, [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0]]));
}

/** The tree with other labels; labels without a name stay. */
export function renamed({ label, children }: LabelledTree, names: ReadonlyMap<string, string>): LabelledTree {
  return {
    label: names.get(label) ?? label,
    children: typeof children === 'string' ? children : children.map((child) => renamed(child, names)),
  };
}

export function sentenceOf(tree: LabelledTree): string {
  return leaves(tree).join(' ');
}
