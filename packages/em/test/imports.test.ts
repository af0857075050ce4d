import { expect, it } from 'vitest';

it('importing the package loads no TensorFlow.js', async () => {
  const loaded = () => '_tfengine' in globalThis;
  await import('@latents/em');
  expect(loaded()).toBe(false);
  // tfjs leaves this mark: the check above can fail.
  await import('@tensorflow/tfjs');
  expect(loaded()).toBe(true);
});
