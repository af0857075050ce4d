import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { currentRuntime } from '../install/training-kernels.js';
import { sizeOf } from '../kernels/kernel.js';

/**
 * Standard normals of the given shape, drawn in the backend's memory: the numbers that `rng.fillNormal` puts into a
 * Float32Array of that size, within 4e-6 of each, and the generator moves on as it does there.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { randomNormal } from '@latents/wasm';
 *
 * randomNormal(createRng(0), [128, 20]).shape; // => [128, 20]
 * ```
 */
export function randomNormal(rng: Rng, shape: readonly number[]): tf.Tensor {
  return draw(rng, shape, true);
}

/** Uniforms on [0, 1) of the given shape: bit for bit those of `rng.fillUniform` into a Float32Array of that size. */
export function randomUniform(rng: Rng, shape: readonly number[]): tf.Tensor {
  return draw(rng, shape, false);
}

function draw(rng: Rng, shape: readonly number[], normal: boolean): tf.Tensor {
  if (!shape.every((n) => Number.isInteger(n) && n >= 0)) {
    throw new RangeError(`random(rng, shape): expected non-negative integers as the shape, got [${shape}].`);
  }
  const size = sizeOf(shape);
  const runtime = currentRuntime();
  if (runtime === undefined) {
    const numbers = new Float32Array(size);
    return tf.tensor(normal ? rng.fillNormal(numbers) : rng.fillUniform(numbers), [...shape], 'float32');
  }
  const { key, block } = rng.take(Math.ceil(size / 4));
  const info = runtime.output(shape);
  const [low, high] = [block >>> 0, Math.floor(block / 2 ** 32)];
  runtime.kernels.random(Number(normal), runtime.pointer(info), size, key[0], key[1], low, high);
  return tf.engine().makeTensorFromTensorInfo(info);
}
