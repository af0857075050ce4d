import { checkOneOf, checkOptions, checkPositiveInteger, type Rng } from '@latents/math';
import type { Json } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';

/** The distribution pi(z) that a generator transforms. */
export interface NoiseSpace {
  /** Plain JSON description; models keep it. */
  readonly config: { readonly kind: string; readonly dimension: number; readonly [key: string]: Json };
  /** Length of z. */
  readonly dimension: number;
  /**
   * Draws `[count, dimension]` on the CPU, so that every backend gets the same numbers.
   *
   * @throws RangeError unless `count` is a positive integer.
   */
  sample(count: number, rng: Rng): tf.Tensor2D;
}

/** A noise space of this package as plain JSON: `{ kind: 'gaussian', dimension: 2 }`. */
export interface NoiseConfig {
  readonly kind: 'gaussian' | 'box' | 'sphere';
  readonly dimension: number;
}

/**
 * Returns the space z ~ N(0, I). The norm of z is near the square root of the dimension: a Gaussian does not live on a ball
 * (ERRATA E18).
 *
 * @throws RangeError unless `dimension` is a positive integer.
 */
export function gaussianNoise(dimension: number): NoiseSpace {
  return space('gaussian', dimension, (values, rng) => rng.fillNormal(values));
}

/**
 * Returns the space of z uniform on the box [-1, 1]^dimension.
 *
 * @throws RangeError unless `dimension` is a positive integer.
 */
export function boxNoise(dimension: number): NoiseSpace {
  return space('box', dimension, (values, rng) => {
    rng.fillUniform(values);
    for (let i = 0; i < values.length; i++) values[i] = 2 * values[i]! - 1;
  });
}

/**
 * Returns the space of z uniform on the unit sphere.
 *
 * @throws RangeError unless `dimension` is a positive integer.
 */
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

const SPACES = { gaussian: gaussianNoise, box: boxNoise, sphere: sphereNoise };

/** Returns a noise space as it is, or makes it from its description. */
export function noiseSpace(where: string, given: NoiseSpace | NoiseConfig): NoiseSpace {
  if (typeof (given as NoiseSpace)?.sample === 'function') return given as NoiseSpace;
  const config = given as NoiseConfig;
  checkOptions(where, config, ['kind', 'dimension']);
  checkOneOf(`${where}: kind`, config.kind, SPACES);
  return SPACES[config.kind](config.dimension);
}

function space(
  kind: NoiseConfig['kind'],
  dimension: number,
  fill: (values: Float32Array, rng: Rng) => unknown,
): NoiseSpace {
  checkPositiveInteger(`${kind}Noise(dimension)`, dimension);
  return {
    config: { kind, dimension },
    dimension,
    sample: (count, rng) => {
      checkPositiveInteger(`${kind}Noise(dimension).sample(count, rng)`, count);
      const values = new Float32Array(count * dimension);
      fill(values, rng);
      return tf.tensor2d(values, [count, dimension]);
    },
  };
}
