import { checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** The distribution pi(z) that a generator transforms. */
export interface NoiseSpace {
  readonly kind: 'gaussian' | 'box' | 'sphere';
  readonly dimension: number;
  /** `[count, dimension]`, drawn on the CPU from the stream: the same on every backend. Throws a RangeError for no count. */
  sample(count: number, rng: Rng): tf.Tensor2D;
}

/**
 * z ~ N(0, I). Its norm is near the root of the dimension: a Gaussian does not live on a ball (ERRATA E18).
 *
 * @throws RangeError unless `dimension` is a positive integer; so do the other spaces.
 */
export function gaussianNoise(dimension: number): NoiseSpace {
  return space('gaussian', dimension, (values, rng) => rng.fillNormal(values));
}

/** z uniform on the box [-1, 1]^dimension. */
export function boxNoise(dimension: number): NoiseSpace {
  return space('box', dimension, (values, rng) => {
    rng.fillUniform(values);
    for (let i = 0; i < values.length; i++) values[i] = 2 * values[i]! - 1;
  });
}

/** z uniform on the unit sphere. */
export function sphereNoise(dimension: number): NoiseSpace {
  return space('sphere', dimension, (values, rng) => {
    rng.fillNormal(values);
    for (let i = 0; i < values.length; i += dimension) {
      const row = values.subarray(i, i + dimension);
      const norm = Math.hypot(...row);
      for (let j = 0; j < dimension; j++) row[j] = row[j]! / norm;
    }
  });
}

function space(
  kind: NoiseSpace['kind'],
  dimension: number,
  fill: (values: Float32Array, rng: Rng) => unknown,
): NoiseSpace {
  checkPositiveInteger(`${kind}Noise(dimension)`, dimension);
  return {
    kind,
    dimension,
    sample: (count, rng) => {
      checkPositiveInteger(`${kind}Noise(dimension).sample(count, rng)`, count);
      const values = new Float32Array(count * dimension);
      fill(values, rng);
      return tf.tensor2d(values, [count, dimension]);
    },
  };
}
