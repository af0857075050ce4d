import { expect, test } from 'vitest';
import { frequency, notesOf } from '../../src/audio/notes.js';

test('a key held over steps is one note; struck again after a rest, two', () => {
  const roll = [
    [1, 0],
    [1, 1],
    [0, 0],
    [1, 0],
  ].flat();
  expect(notesOf(roll, 2)).toEqual([
    { key: 0, start: 0, steps: 2 },
    { key: 0, start: 3, steps: 1 },
    { key: 1, start: 1, steps: 1 },
  ]);
});

test('silence has no notes', () => {
  expect(notesOf([0, 0, 0, 0], 2)).toEqual([]);
});

test('middle C in equal temperament', () => {
  expect(frequency(69)).toBe(440);
  expect(frequency(60)).toBeCloseTo(261.6256, 3);
});
