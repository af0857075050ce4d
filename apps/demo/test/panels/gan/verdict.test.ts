import { expect, test } from 'vitest';
import { lostModes, verdictOf } from '../../../src/panels/gan/verdict.js';

test.each([
  ['all equal', [10, 10, 10, 10], 0],
  ['a quarter of the share is not yet lost, less is', [25, 24, 175, 176], 1],
  ['one mode alone', [0, 0, 0, 40], 3],
])('lost modes: %s', (_, counts, lost) => {
  expect(lostModes(counts)).toBe(lost);
});

test.each([
  ['a good G under any D', { truth: 0.04, reported: 0.01, spread: 1, lost: 0 }, 'close: the JSD is 0.04'],
  [
    'the lesson of 2.2: a bound near 0 over a collapsed G',
    { truth: 0.55, reported: 0.02, spread: 0.1, lost: 7 },
    'the bound hides 0.53 of 0.55 nats; collapsed; 7 of 8 modes lost',
  ],
  [
    'a D that is worse than none hides no more than all',
    { truth: 0.3, reported: -0.4, spread: 1, lost: 0 },
    'the bound hides 0.30 of 0.30 nats',
  ],
  [
    'half of the modes, as far apart as all: the spread does not see it',
    { truth: 0.22, reported: 0.2, spread: 0.96, lost: 4 },
    'far by 0.22 nats, and the bound says so; 4 of 8 modes lost',
  ],
  [
    'a lost mode of a G that is close',
    { truth: 0.08, reported: 0.07, spread: 1, lost: 1 },
    'close: the JSD is 0.08; 1 of 8 modes lost',
  ],
])('%s', (_, standing, words) => {
  expect(verdictOf(standing, { modes: 8, packing: 1 })).toBe(words);
});

test('a packed bound is of another divergence: it is not compared with the truth', () => {
  const facts = { modes: 8, packing: 2 };
  expect(verdictOf({ truth: 0.4, reported: 0.45, spread: 1, lost: 1 }, facts)).toBe(
    'far by 0.40 nats; the bound is of 2 points at once; 1 of 8 modes lost',
  );
  expect(verdictOf({ truth: 0.04, reported: 0.3, spread: 1, lost: 0 }, facts)).toBe('close: the JSD is 0.04');
});
