import {
  binarize,
  type Constituency,
  cleanTree,
  debinarize,
  estimateTreebankGrammar,
  labelledF1,
  maximizeLikelihood,
  readTrees,
  TreebankGrammar,
  wordsOf,
  writeTree,
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
  score: {
    gold: string[];
    predicted: string[];
    counts: { matched: number; gold: number; predicted: number; exact: number };
  };
}>('treebank');
const tree = (text: string) => readTrees(text)[0]!;
const toy = golden.toy.map(tree);
const words = (text: string) => text.split(' ');

const trees = fc.letrec<{ node: Constituency }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.record({ label: fc.constantFrom('P', 'Q', '-LRB-'), word: fc.constantFrom('x', 'y', '3.5', '*') }),
    fc.record({
      label: fc.constantFrom('A', 'NP-SBJ', '$', "''"),
      children: fc.array(tie('node'), { minLength: 1, maxLength: 5 }),
    }),
  ),
})).node;

describe('reading and writing', () => {
  it('what is written is read back', () => {
    fc.assert(
      fc.property(fc.array(trees, { maxLength: 3 }), (written) => {
        expect(readTrees(written.map(writeTree).join('\n'))).toEqual(written);
      }),
      { numRuns: 100 },
    );
  });
  it('the Penn format: an outer bracket without a label, indents, several trees on a line', () => {
    const [first, second, third] = readTrees('( (S\n    (NP (NN rain) )\n  (VP (VBZ falls))) ) (A (B b)) (A\n(B c))');
    expect(first).toMatchObject({ label: '', children: [{ label: 'S' }] });
    expect([first, second, third].map((t) => wordsOf(t!).join(' '))).toEqual(['rain falls', 'b', 'c']);
  });
  it('no text has no trees', () => expect(readTrees(' \n ')).toEqual([]));
  it.each([
    ['a bracket left open', '(S (NP (NN rain))\n(VP', "'(VP' of line 2"],
    ['a bracket too many', '(A (B b)))', "expected '(' on line 1, got ')'"],
    ['text outside of brackets', '(A (B b))\nrain', "line 2, got 'rain'"],
    ['a phrase of nothing', '(S (NP) (VP (VBZ falls)))', "'(NP)' on line 1"],
    ['empty brackets', '\n()', 'on line 2'],
    ['two words under a tag', '(NP (NN big dog))', "'dog' after 'big'"],
    ['a word beside phrases', '(NP (DT the) dog)', "got 'dog'"],
    ['a phrase beside a word', '(NP the (NN dog))', "got '(' after 'the'"],
  ])('%s', (_, text, message) => {
    expect(() => readTrees(text)).toThrow(message);
    expect(() => readTrees(text)).toThrow(SyntaxError);
  });
});

describe('cleaning', () => {
  it('takes out traces, the phrases that they leave empty, and function tags', () => {
    const raw =
      '(S (NP-SBJ-1 (-NONE- *)) (VP (VBD went) (SBAR=2 (-NONE- 0) (S (NP (-NONE- *T*)))) (-LRB- -LRB-)) (ADVP-TMP|X (RB now)))';
    expect(writeTree(cleanTree(tree(raw))!)).toBe('(S (VP (VBD went) (-LRB- -LRB-)) (ADVP (RB now)))');
  });
  it('only traces: nothing is left', () => expect(cleanTree(tree('(S (NP (-NONE- *)))'))).toBeUndefined());
});

