import type { Tables } from './tables.js';

/**
 * The four kinds of rules, by whether a child spans one word (a preterminal, T) or more (a nonterminal, N), each laid out as the product
 * that it takes part in wants it.
 */
export interface RuleBlock {
  /** The first symbols of left and right children, and how many there are. */
  readonly left: readonly [from: number, count: number];
  readonly right: readonly [from: number, count: number];
  /** Where entry (A, B, C) of the block is, B and C counted from the block's own first symbols: `a A + b B + c C`. */
  readonly strides: readonly [a: number, b: number, c: number];
}

/** The blocks of a grammar: N N as `[A, B, C]`, T N as `[B, A, C]`, N T as `[C, A, B]`, T T as `[A, B, C]`. */
export function ruleBlocks({ nonterminals: n, symbols: s, firstPreterminal: first }: Tables) {
  const p = s - first;
  const [N, T] = [
    [0, n],
    [first, p],
  ] as const;
  return {
    both: { left: N, right: N, strides: [n * n, n, 1] },
    leftWord: { left: T, right: N, strides: [n, n * n, 1] },
    rightWord: { left: N, right: T, strides: [n, 1, n * n] },
    words: { left: T, right: T, strides: [p * p, p, 1] },
  } satisfies Record<string, RuleBlock>;
}

/** How many rules a block has. */
export function blockSize({ nonterminals }: Tables, { left, right }: RuleBlock): number {
  return nonterminals * left[1] * right[1];
}

/** Visits the rules of a block: their numbers in the table, and in the block. */
export function eachRule(t: Tables, block: RuleBlock, visit: (rule: number, at: number) => void): void {
  const { left, right, strides } = block;
  const s = t.symbols;
  for (let a = 0; a < t.nonterminals; a++) {
    for (let b = 0; b < left[1]; b++) {
      let rule = (a * s + left[0] + b) * s + right[0];
      let at = a * strides[0] + b * strides[1];
      for (const end = rule + right[1]; rule < end; rule++, at += strides[2]) visit(rule, at);
    }
  }
}
