import {
  binarize,
  type LabelledTree,
  labelledF1,
  labelledSpans,
  leaves,
  parseTreebank,
  printTree,
  unbinarize,
} from '@latents/em';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const SENTENCE = '(S (NP (D the) (A old) (A grey) (N dog)) (VP (V barks)) (. .))';

it('reads what it prints, and drops the empty outer bracket of the Penn Treebank', () => {
  expect(parseTreebank(`${SENTENCE}\n( ${SENTENCE} )`).map(printTree)).toEqual([SENTENCE, SENTENCE]);
  expect(leaves(parseTreebank(SENTENCE)[0]!)).toEqual(['the', 'old', 'grey', 'dog', 'barks', '.']);
});

const tree: fc.Arbitrary<LabelledTree> = fc.letrec<{ tree: LabelledTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.record({ label: fc.constantFrom('A', 'B', 'C'), children: fc.constantFrom('x', 'y') }),
    fc.record({ label: fc.constantFrom('S', 'T'), children: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }) }),
  ),
})).tree;

it('binarising leaves no node of one child or three, keeps the words, and can be undone', () => {
  fc.assert(
    fc.property(tree, (t) => {
      const visit = ({ children }: LabelledTree) => {
        if (typeof children === 'string') return;
        expect(children).toHaveLength(2);
        children.forEach(visit);
      };
      visit(binarize(t));
      expect(leaves(binarize(t))).toEqual(leaves(t));
      expect(printTree(unbinarize(binarize(t)))).toBe(printTree(t));
    }),
  );
});

it('spans and labelled F1, counted by hand', () => {
  const [gold, guess] = parseTreebank(
    '(S (NP (D a) (N b)) (VP (V c) (NP (N d)))) (S (NP (D a) (N b)) (NP (V c) (N d)))',
  );
  expect(labelledSpans(gold!)).toEqual([
    { label: 'S', from: 0, to: 4 },
    { label: 'NP', from: 0, to: 2 },
    { label: 'VP', from: 2, to: 4 },
    { label: 'NP', from: 3, to: 4 },
  ]);
  const score = labelledF1([[gold!, guess!]]);
  expect(score.precision).toBeCloseTo(2 / 3, 12);
  expect(score.recall).toBeCloseTo(2 / 4, 12);
  expect(score.f1).toBeCloseTo(4 / 7, 12);
});

describe('bad input', () => {
  it.each([
    ['unclosed', () => parseTreebank('(S (A a)'), 'the end'],
    ['no children', () => parseTreebank('(S)'), 'children or a word'],
    ['text outside', () => parseTreebank('a (S b)'), "'a' at 0"],
    ['two words', () => parseTreebank('(S a b)'), "'b' at 5"],
    ['no pairs', () => labelledF1([]), 'at least one pair'],
    [
      'other sentence',
      () => labelledF1([[parseTreebank('(S (A a))')[0]!, parseTreebank('(S (A a) (B b))')[0]!]]),
      '1 and 2 words',
    ],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(message);
  });
});
