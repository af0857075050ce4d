import { checkPositive, checkPositiveInteger } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { zeros } from './initialization.js';
import type { Network } from './network.js';

export interface BatchNormOptions {
  /** Of one example: its last axis has a mean and a variance of its own for each index. */
  readonly shape: readonly number[];
  /** How much of the running statistics each batch replaces (default 0.1). */
  readonly momentum?: number;
  /** Added to the variance (default 1e-5). */
  readonly epsilon?: number;
}

/**
 * Batch normalisation over all axes but the last: (x - mean) / sqrt(variance + epsilon) scale + offset. In training, with the
 * statistics of the batch, which also move the running ones (the variance of n numbers with n - 1 below the line); otherwise with
 * the running ones.
 *
 * @throws RangeError for a size that is not a positive integer, `momentum` outside [0, 1], `epsilon` that is not positive, or, in
 * training, one value a channel, which has no variance.
 * @see Ioffe & Szegedy 2015, algorithm 1
 */
export function batchNorm({ shape, momentum = 0.1, epsilon = 1e-5 }: BatchNormOptions): Network {
  for (const [i, n] of shape.entries()) checkPositiveInteger(`batchNorm({ shape[${i}] })`, n);
  if (!(momentum >= 0 && momentum <= 1)) {
    throw new RangeError(`batchNorm({ momentum }): expected a number from 0 to 1, got ${momentum}.`);
  }
  checkPositive('batchNorm({ epsilon })', epsilon);
  const channels = shape.at(-1);
  if (channels === undefined) throw new RangeError('batchNorm({ shape }): expected at least one axis, got none.');
  const variables = {
    scale: tf.tidy(() => tf.variable(tf.ones([channels]))),
    offset: zeros([channels]),
    mean: tf.tidy(() => tf.variable(tf.zeros([channels]), false)),
    variance: tf.tidy(() => tf.variable(tf.ones([channels]), false)),
  };
  return {
    config: { kind: 'batchNorm', shape, momentum, epsilon },
    inputShape: shape,
    outputShape: shape,
    variables,
    notTwiceDifferentiable: ['batch normalisation'],
    apply: (x, { training = false } = {}) =>
      tf.tidy(() => {
        if (!training) return normalize(x, variables.mean, variables.variance);
        const count = x.size / channels;
        if (count < 2) {
          throw new RangeError(
            `batchNorm.apply(x, { training: true }): expected at least 2 values a channel, got x of shape [${x.shape}]. A batch of one has no variance.`,
          );
        }
        const axes = x.shape.slice(0, -1).map((_, i) => i);
        const mean = tf.mean(x, axes);
        const variance = tf.mean(tf.square(tf.sub(x, mean)), axes);
        move(variables.mean, mean);
        move(variables.variance, tf.mul(variance, count / (count - 1)));
        return normalize(x, mean, variance);
      }),
    dispose: () => tf.dispose(variables),
  };

  function normalize(x: tf.Tensor, mean: tf.Tensor, variance: tf.Tensor): tf.Tensor {
    return tf.add(
      tf.mul(tf.sub(x, mean), tf.mul(tf.rsqrt(tf.add(variance, epsilon)), variables.scale)),
      variables.offset,
    );
  }

  function move(running: tf.Variable, batch: tf.Tensor): void {
    running.assign(tf.add(tf.mul(running, 1 - momentum), tf.mul(batch, momentum)));
  }
}
