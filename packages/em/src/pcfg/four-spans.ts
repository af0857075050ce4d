import type { Tables } from './inside-outside.js';

/**
 * Four neighbouring spans of one width, worked on together so that each rule that is loaded serves four. Their children's products
 * are interleaved, `pairs[4 (B S + C) + lane]`. Only the symbols that a width can have are visited: preterminals over one word,
 * nonterminals over more.
 */
export class FourSpans {
  /** The scale of each lane's pairs; -Infinity for a lane past the end, or a span that no rule can reach. */
  readonly base = new Float64Array(4);
  /** Each lane's cell of the chart; those past the end share an unused one. */
  readonly cells = new Int32Array(4);
  private readonly pairs: Float64Array;
  private readonly down: Float64Array;
  private readonly tables: Tables;
  private readonly values: Float64Array;
  private readonly scale: Float64Array;
  private readonly n: number;
  /** Ranges of `B S + C` whose pairs the current width can fill, as [from, to) by turns. */
  private ranges: number[] = [];
  private width = 0;

  constructor(tables: Tables, values: Float64Array, scale: Float64Array, n: number) {
    this.tables = tables;
    this.values = values;
    this.scale = scale;
    this.n = n;
    this.pairs = new Float64Array(4 * tables.symbols ** 2);
    this.down = new Float64Array(4 * tables.symbols ** 2);
  }

  /** `pairs[B, C] = sum over splits of left(B) right(C)`, over exp(base), for spans that begin at i to i + 3. */
  sumPairs(i: number, width: number): void {
    const { pairs, values, scale, base, cells, n } = this;
    const s = this.tables.symbols;
    pairs.fill(0);
    if (width !== this.width) this.ranges = this.rangesOf(width);
    this.width = width;
    for (let lane = 0; lane < 4; lane++) {
      const from = i + lane;
      const to = from + width;
      base[lane] = -Infinity;
      cells[lane] = to <= n ? from * (n + 1) + to : 0;
      if (to > n) continue;
      for (let k = from + 1; k < to; k++) {
        base[lane] = Math.max(base[lane]!, scale[from * (n + 1) + k]! + scale[k * (n + 1) + to]!);
      }
      if (base[lane] === -Infinity) continue;
      for (let k = from + 1; k < to; k++) {
        const left = from * (n + 1) + k;
        const right = k * (n + 1) + to;
        const weight = Math.exp(scale[left]! + scale[right]! - base[lane]!);
        if (weight === 0) continue;
        const lastLeft = this.last(k - from);
        const firstRight = this.first(to - k);
        const lastRight = this.last(to - k);
        for (let b = this.first(k - from); b < lastLeft; b++) {
          const v = weight * values[left * s + b]!;
          if (v === 0) continue;
          const row = 4 * b * s + lane;
          for (
            let c = firstRight, q = right * s + firstRight, p = row + 4 * firstRight;
            c < lastRight;
            c++, q++, p += 4
          ) {
            pairs[p]! += v * values[q]!;
          }
        }
      }
    }
  }

  /** Writes the inside values of the four cells, over exp(base). */
  applyRules(): void {
    const { pairs, values, cells, base, ranges } = this;
    const { nonterminals, symbols: s, rules } = this.tables;
    for (let a = 0; a < nonterminals; a++) {
      let v0 = 0;
      let v1 = 0;
      let v2 = 0;
      let v3 = 0;
      for (let range = 0; range < ranges.length; range += 2) {
        const end = a * s * s + ranges[range + 1]!;
        for (let r = a * s * s + ranges[range]!, p = 4 * ranges[range]!; r < end; r++, p += 4) {
          const rule = rules[r]!;
          v0 += rule * pairs[p]!;
          v1 += rule * pairs[p + 1]!;
          v2 += rule * pairs[p + 2]!;
          v3 += rule * pairs[p + 3]!;
        }
      }
      if (base[0] !== -Infinity) values[cells[0]! * s + a] = v0;
      if (base[1] !== -Infinity) values[cells[1]! * s + a] = v1;
      if (base[2] !== -Infinity) values[cells[2]! * s + a] = v2;
      if (base[3] !== -Infinity) values[cells[3]! * s + a] = v3;
    }
  }

