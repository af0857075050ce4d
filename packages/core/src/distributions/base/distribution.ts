import type { Rng } from '@latents/math';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type DrawCoordinates, pointOf } from './coordinates.js';
import type { Statistic } from './statistic.js';
import { sumLast } from './sum-last.js';
import type { Support } from './support.js';

/** Draws with their log-probabilities. */
export interface Draw {
  /** `[...sampleShape, ...batchShape, ...eventShape]`. */
  readonly sample: Tensor;
  /** `[...sampleShape, ...batchShape]`, in nats. */
  readonly logProb: Tensor;
}

/** A multivariate normal by its mean `[..., n]` and the Cholesky factor of its covariance `[..., n, n]`. */
export interface GaussianForm {
  readonly loc: Tensor;
  readonly scaleTril: Tensor;
}

/**
 * A probability distribution over tensors: a value with a log-probability and a sampler. `batchShape` is the shape of
 * the independent distributions it holds, `eventShape` that of one draw from each.
 *
 * A distribution borrows the tensors it is made of and owns none: whoever made them frees them. Every method that
 * returns a tensor makes exactly one.
 */
export abstract class Distribution {
  /** The family's name: `'normal'`, say. */
  abstract readonly family: string;
  abstract readonly batchShape: readonly number[];
  abstract readonly eventShape: readonly number[];
  /** Whether gradients flow from a sample to the parameters. */
  abstract readonly reparameterized: boolean;

  /** Where the distribution has mass. Outside, `logProb` is -infinity. */
  get support(): Support {
    return { kind: 'unspecified' };
  }

  /** Whether `entropy` has an answer; where it is false, it throws. */
  get closedEntropy(): boolean {
    return true;
  }

  /**
   * log p(x) in nats, of shape `batchShape` broadcast against `x` without its event axes.
   *
   * @param x `[..., ...eventShape]`.
   */
  abstract logProb(x: Tensor): Tensor;

  /**
   * Returns log p(x) of events made of the last `rank` batch axes, in nats: {@link logProb} summed over them. A family overrides it
   * where it can do both in one operation.
   *
   * @param x `[..., ...eventShape]`.
   * @param rank From 0 to the number of batch axes.
   */
  sumLogProb(x: Tensor, rank: number): Tensor {
    return tidy(() => sumLast(this.logProb(x), rank));
  }

  /**
   * Draws of shape `[...sampleShape, ...batchShape, ...eventShape]`. The same `rng` state gives the same draws on every
   * backend.
   */
  abstract sample(rng: Rng, sampleShape?: readonly number[]): Tensor;

  /** Draws and their log-probabilities; one pass where a family can do better than `logProb(sample(rng))`. */
  sampleAndLogProb(rng: Rng, sampleShape: readonly number[] = []): Draw {
    const [sample, logProb] = tidy(() => {
      const at = this.sampleCoordinates(rng, sampleShape);
      const own = at && this.logProbAt(at);
      if (own) return [pointOf(at), own] as [Tensor, Tensor];
      const drawn = this.sample(rng, sampleShape);
      return [drawn, this.logProb(drawn)] as [Tensor, Tensor];
    });
    return { sample, logProb };
  }

  /**
   * Draws in a coordinate that keeps those next to an end of the support apart, for log-probabilities that are finite at each of them;
   * undefined for a family that does not need it. {@link sample} rounds the same draws.
   */
  sampleCoordinates(_rng: Rng, _sampleShape: readonly number[] = []): DrawCoordinates | undefined {
    return undefined;
  }

  /** log p(x) in nats at draws given by coordinates, as a density of x, or undefined if the family does not know them. */
  logProbAt(_at: DrawCoordinates): Tensor | undefined {
    return undefined;
  }

  /** The mean, `[...batchShape, ...eventShape]`. NaN where there is none. */
  abstract mean(): Tensor;

  /** The variance of each coordinate, `[...batchShape, ...eventShape]`. */
  abstract variance(): Tensor;

  /** The (differential) entropy in nats, `batchShape`. */
  abstract entropy(): Tensor;

  /** A most probable value, `[...batchShape, ...eventShape]`. */
  abstract mode(): Tensor;

  /**
   * P(X <= x), for scalar events.
   *
   * @throws Error if the family has no distribution function here.
   */
  cdf(_x: Tensor): Tensor {
    throw absent(this.family, 'cdf(x)', 'Estimate it from samples.');
  }

  /**
   * The quantile of probability p, the inverse of {@link cdf}; on the integers the smallest x with cdf(x) >= p.
   *
   * @throws Error if the family has no quantile function here.
   */
  icdf(_p: Tensor): Tensor {
    throw absent(this.family, 'icdf(p)', 'Estimate it from samples.');
  }

  /**
   * All values of a finite support, `[values, ...batchShape, ...eventShape]`.
   *
   * @throws Error if the support is not finite, or not the same for the whole batch.
   */
  enumerateSupport(): Tensor {
    throw absent(
      this.family,
      'enumerateSupport()',
      'Only families with one finite support for the whole batch have it.',
    );
  }

  /**
   * KL(this || p) in closed form, `batchShape` broadcast, or undefined if this family knows none with p's: the first that
   * `klDivergence` asks. Overriding it adds pairs to a family of one's own.
   */
  klTo(_p: Distribution): Tensor | undefined {
    return undefined;
  }

  /** E_q log p(x) with p this distribution, in closed form where q knows the expectations it takes; else undefined. */
  expectedLogProb(_q: Distribution): Tensor | undefined {
    return undefined;
  }

  /** The expectation of a statistic of a draw, `batchShape` broadcast, or undefined if there is no closed form. */
  expect(_statistic: Statistic): Tensor | undefined {
    return undefined;
  }

  /** The coordinates' own distributions, a batch over the event axes, where they are known; else undefined. */
  marginals(): Distribution | undefined {
    return undefined;
  }

  /** This distribution as a multivariate normal over vectors, if it is one. */
  gaussian(): GaussianForm | undefined {
    return undefined;
  }
}

export function absent(family: string, method: string, advice: string): Error {
  return new Error(`${method}: the family '${family}' has none. ${advice}`);
}
