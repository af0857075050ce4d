import { createRng } from '@latents/math';
import { expect, test } from 'vitest';

test('taking blocks moves the generator on as the fill does that they are for', () => {
  const [filled, taken] = [createRng(3), createRng(3)];
  filled.uniform();
  taken.uniform();
  filled.fillUniform(new Float32Array(10));
  expect(taken.take(3)).toEqual({ key: [3, 0], block: 1 });
  expect(taken.state()).toEqual(filled.state());
});

test('a count that is no count', () => {
  expect(() => createRng(0).take(-1)).toThrow('rng.take(blocks): expected a non-negative integer, got -1');
  expect(() => createRng(0).take(0.5)).toThrow('got 0.5');
});
