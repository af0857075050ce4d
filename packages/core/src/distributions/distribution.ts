import type { Tensor } from '@tensorflow/tfjs';
import type { Rng } from '../rng/index.js';

/**
 * A probability distribution over tensors: a value with a log-probability and a sampler. `batchShape` is the shape of
 * the independent distributions it holds, `eventShape` that of one draw from each.
 *
 * A distribution borrows the tensors it is made of and owns none: whoever made them frees them. Every method that
 * returns a tensor makes exactly one.
 */
export abstract class Distribution {
  /** The family's name: `'normal'`, say. The KL table is keyed by pairs of them. */
  abstract readonly family: string;
  abstract readonly batchShape: readonly number[];
  abstract readonly eventShape: readonly number[];
  /** Whether gradients flow from a sample to the parameters. */
  abstract readonly reparameterized: boolean;

  /**
   * log p(x) in nats, of shape `batchShape` broadcast against `x` without its event axes.
   *
   * @param x `[..., ...eventShape]`.
   */
  abstract logProb(x: Tensor): Tensor;

  /**
   * Draws of shape `[...sampleShape, ...batchShape, ...eventShape]`. The same `rng` state gives the same draws on every
   * backend.
   */
  abstract sample(rng: Rng, sampleShape?: readonly number[]): Tensor;

  /** The mean, `[...batchShape, ...eventShape]`. */
  abstract mean(): Tensor;

  /** The variance of each coordinate, `[...batchShape, ...eventShape]`. */
  abstract variance(): Tensor;

  /** The (differential) entropy in nats, `batchShape`. */
  abstract entropy(): Tensor;

  /** A most probable value, `[...batchShape, ...eventShape]`. */
  abstract mode(): Tensor;
}
