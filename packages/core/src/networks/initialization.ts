import { type Rng, sizeOfShape } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/**
 * A trainable variable of the given shape, uniform on +-sqrt(6 / (fanIn + fanOut)).
 *
 * @see Glorot & Bengio 2010, eq. 16
 */
export function glorotUniform(shape: readonly number[], fanIn: number, fanOut: number, rng: Rng): tf.Variable {
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  const size = sizeOfShape(shape);
  rng.checkAllowance(size);
  const values = rng.fillUniform(new Float32Array(size));
  for (let i = 0; i < values.length; i++) values[i] = limit * (2 * values[i]! - 1);
  return tf.tidy(() => tf.variable(tf.tensor(values, [...shape])));
}

/** A trainable variable of zeros. */
export function zeros(shape: readonly number[]): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zeros([...shape])));
}
