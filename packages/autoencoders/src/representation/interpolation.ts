import { checkInteger } from '@latents/math';
import type * as tf from '@tensorflow/tfjs-core';
import { codesOf, oneCode } from './codes.js';

/**
 * Returns codes at equal distances on the line between two, both included, `[steps, latentDim]`.
 *
 * @param from `[latentDim]` or `[1, latentDim]`, as is `to`.
 *
 * @example
 * ```ts
 * import { linearInterpolation } from '@latents/autoencoders';
 *
 * linearInterpolation(tf.tensor1d([0, 4]), tf.tensor1d([2, 0]), 3).arraySync(); // => [[0, 4], [1, 2], [2, 0]]
 * ```
 * @throws RangeError for other shapes, numbers that are not finite, or fewer than 2 steps.
 */
export function linearInterpolation(from: tf.Tensor, to: tf.Tensor, steps: number): tf.Tensor2D {
  const [a, b] = ends('linearInterpolation(from, to, steps)', from, to, steps);
  return along(a, b, steps, (t) => [1 - t, t]);
}

/**
 * Returns codes at equal angles on the arc between two, both included, `[steps, latentDim]`. Under a prior N(0, I) of many dimensions codes lie
 * near a sphere, which the line between two of them leaves.
 *
 * @param from `[latentDim]` or `[1, latentDim]`, as is `to`. Their lengths may differ.
 *
 * @example
 * ```ts
 * import { sphericalInterpolation } from '@latents/autoencoders';
 *
 * const middle = sphericalInterpolation(tf.tensor1d([1, 0]), tf.tensor1d([0, 1]), 3).arraySync()[1]!;
 * Math.hypot(...middle); // => 1
 * ```
 * @throws RangeError for other shapes, numbers that are not finite, fewer than 2 steps, a code of length 0, or opposite codes, between
 * which no arc is the shortest.
 * @see Shoemake 1985, section 3.3; White 2016, "Sampling generative networks", section 2.1
 */
export function sphericalInterpolation(from: tf.Tensor, to: tf.Tensor, steps: number): tf.Tensor2D {
  const where = 'sphericalInterpolation(from, to, steps)';
  const [a, b] = ends(where, from, to, steps);
  const [lengthA, lengthB] = [Math.hypot(...a), Math.hypot(...b)];
  if (lengthA === 0 || lengthB === 0) {
    throw new RangeError(`${where}: expected codes of positive length, got lengths ${lengthA} and ${lengthB}.`);
  }
  const unitA = Array.from(a, (v) => v / lengthA);
  const unitB = Array.from(b, (v) => v / lengthB);
  // Exact for small angles too, where the arc cosine of the product is not.
  const angle =
    2 *
    Math.atan2(Math.hypot(...unitA.map((v, i) => v - unitB[i]!)), Math.hypot(...unitA.map((v, i) => v + unitB[i]!)));
  if (Math.PI - angle < 1e-6) {
    throw new RangeError(`${where}: expected codes that are not opposite, got an angle of ${angle} between them.`);
  }
  const share = (t: number) => (angle < 1e-6 ? t : Math.sin(t * angle) / Math.sin(angle));
  return along(a, b, steps, (t) => [share(1 - t), share(t)]);
}

function ends(where: string, from: tf.Tensor, to: tf.Tensor, steps: number): [Float32Array, Float32Array] {
  checkInteger(`${where}: steps, both ends included`, steps, 2);
  const [a, b] = [oneCode(where, from), oneCode(where, to)];
  if (a.length !== b.length) {
    throw new RangeError(`${where}: expected two codes of one length, got ${a.length} and ${b.length} numbers.`);
  }
  return [a, b];
}

function along(a: Float32Array, b: Float32Array, steps: number, weights: (t: number) => [number, number]): tf.Tensor2D {
  return codesOf(
    Array.from({ length: steps }, (_, step) => {
      const [p, q] = weights(step / (steps - 1));
      return a.map((v, i) => p * v + q * b[i]!);
    }),
  );
}
