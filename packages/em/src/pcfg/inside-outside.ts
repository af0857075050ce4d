import { FourSpans } from './four-spans.js';

/** The tables of a grammar as its dynamic program reads them. */
export interface Tables {
  readonly nonterminals: number;
  readonly symbols: number;
  /** The number of the first symbol that emits words. */
  readonly firstPreterminal: number;
  readonly vocabulary: number;
  readonly root: Float64Array;
  readonly rules: Float64Array;
  readonly words: Float64Array;
}

/** Where the expected counts are added: root, rules, words, each in the shape of its table. */
export interface Counts {
  readonly root: Float64Array;
  readonly rules: Float64Array;
  readonly words: Float64Array;
}

/** The inside chart: span (i, j) at `(i * (n + 1) + j)`, its values divided by `exp(scale)`. */
export interface Inside {
  readonly length: number;
  readonly values: Float64Array;
  readonly scale: Float64Array;
  /** log p(sentence), in nats. */
  readonly logProb: number;
}

/**
 * The inside pass. For a span, the products of its children's values are first summed over splits, `[symbols, symbols]`, then
 * met once with the rules, for four spans of a width together: O(n^3 S^2 + n^2 N S^2). Each span has its own scale, so that
 * long sentences do not underflow.
 */
export function inside(t: Tables, sentence: ArrayLike<number>): Inside {
  const n = sentence.length;
  const s = t.symbols;
  const values = new Float64Array((n + 1) * (n + 1) * s);
  const scale = new Float64Array((n + 1) * (n + 1)).fill(-Infinity);
  const preterminals = s - t.firstPreterminal;
  for (let i = 0; i < n; i++) {
    const cell = i * (n + 1) + i + 1;
    for (let p = 0; p < preterminals; p++) {
      values[cell * s + t.firstPreterminal + p] = t.words[p * t.vocabulary + sentence[i]!]!;
    }
    rescale(values, scale, cell, s, 0);
  }
  const four = new FourSpans(t, values, scale, n);
  for (let width = 2; width <= n; width++) {
    for (let i = 0; i + width <= n; i += 4) {
      four.sumPairs(i, width);
      four.applyRules();
      for (let lane = 0; lane < 4; lane++) {
        if (four.base[lane] !== -Infinity) rescale(values, scale, four.cells[lane]!, s, four.base[lane]!);
      }
    }
  }
  let total = 0;
  for (let a = 0; a < t.nonterminals; a++) total += t.root[a]! * values[n * s + a]!;
  return { length: n, values, scale, logProb: total > 0 ? Math.log(total) + scale[n]! : -Infinity };
}

function rescale(values: Float64Array, scale: Float64Array, cell: number, s: number, base: number): void {
  let max = 0;
  for (let p = cell * s; p < (cell + 1) * s; p++) max = Math.max(max, values[p]!);
  if (max === 0) return;
  scale[cell] = base + Math.log(max);
  for (let p = cell * s; p < (cell + 1) * s; p++) values[p]! /= max;
}

/** The outside pass over an inside chart: adds the expected counts; returns p(symbol over span | sentence) by cell. */
export function outside(t: Tables, sentence: ArrayLike<number>, chart: Inside, counts: Counts): Float64Array {
  const { length: n, values, scale, logProb } = chart;
  const s = t.symbols;
  const out = new Float64Array(values.length);
  const topFactor = Math.exp(scale[n]! - logProb);
  for (let a = 0; a < t.nonterminals; a++) {
    out[n * s + a] = t.root[a]! * topFactor;
    counts.root[a]! += out[n * s + a]! * values[n * s + a]!;
  }
  const four = new FourSpans(t, values, scale, n);
  for (let width = n; width >= 2; width--) {
    for (let i = 0; i + width <= n; i += 4) {
      four.sumPairs(i, width);
      four.addCounts(out, counts.rules);
      for (let lane = 0; lane < 4; lane++) if (four.base[lane] !== -Infinity) four.descend(lane, i + lane, width, out);
    }
  }
  for (let i = 0; i < n; i++) {
    const cell = i * (n + 1) + i + 1;
    for (let p = t.firstPreterminal; p < s; p++) {
      counts.words[(p - t.firstPreterminal) * t.vocabulary + sentence[i]!]! +=
        out[cell * s + p]! * values[cell * s + p]!;
    }
  }
  for (let p = 0; p < out.length; p++) out[p]! *= values[p]!;
  return out;
}
