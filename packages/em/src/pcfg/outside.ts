import { eachRule, ruleBlocks } from './rule-blocks.js';
import type { SpanChart } from './span-chart.js';
import type { Counts } from './tables.js';

/** The outside pass after the inside pass: adds the expected counts; returns p(symbol over span | sentence) by cell. */
export function outside(chart: SpanChart, sentence: ArrayLike<number>, logProb: number, counts: Counts): Float64Array {
  const { t, heap, at, scale, base, n } = chart;
  const { numbers } = heap;
  const { products } = heap.kernels;
  const { nonterminals: N, symbols: s, firstPreterminal: first } = t;
  const p = s - first;
  const cells = (n + 1) ** 2 * s;
  numbers.fill(0, at.bothCounts, at.countsEnd);
  numbers.fill(0, at.outside, at.outside + cells);
  const topFactor = Math.exp(scale[n]! - logProb);
  for (let a = 0; a < N; a++) {
    const value = t.root[a]! * topFactor;
    numbers[chart.outside(0, n) + a] = value;
    counts.root[a]! += value * numbers[chart.inside(0, n) + a]!;
  }
  for (let width = n; width >= 2; width--) {
    const spans = n - width + 1;
    for (let i = 0; i < spans; i++) {
      const cell = chart.cell(i, i + width);
      const reachable = scale[cell]! > -Infinity;
      const factor = reachable ? Math.exp(base[cell]! - scale[cell]!) : 0;
      const from = chart.outside(i, i + width);
      for (let a = 0; a < N; a++) numbers[at.above + i * N + a] = reachable ? numbers[from + a]! * factor : 0;
    }
    const size = width === 2 ? p * p : N * N;
    if (width !== 3) {
      chart.sumPairs(width);
      const [rules, table] = width === 2 ? [at.wordsCounts, at.words] : [at.bothCounts, at.both];
      products.matMul({
        left: at.above,
        down: 1,
        across: N,
        right: at.pairs,
        out: rules,
        rows: N,
        columns: size,
        depth: spans,
      });
      numbers.fill(0, at.down, at.down + spans * size);
      products.matMul({
        left: at.above,
        down: N,
        across: 1,
        right: table,
        out: at.down,
        rows: spans,
        columns: size,
        depth: N,
      });
    }
    for (let i = 0; i < spans; i++) descend(chart, i, width, size);
  }
  for (let i = 0; i < n; i++) {
    const cell = chart.outside(i, i + 1) + first;
    products.matVec({
      matrix: at.leftWord,
      vector: at.leftFlow + i * N * N,
      out: cell,
      rows: p,
      columns: N * N,
      weight: 1,
    });
    products.matVec({
      matrix: at.rightWord,
      vector: at.rightFlow + i * N * N,
      out: cell,
      rows: p,
      columns: N * N,
      weight: 1,
    });
  }
  const word = chart.inside(0, 1) + first;
  products.matMul({
    left: word,
    down: 1,
    across: (n + 2) * s,
    right: at.leftFlow,
    out: at.leftWordCounts,
    rows: p,
    columns: N * N,
    depth: n,
  });
  products.matMul({
    left: word,
    down: 1,
    across: (n + 2) * s,
    right: at.rightFlow,
    out: at.rightWordCounts,
    rows: p,
    columns: N * N,
    depth: n,
  });
  const blocks = ruleBlocks(t);
  for (const [from, block] of [
    [at.bothCounts, blocks.both],
    [at.leftWordCounts, blocks.leftWord],
    [at.rightWordCounts, blocks.rightWord],
    [at.wordsCounts, blocks.words],
  ] as const)
    eachRule(t, block, (rule, i) => {
      counts.rules[rule]! += t.rules[rule]! * numbers[from + i]!;
    });
  const posterior = numbers.slice(at.outside, at.outside + cells);
  for (let q = 0; q < cells; q++) posterior[q]! *= numbers[at.inside + q]!;
  for (let i = 0; i < n; i++)
    for (let q = 0; q < p; q++)
      counts.words[q * t.vocabulary + sentence[i]!]! += posterior[chart.cell(i, i + 1) * s + first + q]!;
  return posterior;
}

/** Hands what flows down from a span to the outside values of its children, and to the words at its ends. */
function descend(chart: SpanChart, i: number, width: number, size: number): void {
  const { t, heap, at } = chart;
  const { products } = heap.kernels;
  const { nonterminals: N, symbols: s, firstPreterminal: first } = t;
  const j = i + width;
  const above = at.above + i * N;
  const down = at.down + i * size;
  if (width === 2) {
    const p = s - first;
    const weight = chart.splitWeight(i, i + 1, j);
    if (weight === 0) return;
    products.matVec({
      matrix: down,
      vector: chart.inside(i + 1, j) + first,
      out: chart.outside(i, i + 1) + first,
      rows: p,
      columns: p,
      weight,
    });
    products.matVecTransposed({
      matrix: down,
      vector: chart.inside(i, i + 1) + first,
      out: chart.outside(i + 1, j) + first,
      rows: p,
      columns: p,
      weight,
    });
    return;
  }
  const left = chart.splitWeight(i, i + 1, j);
  if (left > 0) {
    products.addOuter({
      out: at.leftFlow + i * N * N,
      left: above,
      right: chart.inside(i + 1, j),
      rows: N,
      columns: N,
      weight: left,
    });
    products.matVecTransposed({
      matrix: chart.withWord('left', i),
      vector: above,
      out: chart.outside(i + 1, j),
      rows: N,
      columns: N,
      weight: left,
    });
  }
  const right = chart.splitWeight(i, j - 1, j);
  if (right > 0) {
    products.addOuter({
      out: at.rightFlow + (j - 1) * N * N,
      left: above,
      right: chart.inside(i, j - 1),
      rows: N,
      columns: N,
      weight: right,
    });
    products.matVecTransposed({
      matrix: chart.withWord('right', j - 1),
      vector: above,
      out: chart.outside(i, j - 1),
      rows: N,
      columns: N,
      weight: right,
    });
  }
  for (let k = i + 2; k < j - 1; k++) {
    const weight = chart.splitWeight(i, k, j);
    if (weight === 0) continue;
    products.matVec({
      matrix: down,
      vector: chart.inside(k, j),
      out: chart.outside(i, k),
      rows: N,
      columns: N,
      weight,
    });
    products.matVecTransposed({
      matrix: down,
      vector: chart.inside(i, k),
      out: chart.outside(k, j),
      rows: N,
      columns: N,
      weight,
    });
  }
}
