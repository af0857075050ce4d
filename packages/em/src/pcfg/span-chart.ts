import type { Heap } from '@latents/math/kernels';
import { blockSize, eachRule, ruleBlocks } from './rule-blocks.js';
import type { Tables } from './tables.js';

/**
 * The charts and tables of inside-outside in a heap, for sentences of up to `longest` words. Cell (i, j), words i to j - 1, is at
 * `(i (n + 1) + j) symbols`.
 */
export class SpanChart {
  readonly t: Tables;
  readonly heap: Heap;
  readonly at: ReturnType<typeof layoutOf>;
  /** The log scale of each cell's inside values: -Infinity if all are 0. */
  readonly scale: Float64Array;
  /** The scale that a cell's splits are summed at. */
  readonly base: Float64Array;
  /** Words of the current sentence. */
  n = 0;

  constructor(heap: Heap, t: Tables, longest: number) {
    this.heap = heap;
    this.t = t;
    this.at = layoutOf(t, longest);
    this.scale = new Float64Array((longest + 1) ** 2);
    this.base = new Float64Array((longest + 1) ** 2);
    const { numbers } = heap;
    const { at } = this;
    const { both, leftWord, rightWord, words } = ruleBlocks(t);
    const n = t.nonterminals;
    const p2 = words.left[1] ** 2;
    eachRule(t, both, (rule, i) => {
      numbers[at.both + i] = numbers[at.bothDown + (i % (n * n)) * n + Math.floor(i / (n * n))] = t.rules[rule]!;
    });
    eachRule(t, leftWord, (rule, i) => {
      numbers[at.leftWord + i] = t.rules[rule]!;
    });
    eachRule(t, rightWord, (rule, i) => {
      numbers[at.rightWord + i] = t.rules[rule]!;
    });
    eachRule(t, words, (rule, i) => {
      numbers[at.words + i] = numbers[at.wordsDown + (i % p2) * n + Math.floor(i / p2)] = t.rules[rule]!;
    });
  }

  /** The number of cell (i, j). */
  cell(i: number, j: number): number {
    return i * (this.n + 1) + j;
  }

  /** Where the inside values of cell (i, j) begin. */
  inside(i: number, j: number): number {
    return this.at.inside + this.cell(i, j) * this.t.symbols;
  }

  /** Where its outside values begin. */
  outside(i: number, j: number): number {
    return this.at.outside + this.cell(i, j) * this.t.symbols;
  }

  /** `exp(scale of two cells - base of the cell they make)`; 0 where any has no value. */
  splitWeight(i: number, k: number, j: number): number {
    const base = this.base[this.cell(i, j)]!;
    if (base === -Infinity) return 0;
    return Math.exp(this.scale[this.cell(i, k)]! + this.scale[this.cell(k, j)]! - base);
  }

  /** Where the products of the first word's, or the last word's, preterminals with their rules begin: `[A, other child]`. */
  withWord(side: 'left' | 'right', i: number): number {
    return (side === 'left' ? this.at.left : this.at.right) + i * this.t.nonterminals ** 2;
  }

  /** `pairs[B, C]` of each span of a width: the sum over splits of the products of their children's values, over exp(base). */
  sumPairs(width: number): void {
    const { t, n, at, heap } = this;
    const { nonterminals: N, symbols: s, firstPreterminal: first } = t;
    const p = s - first;
    const size = width === 2 ? p * p : N * N;
    heap.numbers.fill(0, at.pairs, at.pairs + (n - width + 1) * size);
    for (let i = 0; i + width <= n; i++) {
      const j = i + width;
      const to = at.pairs + i * size;
      if (width === 2) {
        const weight = this.splitWeight(i, i + 1, j);
        if (weight > 0)
          heap.kernels.products.addOuter({
            out: to,
            left: this.inside(i, i + 1) + first,
            right: this.inside(i + 1, j) + first,
            rows: p,
            columns: p,
            weight,
          });
        continue;
      }
      for (let k = i + 2; k < j - 1; k++) {
        const weight = this.splitWeight(i, k, j);
        if (weight > 0)
          heap.kernels.products.addOuter({
            out: to,
            left: this.inside(i, k),
            right: this.inside(k, j),
            rows: N,
            columns: N,
            weight,
          });
      }
    }
  }
}

/** Where everything is in the heap. */
export function layoutOf(t: Tables, longest: number) {
  const { nonterminals: n, symbols: s, firstPreterminal } = t;
  const p = s - firstPreterminal;
  let end = 0;
  const take = (length: number) => {
    end += length;
    return end - length;
  };
  const blocks = ruleBlocks(t);
  const rules = (name: keyof typeof blocks) => take(blockSize(t, blocks[name]));
  const tables = {
    both: rules('both'),
    bothDown: rules('both'),
    leftWord: rules('leftWord'),
    rightWord: rules('rightWord'),
    words: rules('words'),
    wordsDown: rules('words'),
  };
  // What is summed over a sentence, to be cleared before it.
  const counts = {
    bothCounts: rules('both'),
    leftWordCounts: rules('leftWord'),
    rightWordCounts: rules('rightWord'),
    wordsCounts: rules('words'),
    leftFlow: take(longest * n * n),
    rightFlow: take(longest * n * n),
  };
  const countsEnd = end;
  const chart = (longest + 1) ** 2 * s;
  const wide = longest * Math.max(n, p) ** 2;
  return {
    ...tables,
    ...counts,
    countsEnd,
    inside: take(chart),
    outside: take(chart),
    left: take(longest * n * n),
    right: take(longest * n * n),
    pairs: take(wide),
    down: take(wide),
    above: take(longest * n),
    length: end,
  };
}
