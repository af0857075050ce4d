import { expect, it } from 'vitest';
import { natsPer } from '../src/index.js';

it('a long sequence weighs as many steps as it has', () => {
  expect(natsPer([-30, -10], [10, 2])).toEqual({ sequence: -20, step: -40 / 12 });
});

it.each([
  ['no sequences', () => natsPer([], []), /at least one, got 0 values/],
  ['lengths of other sequences', () => natsPer([-1], [1, 2]), /got 1 values and 2 lengths/],
  ['an empty sequence', () => natsPer([-1], [0]), /got 0 at index 0/],
  ['NaN', () => natsPer([-1, Number.NaN], [1, 1]), /got NaN at index 1/],
])('%s', (_, act, message) => expect(act).toThrow(message));
