import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll } from 'vitest';
import { installTrainingKernels, type TrainingKernels } from '../../src/index.js';
import { noise } from './noise.js';

export { noise };

/** Runs the tests of a file on the WASM backend with the training kernels in place. */
export function withTrainingKernels(): void {
  let kernels: TrainingKernels;
  beforeAll(async () => {
    await tf.setBackend('wasm');
    kernels = await installTrainingKernels();
  });
  afterAll(() => kernels.uninstall());
}

type Tensors = readonly tf.Tensor[];

/** The numbers that `compute` gives on a backend, from inputs given as plain arrays. */
export async function on(
  backend: 'cpu' | 'wasm',
  inputs: readonly { shape: readonly number[]; values: ArrayLike<number>; dtype?: 'float32' | 'int32' }[],
  compute: (...tensors: tf.Tensor[]) => tf.Tensor | Tensors,
): Promise<{ shape: number[]; values: Float32Array }[]> {
  await tf.setBackend(backend);
  try {
    return tf.tidy(() => {
      const tensors = inputs.map(({ shape, values, dtype }) =>
        tf.tensor(Float32Array.from(values), shape as number[], 'float32').cast(dtype ?? 'float32'),
      );
      const out = compute(...tensors);
      return (Array.isArray(out) ? (out as Tensors) : [out as tf.Tensor]).map((tensor) => ({
        shape: tensor.shape,
        values: Float32Array.from(tensor.dataSync()),
      }));
    });
  } finally {
    await tf.setBackend('wasm');
  }
}

/** Throws unless both have the same shapes and numbers: non-finite ones alike, others within the tolerance. */
export function expectAlike(
  actual: readonly { shape: number[]; values: Float32Array }[],
  expected: readonly { shape: number[]; values: Float32Array }[],
  tolerance = 1e-5,
): void {
  if (actual.length !== expected.length) throw new Error(`expected ${expected.length} results, got ${actual.length}`);
  actual.forEach(({ shape, values }, t) => {
    const other = expected[t]!;
    if (String(shape) !== String(other.shape)) throw new Error(`expected shape [${other.shape}], got [${shape}]`);
    const scale = other.values.reduce((max, x) => (Number.isFinite(x) ? Math.max(max, Math.abs(x)) : max), 1);
    values.forEach((value, i) => {
      const wanted = other.values[i]!;
      const alike = Number.isFinite(wanted) ? Math.abs(value - wanted) <= tolerance * scale : Object.is(value, wanted);
      if (!alike) throw new Error(`result ${t}, entry ${i} of [${shape}]: expected ${wanted}, got ${value}`);
    });
  });
}

/** Noise of a shape, as an input of {@link on}. */
export function input(shape: readonly number[], seed = 1): { shape: readonly number[]; values: Float32Array } {
  return {
    shape,
    values: noise(
      shape.reduce((product, n) => product * n, 1),
      seed,
    ),
  };
}
