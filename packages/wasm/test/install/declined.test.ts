import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { Adam, installTrainingKernels } from '../../src/index.js';

it('without the WASM backend it declines with a message, and the optimizers still work', async () => {
  await tf.setBackend('cpu');
  const kernels = await installTrainingKernels();
  expect(kernels).toMatchObject({ active: false, kernels: [], simd: undefined });
  expect(kernels.reason).toContain("import '@tensorflow/tfjs-backend-wasm'");
  expect(() => kernels.uninstall()).not.toThrow();
  const w = tf.variable(tf.scalar(1));
  new Adam({ learningRate: 0.5 }).minimize(() => w.square().asScalar(), false, [w]);
  expect(w.dataSync()[0]).toBeCloseTo(0.5, 5);
});
