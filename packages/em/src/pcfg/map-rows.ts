import { concatenated } from './grammar-input.js';
import type { Counts, Tables } from './tables.js';

/** Maps rows of numbers, each beside a distribution p of the grammar, to as many numbers. All are flat, `[rows * width]`. */
type RowMap = (
  values: Float64Array,
  offset: number,
  rows: number,
  width: number,
  p: Float64Array,
) => Float64Array | readonly number[];

/**
 * Maps numbers in the layout of a grammar's parameters (root, rules, words) by distribution: the root, then the rules and
 * the words of each symbol, which are one distribution where preterminals are shared and two where they are not.
 */
export function mapRows(t: Tables, values: Float64Array, map: RowMap): Counts {
  const { nonterminals: n, symbols: s, vocabulary: v, firstPreterminal, root, rules, words } = t;
  const mapped = (...args: Parameters<RowMap>) => Float64Array.from(map(...args));
  const head = mapped(values, 0, 1, n, root);
  if (firstPreterminal > 0) {
    return {
      root: head,
      rules: mapped(values, n, n, s * s, rules),
      words: mapped(values, n + rules.length, s - n, v, words),
    };
  }
  const width = s * s + v;
  const rows = mapped(joined(t, values), 0, n, width, joined(t, concatenated(t)));
  return {
    root: head,
    rules: rows.filter((_, i) => i % width < s * s),
    words: rows.filter((_, i) => i % width >= s * s),
  };
}

/** Returns rules and words with those of each symbol in one row, `[nonterminals, symbols^2 + words]`. */
function joined({ nonterminals: n, symbols: s, vocabulary: v }: Tables, values: Float64Array): Float64Array {
  const width = s * s + v;
  const words = n + n * s * s;
  const rows = new Float64Array(n * width);
  for (let a = 0; a < n; a++) {
    rows.set(values.subarray(n + a * s * s, n + (a + 1) * s * s), a * width);
    rows.set(values.subarray(words + a * v, words + (a + 1) * v), a * width + s * s);
  }
  return rows;
}