  /** Adds the four spans' expected rules, and gathers what flows down to their pairs. */
  addCounts(out: Float64Array, counts: Float64Array): void {
    const { pairs, down, cells, base, scale, ranges } = this;
    const { nonterminals, symbols: s, rules } = this.tables;
    down.fill(0);
    const factor = base.map((value, lane) => (value === -Infinity ? 0 : safeExp(value - scale[cells[lane]!]!)));
    for (let a = 0; a < nonterminals; a++) {
      const o0 = base[0] === -Infinity ? 0 : out[cells[0]! * s + a]! * factor[0]!;
      const o1 = base[1] === -Infinity ? 0 : out[cells[1]! * s + a]! * factor[1]!;
      const o2 = base[2] === -Infinity ? 0 : out[cells[2]! * s + a]! * factor[2]!;
      const o3 = base[3] === -Infinity ? 0 : out[cells[3]! * s + a]! * factor[3]!;
      if (o0 + o1 + o2 + o3 === 0) continue;
      for (let range = 0; range < ranges.length; range += 2) {
        const end = a * s * s + ranges[range + 1]!;
        for (let r = a * s * s + ranges[range]!, p = 4 * ranges[range]!; r < end; r++, p += 4) {
          const rule = rules[r]!;
          const d0 = o0 * rule;
          const d1 = o1 * rule;
          const d2 = o2 * rule;
          const d3 = o3 * rule;
          counts[r]! += d0 * pairs[p]! + d1 * pairs[p + 1]! + (d2 * pairs[p + 2]! + d3 * pairs[p + 3]!);
          down[p]! += d0;
          down[p + 1]! += d1;
          down[p + 2]! += d2;
          down[p + 3]! += d3;
        }
      }
    }
  }

  /** Hands what flows down a lane's pairs to the outside values of its children. */
  descend(lane: number, from: number, width: number, out: Float64Array): void {
    const { down, values, scale, base, n } = this;
    const s = this.tables.symbols;
    const to = from + width;
    for (let k = from + 1; k < to; k++) {
      const leftCell = from * (n + 1) + k;
      const rightCell = k * (n + 1) + to;
      const split = Math.exp(scale[leftCell]! + scale[rightCell]! - base[lane]!);
      if (split === 0) continue;
      const left = leftCell * s;
      const right = rightCell * s;
      const lastLeft = this.last(k - from);
      const firstRight = this.first(to - k);
      const lastRight = this.last(to - k);
      for (let b = this.first(k - from); b < lastLeft; b++) {
        const v = split * values[left + b]!;
        let sum = 0;
        for (let c = firstRight, p = 4 * (b * s + firstRight) + lane; c < lastRight; c++, p += 4) {
          const d = down[p]!;
          sum += d * values[right + c]!;
          out[right + c]! += d * v;
        }
        out[left + b]! += split * sum;
      }
    }
  }

  private first(width: number): number {
    return width === 1 ? this.tables.firstPreterminal : 0;
  }

  private last(width: number): number {
    return width === 1 ? this.tables.symbols : this.tables.nonterminals;
  }

  /** Runs of `B S + C` that some split of this width fills: one run where symbols are shared. */
  private rangesOf(width: number): number[] {
    const { symbols: s } = this.tables;
    const runs: number[] = [];
    for (let b = 0; b < s; b++) {
      for (let c = 0; c < s; c++) {
        let filled = false;
        for (const left of [1, 2, width - 2, width - 1]) {
          const right = width - left;
          if (left < 1 || right < 1) continue;
          filled ||= b >= this.first(left) && b < this.last(left) && c >= this.first(right) && c < this.last(right);
        }
        const p = b * s + c;
        if (!filled) continue;
        if (runs.at(-1) === p) runs[runs.length - 1] = p + 1;
        else runs.push(p, p + 1);
      }
    }
    return runs;
  }
}

/** exp, 0 where a span has no value (its scale is -Infinity). */
function safeExp(value: number): number {
  return value === Infinity ? 0 : Math.exp(value);
}
