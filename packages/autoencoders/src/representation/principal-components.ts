import { checkInteger, columnMeans, ndArray, symmetricEigen } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { manyCodes } from './codes.js';

/** The directions along which codes vary most. */
export interface PrincipalComponents {
  /** `[latentDim]`. */
  readonly mean: Float64Array;
  /** Orthonormal, each `[latentDim]`, largest variance first; the largest entry of each is positive. */
  readonly components: readonly Float64Array[];
  /** The variance of the codes along each, with n - 1 in the denominator. */
  readonly variances: readonly number[];
  /** Each variance's share of the total; 0 if the codes do not vary. */
  readonly shares: readonly number[];
  /** Coordinates of codes `[examples, latentDim]` along the components, `[examples, count]`: a map, if there are two. */
  project(codes: tf.Tensor): tf.Tensor2D;
}

/**
 * Returns the principal components of codes, in float64. With `count` 2 (the default) they span the plane to draw the codes in.
 *
 * @param codes `[examples, latentDim]`, from `encode(x)`; at least 2 examples.
 *
 * @example
 * ```ts
 * import { principalComponents } from '@latents/autoencoders';
 *
 * const codes = tf.tensor2d([[1, 1, 0], [-1, -1, 0], [2, 2, 1]]);
 * principalComponents(codes).project(codes).shape; // => [3, 2]
 * ```
 * @throws RangeError for another shape, numbers that are not finite, or a count that is not from 1 to `latentDim`.
 * @see Pearson 1901; Bishop 2006, section 12.1
 */
export function principalComponents(codes: tf.Tensor, count = 2): PrincipalComponents {
  const where = 'principalComponents(codes, count)';
  const data = manyCodes(where, codes, 2);
  const [n, d] = codes.shape as [number, number];
  checkInteger(where, count, 1, d, "the codes' dimension");
  const mean = columnMeans(ndArray([n, d], data));
  const covariance = new Float64Array(d * d);
  for (let row = 0; row < n; row++) {
    for (let a = 0; a < d; a++) {
      const left = (data[row * d + a]! - mean[a]!) / (n - 1);
      for (let b = 0; b < d; b++) covariance[a * d + b]! += left * (data[row * d + b]! - mean[b]!);
    }
  }
  const { values, vectors } = symmetricEigen(covariance, d);
  const total = values.reduce((sum, v) => sum + Math.max(v, 0), 0);
  const components = vectors.slice(0, count).map(pointed);
  const variances = Array.from(values.slice(0, count), (v) => Math.max(v, 0));
  return {
    mean,
    components,
    variances,
    shares: variances.map((v) => (total > 0 ? v / total : 0)),
    project(others) {
      if (others.rank !== 2 || others.shape[1] !== d) {
        throw new RangeError(`principalComponents.project(codes): expected [examples, ${d}], got [${others.shape}].`);
      }
      return tf.tidy(() => {
        const axes = tf.tensor2d(Float32Array.from(components.flatMap((c) => [...c])), [count, d]);
        return tf.matMul(tf.sub(others, tf.tensor1d(Float32Array.from(mean))) as tf.Tensor2D, axes, false, true);
      });
    },
  };
}

/** Returns an eigenvector with the sign that makes its largest entry positive. */
function pointed(vector: Float64Array): Float64Array {
  const largest = vector.reduce((best, v) => (Math.abs(v) > Math.abs(best) ? v : best), 0);
  return largest < 0 ? vector.map((v) => -v) : vector;
}
