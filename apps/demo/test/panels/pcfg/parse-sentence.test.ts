import { labelledSpans, printTree } from '@latents/em';
import { describe, expect, it } from 'vitest';
import { EXAMPLES, english } from '../../../src/panels/pcfg/english.js';
import { MOST_WORDS, type Parsed, parseSentence } from '../../../src/panels/pcfg/parse-sentence.js';

const grammar = english();
const parsed = (text: string): Parsed => {
  const found = parseSentence(grammar, text);
  if ('problem' in found) throw new Error(found.problem);
  return found;
};
const problem = (text: string): string => {
  const found = parseSentence(grammar, text);
  return 'problem' in found ? found.problem : '';
};

describe('the written grammar', () => {
  it('is proper: every derivation ends', () => {
    expect(grammar.grammar.totalMass()).toBeCloseTo(1, 9);
  });

  it('"I saw the man with the telescope": two trees, their chances as the two rules', () => {
    const { parses, share, entropy, tree, chart } = parsed('I saw the man with the telescope.');
    expect(parses).toBe(2);
    // The trees differ in VP -> VP PP (0.2) or NP -> NP PP (0.12), alone.
    const p = 0.2 / 0.32;
    expect(share).toBeCloseTo(p, 12);
    expect(entropy).toBeCloseTo(-p * Math.log(p) - (1 - p) * Math.log(1 - p), 12);
    expect(printTree(tree)).toBe(
      '(S (NP I) (VP (VP (V saw) (NP (D the) (N man))) (PP (P with) (NP (D the) (N telescope)))))',
    );
    const cell = (from: number, to: number) => chart.find((c) => c.from === from && c.to === to)!.constituent;
    expect(cell(2, 7)).toBeCloseTo(1 - p, 12);
    expect(cell(1, 4)).toBeCloseTo(p, 12);
    expect(cell(0, 7)).toBeCloseTo(1, 12);
  });

  it.each(EXAMPLES)('%s: ambiguous, and a chart whose constituents are 2 n - 1', (text) => {
    const { parses, chart, words, tree, entropy } = parsed(text);
    expect(parses).toBeGreaterThan(1);
    expect(entropy).toBeLessThanOrEqual(Math.log(parses));
    // Every binary tree has n - 1 phrases and n words.
    expect(chart.reduce((sum, { constituent }) => sum + constituent, 0)).toBeCloseTo(2 * words.length - 1, 9);
    expect(labelledSpans(tree)).toHaveLength(words.length - 1);
  });

  it('words are found in any case', () => {
    expect(parsed('i SAW kim').words).toEqual(['I', 'saw', 'Kim']);
  });
});

describe('bad input', () => {
  it('an unknown word is named, with those that are known', () => {
    expect(problem('I saw a zebra')).toMatch(/no word “zebra”.*knows: .*telescope/);
  });

  it('a sentence with no parse', () => {
    expect(problem('telescope the saw')).toMatch(/“telescope the saw” has no parse/);
  });

  it('a word that training has lost is named', () => {
    const { grammar: model } = grammar;
    const trained = grammar.with(model.maximize(model.expect([grammar.encode(['Kim', 'ate', 'fish'])]).statistics));
    const found = parseSentence(trained, 'Kim saw a dog');
    expect('problem' in found && found.problem).toMatch(/this grammar gives “saw” no chance/);
  });

  it('nothing', () => {
    expect(problem('  . ')).toMatch(/Expected a sentence/);
  });

  it('too many words', () => {
    expect(problem(new Array(MOST_WORDS + 1).fill('old').join(' '))).toMatch(/at most 14 words, got 15/);
  });
});
