import type { Semiring } from '../semirings/semiring.js';
import type { Tree } from './grammar.js';
import type { Tables } from './tables.js';

/**
 * The value of all trees over a sentence in any semiring. A tree's labels are its parts in prefix order: the rule
 * `(A S + B) S + C` of each inner node, and `-1 - symbol` of each leaf.
 */
export function treesValue<T>(semiring: Semiring<T>, t: Tables, sentence: ArrayLike<number>): T {
  const n = sentence.length;
  const s = t.symbols;
  const chart = new Map<number, T>();
  const key = (i: number, j: number, a: number) => (i * (n + 1) + j) * s + a;
  for (let i = 0; i < n; i++) {
    for (let p = t.firstPreterminal; p < s; p++) {
      const weight = t.words[(p - t.firstPreterminal) * t.vocabulary + sentence[i]!]!;
      if (weight > 0) chart.set(key(i, i + 1, p), semiring.part(Math.log(weight), -1 - p));
    }
  }
  for (let width = 2; width <= n; width++) {
    for (let i = 0; i + width <= n; i++) {
      for (let a = 0; a < t.nonterminals; a++) {
        let sum: T | undefined;
        for (let b = 0; b < s; b++) {
          for (let c = 0; c < s; c++) {
            const rule = (a * s + b) * s + c;
            if (t.rules[rule] === 0) continue;
            for (let k = i + 1; k < i + width; k++) {
              const left = chart.get(key(i, k, b));
              const right = chart.get(key(k, i + width, c));
              if (left === undefined || right === undefined) continue;
              const value = semiring.times(semiring.times(semiring.part(Math.log(t.rules[rule]!), rule), left), right);
              sum = sum === undefined ? value : semiring.plus(sum, value);
            }
          }
        }
        if (sum !== undefined) chart.set(key(i, i + width, a), sum);
      }
    }
  }
  let total = semiring.zero;
  for (let a = 0; a < t.nonterminals; a++) {
    const value = chart.get(key(0, n, a));
    if (value !== undefined && t.root[a]! > 0)
      total = semiring.plus(total, semiring.times(semiring.part(Math.log(t.root[a]!), ROOT), value));
  }
  return total;
}

const ROOT = Number.MAX_SAFE_INTEGER;

/** The tree whose labels {@link treesValue} gave. */
export function treeOfLabels(labels: readonly number[], symbols: number, sentence: ArrayLike<number>): Tree {
  let at = labels[0] === ROOT ? 1 : 0;
  let word = 0;
  const read = (): Tree => {
    const label = labels[at++]!;
    if (label < 0) return { symbol: -1 - label, word: sentence[word++]! };
    const left = read();
    return { symbol: Math.floor(label / (symbols * symbols)), left, right: read() };
  };
  return read();
}
