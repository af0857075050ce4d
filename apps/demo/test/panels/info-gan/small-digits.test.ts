import { ndArray } from '@latents/math';
import { expect, test } from 'vitest';
import { smallDigits } from '../../../src/panels/info-gan/small-digits.js';

const image = (byteAt: (row: number, column: number) => number): number[] =>
  Array.from({ length: 784 }, (_, i) => byteAt(Math.floor(i / 28), i % 28));

test('paper is -1, ink is 1, and each small pixel the mean of its four', () => {
  const bytes = Uint8Array.from([
    ...image(() => 255),
    // One pixel of four in the second column of the third row of the small image.
    ...image((row, column) => (row === 5 && column === 2 ? 255 : 0)),
  ]);
  const { shape, data } = smallDigits(ndArray([2, 784], bytes));
  expect(shape).toEqual([2, 196]);
  for (const value of data.subarray(0, 196)) expect(value).toBeCloseTo(1, 6);
  const second = data.subarray(196);
  expect(second[2 * 14 + 1]).toBeCloseTo(-0.5, 6);
  expect([...second].filter((value) => value > -1)).toHaveLength(1);
});
