import { withHeap } from '@latents/math/kernels';
import { layoutOf, SpanChart } from './span-chart.js';
import type { Tables } from './tables.js';

/** Lends a chart for sentences of up to `longest` words to `use`. */
export function withSpanChart<T>(t: Tables, longest: number, use: (chart: SpanChart) => T): T {
  return withHeap(layoutOf(t, longest).length, (heap) => use(new SpanChart(heap, t, longest)));
}

/**
 * The inside pass; returns log p(sentence), in nats. For a span, the products of its children's values are first summed over splits,
 * `[N, N]`, then met once with the rules, for all spans of a width in one matrix product. A split whose first or last child is a single
 * word meets the rules already multiplied by that word's preterminals, which is done once a word: O(n^3 N^2 + n^2 N^3 + n N^2 T).
 * Each span has its own scale, so that long sentences do not underflow.
 */
export function inside(chart: SpanChart, sentence: ArrayLike<number>): number {
  const { t, heap, at, scale, base } = chart;
  const { numbers } = heap;
  const { products } = heap.kernels;
  const { nonterminals: N, symbols: s, firstPreterminal: first } = t;
  const n = sentence.length;
  const p = s - first;
  chart.n = n;
  numbers.fill(0, at.inside, at.inside + (n + 1) ** 2 * s);
  scale.fill(-Infinity, 0, (n + 1) ** 2);
  for (let i = 0; i < n; i++) {
    const cell = chart.inside(i, i + 1);
    for (let q = 0; q < p; q++) numbers[cell + first + q] = t.words[q * t.vocabulary + sentence[i]!]!;
    rescale(chart, i, i + 1, 0);
  }
  numbers.fill(0, at.left, at.left + n * N * N);
  numbers.fill(0, at.right, at.right + n * N * N);
  const word = chart.inside(0, 1) + first;
  products.matMul({
    left: word,
    down: (n + 2) * s,
    across: 1,
    right: at.leftWord,
    out: at.left,
    rows: n,
    columns: N * N,
    depth: p,
  });
  products.matMul({
    left: word,
    down: (n + 2) * s,
    across: 1,
    right: at.rightWord,
    out: at.right,
    rows: n,
    columns: N * N,
    depth: p,
  });
  for (let width = 2; width <= n; width++) {
    for (let i = 0; i + width <= n; i++) {
      const j = i + width;
      let most = -Infinity;
      for (let k = i + 1; k < j; k++) most = Math.max(most, scale[chart.cell(i, k)]! + scale[chart.cell(k, j)]!);
      base[chart.cell(i, j)] = most;
    }
    chart.sumPairs(width);
    const spans = n - width + 1;
    numbers.fill(0, at.above, at.above + spans * N);
    if (width === 2)
      products.matMul({
        left: at.pairs,
        down: p * p,
        across: 1,
        right: at.wordsDown,
        out: at.above,
        rows: spans,
        columns: N,
        depth: p * p,
      });
    else if (width > 3)
      products.matMul({
        left: at.pairs,
        down: N * N,
        across: 1,
        right: at.bothDown,
        out: at.above,
        rows: spans,
        columns: N,
        depth: N * N,
      });
    for (let i = 0; i < spans; i++) {
      const j = i + width;
      const values = at.above + i * N;
      if (width > 2) {
        const left = chart.splitWeight(i, i + 1, j);
        const right = chart.splitWeight(i, j - 1, j);
        if (left > 0)
          products.matVec({
            matrix: chart.withWord('left', i),
            vector: chart.inside(i + 1, j),
            out: values,
            rows: N,
            columns: N,
            weight: left,
          });
        if (right > 0)
          products.matVec({
            matrix: chart.withWord('right', j - 1),
            vector: chart.inside(i, j - 1),
            out: values,
            rows: N,
            columns: N,
            weight: right,
          });
      }
      numbers.copyWithin(chart.inside(i, j), values, values + N);
      rescale(chart, i, j, base[chart.cell(i, j)]!);
    }
  }
  const top = chart.inside(0, n);
  let total = 0;
  for (let a = 0; a < N; a++) total += t.root[a]! * numbers[top + a]!;
  return total > 0 ? Math.log(total) + scale[n]! : -Infinity;
}

function rescale(chart: SpanChart, i: number, j: number, base: number): void {
  const { numbers } = chart.heap;
  const from = chart.inside(i, j);
  const to = from + chart.t.symbols;
  let max = 0;
  for (let q = from; q < to; q++) max = Math.max(max, numbers[q]!);
  if (max === 0) return;
  chart.scale[chart.cell(i, j)] = base + Math.log(max);
  for (let q = from; q < to; q++) numbers[q]! /= max;
}
