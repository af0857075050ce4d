import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from './operation.js';

/**
 * The name of the kernel of {@link randomNormal} and {@link randomUniform}. It has no inputs and the attributes
 * {@link RandomAttributes}.
 */
export const RANDOM = 'LatentsRandom';

/** Which numbers a kernel draws: those of `rng.fillNormal` or `rng.fillUniform` from a block of a key on. */
export interface RandomAttributes {
  readonly normal: boolean;
  readonly shape: readonly number[];
  readonly key: readonly [number, number];
  /** The index of the first block of four words. */
  readonly block: number;
}

/**
 * Returns standard normals of the given shape. On every backend they are the numbers that `rng.fillNormal` puts into a Float32Array of
 * that size, within 4e-6 of each, and the generator moves on alike.
 *
 * @param rng Draws the numbers.
 * @param shape Non-negative integers.
 * @returns one new tensor
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { randomNormal } from '@latents/core';
 *
 * randomNormal(createRng(0), [128, 20]).shape; // => [128, 20]
 * ```
 * @throws RangeError if a size is not a non-negative integer.
 */
export function randomNormal(rng: Rng, shape: readonly number[]): tf.Tensor {
  return draw('randomNormal', rng, shape, true);
}

/**
 * Returns uniforms on [0, 1) of the given shape, on every backend bit for bit those of `rng.fillUniform` into a Float32Array of that size.
 *
 * @param rng Draws the numbers.
 * @param shape Non-negative integers.
 * @returns one new tensor
 * @throws RangeError if a size is not a non-negative integer.
 */
export function randomUniform(rng: Rng, shape: readonly number[]): tf.Tensor {
  return draw('randomUniform', rng, shape, false);
}

function draw(name: string, rng: Rng, shape: readonly number[], normal: boolean): tf.Tensor {
  if (!shape.every((n) => Number.isInteger(n) && n >= 0)) {
    throw new RangeError(`${name}(rng, shape): expected non-negative integers as the shape, got [${shape}].`);
  }
  const size = shape.reduce((product, n) => product * n, 1);
  if (hasKernel(RANDOM)) {
    const attributes: RandomAttributes = { normal, shape, ...rng.take(Math.ceil(size / 4)) };
    return runKernel(RANDOM, {}, attributes);
  }
  const numbers = new Float32Array(size);
  return tf.tensor(normal ? rng.fillNormal(numbers) : rng.fillUniform(numbers), [...shape], 'float32');
}
