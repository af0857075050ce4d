import { klDivergence } from '@latents/core';
import { checkOptions, checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import type { VrnnParts } from './parts.js';
import { type SequenceTensors, stepMask, timeMajor, unpadded } from './sequences.js';
import { unroll } from './unroll.js';

/** A batch as the recurrence takes it: x `[T, batch, inputDim]` with padding zeroed, mask `[T, batch]`. */
export interface Prepared {
  readonly x: tf.Tensor3D;
  readonly mask: tf.Tensor2D;
}

export function prepare({ x, lengths }: SequenceTensors): Prepared {
  const mask = stepMask(lengths, x.shape[1]!);
  return { x: timeMajor(x, mask), mask };
}

/** Options of bounds by whole sequences as samples. */
export interface DrawsOptions {
  /** Samples per sequence. */
  readonly samples: number;
  readonly rng: Rng;
}

/** Refuses options that are not these. Throws a RangeError or TypeError that names the first. */
export function checkDraws(where: string, options: DrawsOptions): void {
  checkOptions(where, options, ['samples', 'rng']);
  checkPositiveInteger(where, options.samples, 'samples');
  checkRng(where, options.rng);
}

/** The two terms of the ELBO at each step, `[T, batch]`, in nats, 0 beyond a sequence's length. */
export interface StepwiseElbo {
  /** log P(x_t | z_t, h_{t-1}) at the draw. */
  readonly reconstruction: tf.Tensor2D;
  /** KL(q(z_t | ...) || P(z_t | h_{t-1})), in closed form. */
  readonly rate: tf.Tensor2D;
}

/** One draw of z a sequence. @see Stratos section 1.4, the ELBO; Chung et al. 2015, eq. 11 */
export function stepwiseElbo(parts: VrnnParts, { x, mask }: Prepared, rng: Rng): StepwiseElbo {
  const { posterior, prior, logEmission } = unroll(parts, x, mask, rng);
  return {
    reconstruction: unpadded(logEmission, mask) as tf.Tensor2D,
    rate: tf.mul(klDivergence(posterior, prior), mask) as tf.Tensor2D,
  };
}

/** Returns log p(x, z) - log q(z | x) of whole sequences, `[samples, batch]`, in nats, z drawn from q. */
export function sequenceLogWeights(
  parts: VrnnParts,
  { x, mask }: Prepared,
  { samples, rng }: DrawsOptions,
): tf.Tensor2D {
  return tf.tidy(() => {
    const [steps, count] = mask.shape;
    const tiled = tf.tile(x, [1, samples, 1]) as tf.Tensor3D;
    const { z, posterior, prior, logEmission } = unroll(parts, tiled, tf.tile(mask, [1, samples]) as tf.Tensor2D, rng);
    const increments = tf.reshape(tf.sub(tf.add(logEmission, prior.logProb(z)), posterior.logProb(z)), [
      steps,
      samples,
      count,
    ]);
    return tf.sum(unpadded(increments, tf.expandDims(mask, 1)), 0) as tf.Tensor2D;
  });
}
