import { expect, it } from 'vitest';
import { parseTable } from '../../../src/panels/bottleneck/table-text.js';

it('names and numbers, spaces and commas, empty lines', () => {
  expect(parseTable('cat 1 2.5\n\n  dog, 3, 0 \n4;5')).toEqual({
    names: ['cat', 'dog', 'x3'],
    rows: [
      [1, 2.5],
      [3, 0],
      [4, 5],
    ],
  });
});

it.each([
  ['nothing', ' \n', 'got nothing'],
  ['a name alone', 'cat', 'line 1: expected 1 to 24 numbers after the name, got none'],
  ['a word among the numbers', '1 2\n3 x', 'line 2: expected 1 to 24 numbers after the name, got x'],
  ['too many lines', '1\n'.repeat(25), 'at most 24 lines, got 25'],
  ['too many numbers', Array(25).fill(1).join(' '), 'got 25'],
])('refuses %s', (_, text, message) => {
  expect(() => parseTable(text)).toThrow(message);
});