describe('binarisation', () => {
  it('is that of nltk, in both directions and for every horizontal memory', () => {
    for (const { tree: text, branching, horizontal, normal } of golden.binarized)
      expect(writeTree(binarize(tree(text), { branching, horizontal: horizontal ?? Infinity }))).toBe(normal);
  });
  it('is undone', () => {
    fc.assert(
      fc.property(
        trees,
        fc.constantFrom('left', 'right'),
        fc.integer({ min: 0, max: 3 }),
        (t, branching, horizontal) => {
          const normal = binarize(t, { branching, horizontal });
          const check = (node: Constituency): void => {
            if ('word' in node) return;
            expect(node.children).toHaveLength(2);
            node.children.forEach(check);
          };
          check(normal);
          expect(debinarize(normal)).toEqual(t);
        },
      ),
      { numRuns: 200 },
    );
  });
  it.each([
    ['a label that joins', () => binarize(tree('(A+B (C c))')), "'A+B'"],
    ['a label of a part', () => binarize(tree('(A (B|<C> (C c)) (D d))')), "'B|<C>'"],
    ['a memory below 0', () => binarize(toy[0]!, { horizontal: -1 }), 'got -1'],
    ['a memory of NaN', () => binarize(toy[0]!, { horizontal: Number.NaN }), 'got NaN'],
    ['a part at the root', () => debinarize(tree('(A|<B> (B b) (C c))')), "'A|<B>'"],
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
        expect(wordsOf(found!.tree)).toEqual(words(sentence));
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
    expect(writeTree(parser.parse(['slept'])!.tree)).toBe('(S (VP (VBD slept)))');
    expect(parser.parse(['slept'])!.logProb).toBeCloseTo(Math.log(1 / 8), 12);
  });
  it('rare and new words are read as unknown, and come back in the tree', () => {
    const parser = estimateTreebankGrammar(toy, { minCount: 3 });
    expect(parser.vocabulary).not.toContain('telescope');
    const found = parser.parse(words('the old zebra slept .'))!;
    expect(wordsOf(found.tree)).toEqual(words('the old zebra slept .'));
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

describe('labelled F1', () => {
  const score = (gold: string, predicted: string, options = {}) => labelledF1([tree(gold)], [tree(predicted)], options);

  it('counts over a treebank as the reference program does from spans', () => {
    const { counts, gold, predicted } = golden.score;
    const found = labelledF1(gold.map(tree), predicted.map(tree));
    expect(found).toMatchObject(counts);
    expect(found.precision).toBeCloseTo(counts.matched / counts.predicted, 15);
    expect(found.recall).toBeCloseTo(counts.matched / counts.gold, 15);
    expect(found.f1).toBeCloseTo((2 * found.precision * found.recall) / (found.precision + found.recall), 15);
  });
  it('a chain of the same label counts each time', () => {
    expect(score('(S (NP (NP (NN a))) (VP (VB b)))', '(S (NP (NN a)) (VP (VB b)))')).toMatchObject({
      matched: 3,
      gold: 4,
      predicted: 3,
      exact: 0,
    });
  });
  it('tags and the added root do not count', () => {
    expect(score('(TOP (S (NN a) (VB b)))', '( (S (VB a) (NN b)))')).toMatchObject({ matched: 1, gold: 1, exact: 1 });
    expect(score('(TOP (S (NN a)))', '(TOP (S (NN a)))', { ignoredLabels: [] }).gold).toBe(2);
  });
  it('ignored tags move no span, whatever the parser tags them', () => {
    const gold = '(S (NP (NN a) (, ,)) (VP (VB b)) (. .))';
    const predicted = '(S (NP (NN a)) (VP (X (, ,)) (VB b) (NN .)))';
    expect(score(gold, predicted).matched).toBe(1);
    expect(score(gold, predicted, { ignoredTags: [',', '.'] })).toMatchObject({ matched: 3, gold: 3, predicted: 3 });
  });
  it('a sentence without a parse loses recall only', () => {
    const gold = [tree('(S (NP (NN a)) (VP (VB b)))'), tree('(S (NP (NN c)) (VP (VB d)))')];
    expect(labelledF1(gold, [gold[0], undefined])).toMatchObject({ precision: 1, recall: 0.5, exact: 0.5 });
    expect(labelledF1(gold, [undefined, undefined])).toMatchObject({ precision: Number.NaN, recall: 0, f1: 0 });
  });
  it('recovers what it was estimated from', () => {
    const parser = estimateTreebankGrammar(toy.slice(2, 4));
    const parsed = toy.slice(2, 4).map((t) => parser.parse(wordsOf(t))?.tree);
    expect(labelledF1(toy.slice(2, 4), parsed).f1).toBe(1);
  });
  it.each([
    ['fewer trees', () => labelledF1(toy, []), 'got 6 and 0'],
    ['no trees', () => labelledF1([], []), 'at least one'],
    ['other words', () => score('(S (NN a))', '(S (NN b))'), "'a' in tree 0, got 'b'"],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(message);
  });
});
