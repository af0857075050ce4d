import { createRng, ndArray } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { createVrnn, type VrnnOptions } from '../src/index.js';

export const small = (options: Partial<VrnnOptions> = {}) =>
  createVrnn({ inputDim: 3, latentDim: 2, units: 4, rng: createRng(0), ...options });

/** Sequences of bits in which every step is the one before, shifted: learnable. */
export function shifting(count: number, steps: number) {
  const x = new Uint8Array(count * steps * 3);
  for (let i = 0; i < count; i++) for (let t = 0; t < steps; t++) x[(i * steps + t) * 3 + ((i + t) % 3)] = 1;
  const lengths = Int32Array.from({ length: count }, (_, i) => steps - (i % 3));
  return { x: ndArray([count, steps, 3], x), lengths: ndArray([count], lengths) };
}
export const tensors = (count = 2, steps = 4) => ({
  x: tf.tensor3d(Float32Array.from(shifting(count, steps).x.data), [count, steps, 3]),
  lengths: tf.tensor1d([...shifting(count, steps).lengths.data], 'int32'),
});
