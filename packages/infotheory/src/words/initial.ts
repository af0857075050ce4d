import { type Rng, sizeOfShape } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** A trainable variable, uniform on +-limit. */
export function uniform(shape: readonly number[], limit: number, rng: Rng): tf.Variable {
  const values = rng.fillUniform(new Float32Array(sizeOfShape(shape)));
  for (let i = 0; i < values.length; i++) values[i] = limit * (2 * values[i]! - 1);
  return tf.tidy(() => tf.variable(tf.tensor(values, [...shape])));
}

/** A trainable variable of independent N(0, scale^2). */
export function normal(shape: readonly number[], scale: number, rng: Rng): tf.Variable {
  const values = rng.fillNormal(new Float32Array(sizeOfShape(shape)));
  for (let i = 0; i < values.length; i++) values[i]! *= scale;
  return tf.tidy(() => tf.variable(tf.tensor(values, [...shape])));
}
