import { drawIndex, type Rng } from '@latents/math';
import type { Tree } from './grammar.js';
import type { Tables } from './tables.js';

/**
 * A tree drawn from a grammar.
 *
 * @throws RangeError if it grows past `maxNodes` nodes, naming the grammar's total mass.
 */
export function growTree(t: Tables, rng: Rng, maxNodes: number, totalMass: () => number): Tree {
  const { symbols: s, nonterminals, firstPreterminal, vocabulary, root, rules, words } = t;
  let nodes = 0;
  const grow = (symbol: number): Tree => {
    if (++nodes > maxNodes)
      throw new RangeError(
        `grammar.sample(rng, maxNodes): the tree grew past ${maxNodes} nodes. The grammar's total mass is ${totalMass()}; below 1 it need not end.`,
      );
    const binary = symbol < nonterminals ? Array.from(rules.subarray(symbol * s * s, (symbol + 1) * s * s)) : [];
    const at = symbol - firstPreterminal;
    const lexical = at >= 0 ? Array.from(words.subarray(at * vocabulary, (at + 1) * vocabulary)) : [];
    const drawn = drawIndex(rng, [...binary, ...lexical]);
    if (drawn >= binary.length) return { symbol, word: drawn - binary.length };
    const left = grow(Math.floor(drawn / s));
    return { symbol, left, right: grow(drawn % s) };
  };
  return grow(drawIndex(rng, root));
}
