import { describe, expect, it } from 'vitest';
import {
  estimateTreebankGrammar,
  leaves,
  parseGrammar,
  parseTreebank,
  printGrammar,
  printTree,
  TreebankGrammar,
} from '../../src/index.js';

const SEPARATE = `
  # a comment
  S  -> NP VP [1]
  NP -> D N [0.75] | NP PP [0.25]
  VP -> V NP [0.6]
  VP -> VP PP [0.4]
  PP -> P NP [1]   # with, in
  D -> 'the' [1]
  N -> 'dog' [0.5] | 'park' [0.25] | '|' [0.25]
  V -> 'saw' [1]
  P -> 'in' [1]
`;

describe('parseGrammar', () => {
  it('probabilities are those written: both trees of one sentence, multiplied by hand', () => {
    const { grammar, symbols } = parseGrammar(SEPARATE);
    expect(grammar.shared).toBe(false);
    expect(symbols).toEqual(['S', 'NP', 'VP', 'PP', 'D', 'N', 'V', 'P']);
    const parser = parseGrammar(SEPARATE);
    const words = 'the dog saw the dog in the park'.split(' ');
    // S, three NP -> D N, VP -> V NP, PP; dog, dog, park; then NP -> NP PP or VP -> VP PP.
    const common = 0.75 ** 3 * 0.6 * 0.5 * 0.5 * 0.25;
    expect(Math.exp(grammar.logProb(parser.encode(words)))).toBeCloseTo(common * (0.25 + 0.4), 15);
    expect(Math.exp(parser.parse(words)!.logProb)).toBeCloseTo(common * 0.4, 15);
    expect(printTree(parser.parse(words)!.tree)).toBe(
      '(S (NP (D the) (N dog)) (VP (VP (V saw) (NP (D the) (N dog))) (PP (P in) (NP (D the) (N park)))))',
    );
  });

  it('a word may be a bar', () => {
    expect(parseGrammar(SEPARATE).vocabulary).toContain('|');
  });

  it('shared where a symbol has both: S -> S S 0.4, a 0.6 is of mass 1', () => {
    const { grammar } = parseGrammar("S -> S S [0.4] | 'a' [0.6]");
    expect(grammar.shared).toBe(true);
    expect(grammar.totalMass()).toBeCloseTo(1, 12);
    expect(Math.exp(grammar.logProb([0, 0]))).toBeCloseTo(0.4 * 0.36, 15);
  });

  it('a root that only emits', () => {
    expect(Math.exp(parseGrammar("S -> 'a' [0.25] | 'b' [0.75]").grammar.logProb([1]))).toBeCloseTo(0.75, 15);
  });

  it.each([
    ['no rules', ' \n# nothing', /expected at least one rule/],
    ['three symbols', 'S -> A B C [1]', /line 1: expected "A -> B C/],
    ['one symbol', "S -> A [1]\nA -> 'a' [1]", /line 1: expected "A -> B C .* got "A \[1\]"/],
    ['no probability', "S -> 'a'", /line 1/],
    ['a probability that is none', "S -> 'a' [1.5]", /got "'a' \[1.5\]"/],
    ['NaN', "S -> 'a' [x]", /got "'a' \[x\]"/],
    ['no arrow', 'S A B [1]', /line 1/],
    ['a symbol without alternatives', "S -> A B [1]\nA -> 'a' [1]", /line 1.*got 'B', which has none/],
    ['twice', "S -> 'a' [0.5] | 'a' [0.5]", /each alternative of 'S' once/],
    ['a sum that is not 1', "S -> 'a' [0.5]", /alternatives of 'S'.*got 0.5/],
  ])('bad input: %s', (_, text, message) => {
    expect(() => parseGrammar(text)).toThrow(message);
  });
});

describe('printGrammar', () => {
  it.each([SEPARATE, "S -> S S [0.4] | 'a' [0.6]"])('what it prints is read back to the same probabilities', (text) => {
    const grammar = parseGrammar(text);
    const again = parseGrammar(printGrammar(grammar));
    for (const [from, to] of [
      [grammar, again],
      [again, grammar],
    ] as const) {
      for (const words of from.symbols) expect(to.symbols).toContain(words);
    }
    const words = text === SEPARATE ? ['the', 'dog', 'saw', 'the', 'park', 'in', 'the', 'dog'] : ['a', 'a', 'a'];
    expect(again.grammar.logProb(again.encode(words))).toBeCloseTo(grammar.grammar.logProb(grammar.encode(words)), 13);
  });

  it.each([
    '(S (NP (DT the) (JJ old) (NN dog)) (VP (VBZ barks)))',
    "(S (X `` ) (Y (Z hi) ('' '')))",
    '(S (VP b) (# a))',
    '(S (ADVP|PRT up) (VP go))',
    '(S (A\\B up) (C (# go) (A->B #)))',
  ])('reads back the symbols of the treebank %s', (tree) => {
    const grammar = estimateTreebankGrammar(parseTreebank(tree));
    const again = parseGrammar(printGrammar(grammar));
    expect(new Set(again.symbols)).toEqual(new Set(grammar.symbols));
    expect(new Set(again.vocabulary)).toEqual(new Set(grammar.vocabulary));
    const words = leaves(parseTreebank(tree)[0]!);
    const best = grammar.parse(words)!;
    expect(again.parse(words)!.logProb).toBeCloseTo(best.logProb, 12);
    expect(printTree(again.parse(words)!.tree)).toBe(printTree(best.tree));
  });

  it('reads symbols that were written with spaces, quotes and brackets', () => {
    const grammar = new TreebankGrammar(
      parseGrammar("S -> S S [0.4] | 'a' [0.6]").grammar,
      [`a 'b' "c" [d] #|e\\`],
      ['x'],
    );
    expect(parseGrammar(printGrammar(grammar)).symbols).toEqual(grammar.symbols);
  });

  it('refuses a name that a phrase and a tag share, as the form has one table of names', () => {
    const grammar = estimateTreebankGrammar(parseTreebank('(S (A a) (S (S b) (A c)))'));
    expect(() => printGrammar(grammar)).toThrow("expected symbols of different names, got 'S' twice");
  });

  it.each(['', 'two\nlines'])('refuses the name %j', (name) => {
    const { grammar } = parseGrammar("S -> S S [0.4] | 'a' [0.6]");
    for (const [symbols, words] of [
      [[name], ['a']],
      [['S'], [name]],
    ] as const) {
      expect(() => printGrammar(new TreebankGrammar(grammar, symbols, words))).toThrow(
        `expected symbols and words of one line each, got ${JSON.stringify(name)}`,
      );
    }
  });

  it('words with quotes', () => {
    const grammar = parseGrammar(`S -> "don't" [0.5] | '"' [0.5]`);
    expect(grammar.vocabulary).toEqual(["don't", '"']);
    expect(printGrammar(grammar)).toBe(`S -> "don't" [0.5] | '"' [0.5]`);
    const both = new TreebankGrammar(grammar.grammar, ['S'], ['a', `'"`]);
    expect(() => printGrammar(both)).toThrow(/not both, got '"/);
  });

  it('the likeliest first, and the unlikely left out', () => {
    expect(printGrammar(parseGrammar("S -> 'a' [0.25] | S S [0.05] | 'b' [0.7]"), 0.1)).toBe(
      "S -> 'b' [0.7] | 'a' [0.25]",
    );
  });

  it('several roots are refused', () => {
    const grammar = parseGrammar("S -> A S [0.5] | 'a' [0.5]\nA -> 'b' [1]");
    const point = grammar.grammar.toUnconstrained();
    point[1] = point[0]!;
    expect(() => printGrammar(grammar.with(grammar.grammar.fromUnconstrained(point)))).toThrow(
      /one root of probability 1, got \[0.5,0.5\]/,
    );
  });
});
