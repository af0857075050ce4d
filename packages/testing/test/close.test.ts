import { close, finiteDifferences, within4 } from '@latents/testing/plain';
import { expect, it } from 'vitest';

it('close is absolute up to 1 and relative above, and infinities are equal to themselves', () => {
  close(0.5, 0.5001, 1e-3);
  close(1000, 1000.9, 1e-3);
  close(-Infinity, -Infinity, 0);
  expect(() => close(0.5, 0.502, 1e-3)).toThrow('0.5, not 0.502');
  expect(() => close(1000, 1002, 1e-3)).toThrow();
  expect(() => close(Number.NaN, 0, 1)).toThrow();
});

it('within4 takes a mean within 4 standard errors, and no other', () => {
  const values = [-1, 1, -1, 1, -1, 1, -1, 1, -1, 1];
  within4(values, 1.3);
  expect(() => within4(values, 1.5)).toThrow('not 1.5');
});

it('finite differences are the gradient of a polynomial', () => {
  const [a, b] = finiteDifferences(([x, y]) => x! ** 2 * y!, [2, 3]);
  expect([a, b]).toEqual([expect.closeTo(12, 6), expect.closeTo(4, 6)]);
});
