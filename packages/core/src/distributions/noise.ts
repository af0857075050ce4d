import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** Standard Gumbels of the given shape. */
export function gumbelNoise(rng: Rng, shape: readonly number[]): tf.Tensor {
  return tf.tensor(rng.fillGumbel(new Float32Array(sizeOf(shape))), [...shape]);
}

/** Independent numbers drawn one by one in float64, of the given shape. */
export function noise(rng: Rng, shape: readonly number[], draw: (rng: Rng) => number): tf.Tensor {
  return tf.tensor(
    Float32Array.from({ length: sizeOf(shape) }, () => draw(rng)),
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

/** The number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
