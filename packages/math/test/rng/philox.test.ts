import { expect, test } from 'vitest';
import { philox4x32 } from '../../src/rng/philox.js';

const ONES = 0xffffffff;

// Random123's kat_vectors, philox 4x32, 10 rounds: counter, key, result.
test.each([
  ['zeros', [0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  ['all ones', [ONES, ONES, ONES, ONES], [ONES, ONES], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
  [
    'digits of pi',
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    'd16cfe09 94fdcceb 5001e420 24126ea1',
  ],
] as const)('known answer: %s', (_, [c0, c1, c2, c3], [k0, k1], expected) => {
  const out = new Uint32Array(6);
  philox4x32(out, 1, c0, c1, c2, c3, k0, k1);
  expect([...out.subarray(1, 5)].map((word) => word.toString(16).padStart(8, '0')).join(' ')).toBe(expected);
  expect([out[0], out[5]]).toEqual([0, 0]);
});
