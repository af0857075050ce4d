import { ndArray } from '@latents/math';
import { describe, expect, test } from 'vitest';
import { fingerprint, sameFingerprint } from '../../src/algorithms/fingerprint.js';

const sequences = (last: number) => [
  { observations: ndArray([2], Int32Array.of(0, 1)), weight: 2 },
  { observations: ndArray([2], Int32Array.of(1, last)), weight: 1 },
];

describe('fingerprint', () => {
  test('is the same for copies of data', () => {
    expect(sameFingerprint(fingerprint(sequences(3)), fingerprint(sequences(3)))).toBe(true);
  });

  test.each<[string, unknown, unknown]>([
    ['a number in the last of several sequences', sequences(3), sequences(4)],
    ['a number in nested rows', [[1, 2], [3]], [[1, 2], [4]]],
    ['the order of sequences', sequences(3), sequences(3).reverse()],
    ['the border between two rows', [[1, 2], [3]], [[1], [2, 3]]],
    ['the end of a text', ['noun', 'verb'], ['noun', 'very']],
    ['a flag', { known: true }, { known: false }],
  ])('differs with %s', (_, a, b) => {
    expect(sameFingerprint(fingerprint(a), fingerprint(b))).toBe(false);
  });
});
