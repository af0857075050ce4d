import { estimateTreebankGrammar, labelledF1, leaves, parseTreebank } from '@latents/em';
import { expect, it } from 'vitest';
import { fixture } from '../fixture.js';

const golden = fixture<{
  toy: string[];
  score: {
    gold: string[];
    predicted: string[];
    counts: { matched: number; gold: number; predicted: number; exact: number };
  };
}>('treebank');
const tree = (text: string) => parseTreebank(text)[0]!;
const toy = golden.toy.map(tree);
const score = (gold: string, guess: string, options = {}) => labelledF1([[tree(gold), tree(guess)]], options);

it('counts over a treebank as the reference program does from spans', () => {
  const { counts, gold, predicted } = golden.score;
  const found = labelledF1(gold.map((text, i) => [tree(text), tree(predicted[i]!)]));
  const { predicted: guessed, ...others } = counts;
  expect(found).toMatchObject({ ...others, guessed });
  expect(found.precision).toBeCloseTo(counts.matched / guessed, 15);
  expect(found.recall).toBeCloseTo(counts.matched / counts.gold, 15);
  expect(found.f1).toBeCloseTo((2 * found.precision * found.recall) / (found.precision + found.recall), 15);
});

it('a chain of one label counts each time, on either side', () => {
  const twice = '(S (NP (NP (NN a))) (VP (VB b)))';
  const once = '(S (NP (NN a)) (VP (VB b)))';
  expect(score(twice, once)).toMatchObject({ matched: 3, gold: 4, guessed: 3, exact: 0 });
  expect(score(once, twice)).toMatchObject({ matched: 3, gold: 3, guessed: 4, exact: 0 });
});

it('tags and the added root do not count', () => {
  expect(score('(TOP (S (NN a) (VB b)))', '(ROOT (S (VB a) (NN b)))')).toMatchObject({ matched: 1, gold: 1, exact: 1 });
  expect(score('(TOP (S (NN a)))', '(TOP (S (NN a)))', { ignoredLabels: [] }).gold).toBe(2);
});

it('ignored tags move no span, whatever the parser tags them', () => {
  const gold = '(S (NP (NN a) (, ,)) (VP (VB b)) (. .))';
  const guess = '(S (NP (NN a)) (VP (X (, ,)) (VB b) (NN .)))';
  expect(score(gold, guess).matched).toBe(1);
  expect(score(gold, guess, { ignoredTags: [',', '.'] })).toMatchObject({ matched: 3, gold: 3, guessed: 3, exact: 1 });
});

it('a sentence without a parse loses recall only', () => {
  const [a, b] = [tree('(S (NP (NN a)) (VP (VB b)))'), tree('(S (NP (NN c)) (VP (VB d)))')];
  const half = labelledF1([
    [a, a],
    [b, undefined],
  ]);
  expect(half).toMatchObject({ precision: 1, recall: 0.5, exact: 0.5 });
  expect(half.f1).toBeCloseTo(2 / 3, 15);
  expect(labelledF1([[a, undefined]])).toMatchObject({ precision: 0, recall: 0, f1: 0, exact: 0 });
});

it('a grammar recovers the trees that it was estimated from where they are unambiguous', () => {
  const some = toy.slice(2, 4);
  const parser = estimateTreebankGrammar(some);
  expect(labelledF1(some.map((t) => [t, parser.parse(leaves(t))?.tree])).f1).toBe(1);
});

it('bad input: other words of the same number', () => {
  expect(() => score('(S (NN a))', '(S (NN b))')).toThrow("in pair 0: 'a' and 'b'");
});
