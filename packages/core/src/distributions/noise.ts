import * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng/index.js';

/** Standard normals of the given shape, drawn on the CPU so that one seed gives one sample on every backend. */
export function normalNoise(rng: Rng, shape: readonly number[]): tf.Tensor {
  return tf.tensor(rng.fillNormal(new Float32Array(sizeOf(shape))), [...shape]);
}

/** Uniforms on [0, 1) of the given shape. */
export function uniformNoise(rng: Rng, shape: readonly number[]): tf.Tensor {
  return tf.tensor(rng.fillUniform(new Float32Array(sizeOf(shape))), [...shape]);
}

/** Standard Gumbels of the given shape. */
export function gumbelNoise(rng: Rng, shape: readonly number[]): tf.Tensor {
  return tf.tensor(rng.fillGumbel(new Float32Array(sizeOf(shape))), [...shape]);
}

/** The number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
