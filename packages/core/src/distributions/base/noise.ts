import { type Rng, sizeOfShape } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** Standard Gumbels of the given shape. */
export function gumbelNoise(rng: Rng, shape: readonly number[]): tf.Tensor {
  return tf.tensor(rng.fillGumbel(new Float32Array(sizeOfShape(shape))), [...shape]);
}

/** Independent numbers drawn one by one in float64, of the given shape. */
export function noise(rng: Rng, shape: readonly number[], draw: (rng: Rng) => number): tf.Tensor {
  return tf.tensor(
    Float32Array.from({ length: sizeOfShape(shape) }, () => draw(rng)),
    [...shape],
  );
}

/** A uniform on the open interval (0, 1). */
export function openUniform(rng: Rng): number {
  return rng.uniform() + 2 ** -54;
}

/** A standard logistic variable: the logit of a uniform. */
export function logistic(rng: Rng): number {
  const u = openUniform(rng);
  return Math.log(u) - Math.log1p(-u);
}
