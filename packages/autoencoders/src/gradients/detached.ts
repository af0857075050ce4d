import * as tf from '@tensorflow/tfjs-core';

/** A copy of `x` through which no gradient flows, and which no gradient is looked for through. */
export function detached(x: tf.Tensor): tf.Tensor {
  // The operation's only input is a constant, so that what x was made of is not among its causes.
  const op = tf.customGrad(() => ({ value: x.clone(), gradFunc: () => tf.scalar(0) }));
  return op(tf.scalar(0));
}
