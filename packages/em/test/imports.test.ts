import { expect, it } from 'vitest';

it('importing the package loads no TensorFlow.js', async () => {
  const loaded = () => '_tfengine' in globalThis;
  await import('@latents/em');
  expect(loaded()).toBe(false);
  // The mark that tfjs leaves, by what does load it.
  await import('@latents/core');
  expect(loaded()).toBe(true);
});
