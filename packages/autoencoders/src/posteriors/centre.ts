import { type Distribution, TransformedDistribution } from '@latents/core';
import type * as tf from '@tensorflow/tfjs-core';

/** Returns the mean of a posterior, or, for a flow, whose mean is not known, the image of its base's mean. */
export function centre(q: Distribution): tf.Tensor {
  return q instanceof TransformedDistribution ? q.bijector.forward(centre(q.base)) : q.mean();
}
