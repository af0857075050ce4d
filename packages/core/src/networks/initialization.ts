import { type Rng, sizeOfShape } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Returns a trainable variable of the given shape, uniform on [-limit, limit].
 *
 * @param shape The sizes of the axes.
 * @param limit The largest absolute value.
 * @example
 * ```ts
 * import { uniformVariable } from '@latents/core';
 * import { createRng } from '@latents/math';
 *
 * uniformVariable([2, 3], 0.1, createRng(0)).shape; // => [2, 3]
 * ```
 */
export function uniformVariable(shape: readonly number[], limit: number, rng: Rng): tf.Variable {
  const size = sizeOfShape(shape);
  rng.checkAllowance(size);
  const values = rng.fillUniform(new Float32Array(size));
  for (let i = 0; i < values.length; i++) values[i] = limit * (2 * values[i]! - 1);
  return tf.tidy(() => tf.variable(tf.tensor(values, [...shape])));
}

/**
 * Returns a trainable variable of the given shape, uniform on +-sqrt(6 / (fanIn + fanOut)).
 *
 * @param fanIn The number of inputs of a unit.
 * @param fanOut The number of units that an input reaches.
 * @see Glorot & Bengio 2010, eq. 16
 */
export function glorotUniform(shape: readonly number[], fanIn: number, fanOut: number, rng: Rng): tf.Variable {
  return uniformVariable(shape, Math.sqrt(6 / (fanIn + fanOut)), rng);
}

/** Returns a trainable variable of zeros. */
export function zeros(shape: readonly number[]): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zeros([...shape])));
}
