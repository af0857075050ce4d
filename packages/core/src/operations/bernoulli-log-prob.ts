import * as tf from '@tensorflow/tfjs-core';
import { softplus } from './any-order.js';
import { broadcastShape, expectRows, type Operation, runOperation, sameShape } from './operation.js';

/**
 * The kernel of {@link bernoulliLogProb}: logits `[..., n]`, and targets whose shape is that of the logits or lacks some of its leading
 * axes, to `[...]`.
 */
export const BERNOULLI_LOG_PROB: Operation<'logits' | 'targets'> = {
  kernel: 'LatentsBernoulliLogProb',
  inputs: ['logits', 'targets'],
  composed: ({ logits, targets }) => tf.sum(tf.sub(tf.mul(targets, logits), softplus(logits)), -1),
};

/**
 * Returns the log-probability `sum over the last axis of t l - softplus(l)` of targets t in [0, 1] under independent Bernoullis with
 * finite logits l: one operation, forwards and backwards, where the backend has a kernel for it.
 *
 * @param logits `[..., n]`
 * @param targets `[..., n]`; leading axes broadcast against those of the logits.
 * @returns `[...]`, in nats
 * @example
 * ```ts
 * import { bernoulliLogProb } from '@latents/core';
 *
 * bernoulliLogProb(tf.tensor1d([0, 200]), tf.tensor1d([1, 1])).dataSync()[0]; // => -Math.LN2
 * ```
 * @throws RangeError if the shapes do not broadcast, an operand has no axis, or the logits are not float32.
 */
export function bernoulliLogProb(logits: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  const where = 'bernoulliLogProb(logits, targets)';
  expectRows(where, 'logits', logits);
  return tf.tidy(() => {
    const floats = targets.dtype === 'float32' ? targets : tf.cast(targets, 'float32');
    expectRows(where, 'targets', floats);
    const inputs = { logits, targets: floats };
    const lead = logits.rank - floats.rank;
    if (lead >= 0 && sameShape(floats.shape, logits.shape.slice(lead))) {
      return runOperation(BERNOULLI_LOG_PROB, inputs, {});
    }
    broadcastShape(where, logits.shape, floats.shape);
    return BERNOULLI_LOG_PROB.composed(inputs, {});
  });
}
