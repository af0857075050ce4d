import * as tf from '@tensorflow/tfjs-core';
import { hasKernel, runKernel } from './operation.js';

/** The name of the kernel of {@link sumOfSquares}: an array of float32 tensors to a scalar. It needs no gradient. */
export const SUM_OF_SQUARES = 'LatentsSumOfSquares';

/**
 * Returns the sum of the squares of all entries of some tensors, such as the squared norm of a gradient: one pass over each where the
 * backend has a kernel for it. It is not differentiated.
 *
 * @param tensors Float32, of any shapes.
 * @returns a scalar
 * @example
 * ```ts
 * import { sumOfSquares } from '@latents/core';
 *
 * sumOfSquares([tf.tensor1d([1, 2]), tf.scalar(3)]).dataSync()[0]; // => 14
 * ```
 */
export function sumOfSquares(tensors: readonly tf.Tensor[]): tf.Scalar {
  if (hasKernel(SUM_OF_SQUARES) && tensors.length > 0) return runKernel<tf.Scalar>(SUM_OF_SQUARES, tensors);
  // One by one: `tf.addN` of more than seven tensors is dropped silently on the webgpu backend.
  return tf.tidy(() =>
    tensors.reduce<tf.Scalar>((sum, tensor) => tf.add(sum, tf.sum(tf.square(tensor))), tf.scalar(0)),
  );
}
