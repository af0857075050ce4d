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
 * met once with the rules: O(n^3 S^2 + n^2 N S^2). Each span has its own scale, so that long sentences do not underflow.
 */
export function inside(t: Tables, sentence: ArrayLike<number>): Inside {
  const n = sentence.length;
  const s = t.symbols;
  const values = new Float64Array((n + 1) * (n + 1) * s);
  const scale = new Float64Array((n + 1) * (n + 1)).fill(-Infinity);
  const pairs = new Float64Array(s * s);
  const preterminals = s - t.firstPreterminal;
  for (let i = 0; i < n; i++) {
    const cell = i * (n + 1) + i + 1;
    for (let p = 0; p < preterminals; p++)
      values[cell * s + t.firstPreterminal + p] = t.words[p * t.vocabulary + sentence[i]!]!;
    rescale(values, scale, cell, s, 0);
  }
  for (let width = 2; width <= n; width++) {
    for (let i = 0; i + width <= n; i++) {
      const cell = i * (n + 1) + i + width;
      const base = sumPairs(t, values, scale, n, i, i + width, pairs);
      if (base === -Infinity) continue;
      for (let a = 0; a < t.nonterminals; a++) {
        let sum = 0;
        const r = a * s * s;
        for (let p = 0; p < s * s; p++) sum += t.rules[r + p]! * pairs[p]!;
        values[cell * s + a] = sum;
      }
      rescale(values, scale, cell, s, base);
    }
  }
  const top = n;
  let total = 0;
  for (let a = 0; a < t.nonterminals; a++) total += t.root[a]! * values[top * s + a]!;
  return { length: n, values, scale, logProb: total > 0 ? Math.log(total) + scale[top]! : -Infinity };
}

/** `pairs[B, C] = sum over splits of left(B) right(C)`, over exp(the scale that is returned). */
function sumPairs(
  t: Tables,
  values: Float64Array,
  scale: Float64Array,
  n: number,
  i: number,
  j: number,
  pairs: Float64Array,
): number {
  const s = t.symbols;
  let base = -Infinity;
  for (let k = i + 1; k < j; k++) base = Math.max(base, scale[i * (n + 1) + k]! + scale[k * (n + 1) + j]!);
  if (base === -Infinity) return base;
  pairs.fill(0);
  for (let k = i + 1; k < j; k++) {
    const left = i * (n + 1) + k;
    const right = k * (n + 1) + j;
    const weight = Math.exp(scale[left]! + scale[right]! - base);
    if (weight === 0) continue;
    for (let b = 0; b < s; b++) {
      const v = weight * values[left * s + b]!;
      if (v === 0) continue;
      for (let c = 0, p = b * s, q = right * s; c < s; c++, p++, q++) pairs[p]! += v * values[q]!;
    }
  }
  return base;
}

function rescale(values: Float64Array, scale: Float64Array, cell: number, s: number, base: number): void {
  let max = 0;
  for (let p = cell * s; p < (cell + 1) * s; p++) max = Math.max(max, values[p]!);
  if (max === 0) return;
  scale[cell] = base + Math.log(max);
  for (let p = cell * s; p < (cell + 1) * s; p++) values[p]! /= max;
}

/** The outside pass over an inside chart: adds `weight` times the expected counts; returns p(symbol over span | sentence) by cell. */
export function outside(
  t: Tables,
  sentence: ArrayLike<number>,
  chart: Inside,
  weight: number,
  counts: Counts,
): Float64Array {
  const { length: n, values, scale, logProb } = chart;
  const s = t.symbols;
  const out = new Float64Array(values.length);
  const pairs = new Float64Array(s * s);
  const down = new Float64Array(s * s);
  const topFactor = Math.exp(scale[n]! - logProb);
  for (let a = 0; a < t.nonterminals; a++) {
    out[n * s + a] = t.root[a]! * topFactor;
    counts.root[a]! += weight * out[n * s + a]! * values[n * s + a]!;
  }
  for (let width = n; width >= 2; width--) {
    for (let i = 0; i + width <= n; i++) {
      const j = i + width;
      const cell = i * (n + 1) + j;
      if (scale[cell] === -Infinity) continue;
      const base = sumPairs(t, values, scale, n, i, j, pairs);
      const factor = Math.exp(base - scale[cell]!);
      down.fill(0);
      for (let a = 0; a < t.nonterminals; a++) {
        const o = out[cell * s + a]! * factor;
        if (o === 0) continue;
        for (let p = 0, r = a * s * s; p < s * s; p++, r++) {
          const rule = o * t.rules[r]!;
          down[p]! += rule;
          counts.rules[r]! += weight * rule * pairs[p]!;
        }
      }
      for (let k = i + 1; k < j; k++) {
        const left = (i * (n + 1) + k) * s;
        const right = (k * (n + 1) + j) * s;
        const split = Math.exp(scale[left / s]! + scale[right / s]! - base);
        if (split === 0) continue;
        for (let b = 0; b < s; b++) {
          const v = split * values[left + b]!;
          let sum = 0;
          for (let c = 0, p = b * s; c < s; c++, p++) {
            sum += down[p]! * values[right + c]!;
            out[right + c]! += down[p]! * v;
          }
          out[left + b]! += split * sum;
        }
      }
    }
  }
  for (let i = 0; i < n; i++) {
    const cell = i * (n + 1) + i + 1;
    for (let p = t.firstPreterminal; p < s; p++) {
      counts.words[(p - t.firstPreterminal) * t.vocabulary + sentence[i]!]! +=
        weight * out[cell * s + p]! * values[cell * s + p]!;
    }
  }
  for (let p = 0; p < out.length; p++) out[p]! *= values[p]!;
  return out;
}
