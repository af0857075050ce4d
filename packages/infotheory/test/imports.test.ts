import { expect, it } from 'vitest';

it('importing tables and samples loads no TensorFlow.js', async () => {
  const loaded = () => '_tfengine' in globalThis;
  await import('@latents/infotheory/tables');
  await import('@latents/infotheory/samples');
  expect(loaded()).toBe(false);
  // The mark that tfjs leaves, by what does load it.
  await import('@latents/core');
  expect(loaded()).toBe(true);
});
