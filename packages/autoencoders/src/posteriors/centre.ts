import { type Distribution, TransformedDistribution } from '@latents/core';
import type * as tf from '@tensorflow/tfjs-core';

/** The mean of a posterior; of a flow, whose mean is not known, the image of its base's. */
export function centre(q: Distribution): tf.Tensor {
  return q instanceof TransformedDistribution ? q.bijector.forward(centre(q.base)) : q.mean();
}
