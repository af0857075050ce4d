import {
  binarize,
  cleanTree,
  estimateTreebankGrammar,
  type LabelledTree,
  leaves,
  maximizeLikelihood,
  parseTreebank,
  printTree,
  TreebankGrammar,
  unbinarize,
} from '@latents/em';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture } from '../fixture.js';

const golden = fixture<{
  toy: string[];
  binarized: { tree: string; branching: 'left' | 'right'; horizontal: number | null; normal: string }[];
  grammars: {
    horizontal: number | null;
    rules: Record<string, number>;
    parses: { sentence: string; logProb: number | null }[];
  }[];
}>('treebank');
const tree = (text: string) => parseTreebank(text)[0]!;
const toy = golden.toy.map(tree);
const words = (text: string) => text.split(' ');

const trees = fc.letrec<{ node: LabelledTree }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.record({ label: fc.constantFrom('P', 'Q', '-LRB-', '|'), children: fc.constantFrom('x', 'y', '3.5', 'a+b') }),
    fc.record({
      label: fc.constantFrom('A', 'NP-SBJ', 'ADVP|PRT', "''"),
      children: fc.array(tie('node'), { minLength: 1, maxLength: 5 }),
    }),
  ),
})).node;

describe('cleaning', () => {
  it('takes out traces, the phrases that they leave empty, and function tags', () => {
    const raw =
      '(S (NP-SBJ-1 (-NONE- *)) (VP (VBD went) (SBAR=2 (-NONE- 0) (S (NP (-NONE- *T*)))) (-LRB- -LRB-)) (ADVP-TMP|X (RB now)))';
    expect(printTree(cleanTree(tree(raw))!)).toBe('(S (VP (VBD went) (-LRB- -LRB-)) (ADVP (RB now)))');
  });
  it('only traces: nothing is left', () => expect(cleanTree(tree('(S (NP (-NONE- *)))'))).toBeUndefined());
});

