import { expect, it } from 'vitest';
import { matchStates } from '../../../src/panels/hmm/match-states.js';

it('a permutation is undone', () => {
  expect(matchStates([0, 9, 1, 0, 0, 8, 7, 1, 0], 3, 3)).toEqual([1, 2, 0]);
});

it('the best of all, not the greedy one', () => {
  // Greedily 0 -> 0 for 10, and then 1 -> 1 for 0; crosswise it is 18.
  expect(matchStates([10, 9, 9, 0], 2, 2)).toEqual([1, 0]);
});

it('more states than there are: those left over get names of their own', () => {
  expect(matchStates([1, 0, 5, 0, 0, 4, 0, 3], 4, 2)).toEqual([2, 0, 1, 3]);
});

it('fewer states than there are', () => {
  expect(matchStates([1, 2, 9], 1, 3)).toEqual([2]);
});