describe('binarisation', () => {
  it('is that of nltk, in both directions and for every horizontal memory', () => {
    for (const { tree: text, branching, horizontal, normal } of golden.binarized)
      expect(printTree(binarize(tree(text), { branching, horizontal: horizontal ?? Infinity }))).toBe(normal);
  });
  it('is undone', () => {
    fc.assert(
      fc.property(
        trees,
        fc.constantFrom('left', 'right'),
        fc.integer({ min: 0, max: 3 }),
        (t, branching, horizontal) => {
          const normal = binarize(t, { branching, horizontal });
          const check = (node: LabelledTree): void => {
            if (typeof node.children === 'string') return;
            expect(node.children).toHaveLength(2);
            node.children.forEach(check);
          };
          check(normal);
          expect(unbinarize(normal)).toEqual(t);
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  });
  it.each([
    ['a label that joins', () => binarize(tree('(A+B (C c))')), "'A+B'"],
    ['a label of a part', () => binarize(tree('(A (B|<C> (C c)) (D d))')), "'B|<C>'"],
    ['a memory below 0', () => binarize(toy[0]!, { horizontal: -1 }), 'got -1'],
    ['a memory of NaN', () => binarize(toy[0]!, { horizontal: Number.NaN }), 'got NaN'],
    ['a part at the root', () => unbinarize(tree('(A|<B> (B b) (C c))')), "'A|<B>'"],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(message);
  });
});

describe.each(golden.grammars)('the grammar of a treebank against nltk, horizontal $horizontal', (reference) => {
  const parser = estimateTreebankGrammar(toy, { horizontal: reference.horizontal ?? Infinity });

  it('rule probabilities to 1e-15', () => {
    const { nonterminals: n, symbols: s, vocabulary: v, rules, words: emissions } = parser.grammar.tables;
    const found: Record<string, number> = {};
    rules.forEach((p, i) => {
      const [a, b, c] = [Math.floor(i / (s * s)), Math.floor(i / s) % s, i % s].map((x) => parser.symbols[x]!);
      if (p > 0) found[`${a} -> ${b} ${c}`] = p;
    });
    emissions.forEach((p, i) => {
      if (p > 0) found[`${parser.symbols[n + Math.floor(i / v)]} -> ${parser.vocabulary[i % v]}`] = p;
    });
    expect(Object.keys(found).sort()).toEqual(Object.keys(reference.rules).sort());
    for (const [rule, p] of Object.entries(reference.rules)) expect(found[rule]).toBeCloseTo(p, 15);
  });
  it('likeliest parses to 1e-12; a sentence without a parse has none', () => {
    for (const { sentence, logProb } of reference.parses) {
      const found = parser.parse(words(sentence));
      if (logProb === null) expect(found).toBeUndefined();
      else {
        expect(found!.logProb).toBeCloseTo(logProb, 12);
        expect(leaves(found!.tree)).toEqual(words(sentence));
      }
    }
  });
  it('the mass is that of a proper grammar: relative frequencies lose none (Chi & Geman 1998)', () => {
    expect(parser.grammar.totalMass()).toBeCloseTo(1, 6);
  });
});

describe('a grammar of a treebank', () => {
  it('shared: one-word sentences parse, phrases and words sum to 1 together', () => {
    const parser = estimateTreebankGrammar(
      [...toy, tree('(S (VP (VBD slept)))'), tree('(NP (NP (NN fur)) (NN dog))')],
      { shared: true },
    );
    expect(printTree(parser.parse(['slept'])!.tree)).toBe('(S (VP (VBD slept)))');
    expect(parser.parse(['slept'])!.logProb).toBeCloseTo(Math.log(1 / 8), 12);
  });
  it('rare and new words are read as unknown, and come back in the tree', () => {
    const parser = estimateTreebankGrammar(toy, { minCount: 3 });
    expect(parser.vocabulary).not.toContain('telescope');
    const found = parser.parse(words('the old zebra slept .'))!;
    expect(leaves(found.tree)).toEqual(words('the old zebra slept .'));
    // Of nine nouns three are 'man', and two, both 'telescope', are rare.
    const known = parser.parse(words('the old man slept .'))!;
    expect(found.logProb - known.logProb).toBeCloseTo(Math.log(2 / 3), 12);
  });
  it('EM from raw sentences does not lower their log p, and the names stay', () => {
    const parser = estimateTreebankGrammar(toy);
    const raw = golden.grammars[0]!.parses.filter(({ logProb }) => logProb !== null);
    const sentences = raw.map(({ sentence }) => parser.encode(words(sentence)));
    const before = sentences.reduce((sum, x) => sum + parser.grammar.logProb(x), 0);
    const { model } = maximizeLikelihood(parser.grammar, sentences, { maxIterations: 5, tolerance: 0 });
    const trained = parser.with(model);
    expect(sentences.reduce((sum, x) => sum + model.logProb(x), 0)).toBeGreaterThan(before + 1);
    expect(trained.parse(words('a dog slept .'))!.tree).toMatchObject({ label: 'S' });
  });
  it.each([
    ['no trees', () => estimateTreebankGrammar([]), 'at least one tree'],
    ['a tree of one word', () => estimateTreebankGrammar([tree('(S (NN rain))')]), 'shared: true'],
    ['minCount of 0', () => estimateTreebankGrammar(toy, { minCount: 0 }), 'positive integer'],
    ['a new word', () => estimateTreebankGrammar(toy).parse(['zebra']), "'zebra' at position 0"],
    ['no word', () => estimateTreebankGrammar(toy).parse([]), 'at least one word'],
    [
      'names of another grammar',
      () => new TreebankGrammar(estimateTreebankGrammar(toy).grammar, ['S'], ['a']),
      'got 1 and 1',
    ],
    [
      'more rules than a table holds',
      () => estimateTreebankGrammar(Array.from({ length: 600 }, (_, i) => tree(`(A${i} (B b) (C c))`))),
      '600 x 602 x 602',
    ],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(message);
  });
});
