import type * as tf from '@tensorflow/tfjs';
import type fc from 'fast-check';

/** A distribution as the suite sees it: core's `Distribution` has all of it. */
export interface Describable<R> {
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[];
  readonly support: Support;
  readonly closedEntropy: boolean;
  readonly reparameterized: boolean;
  logProb(x: tf.Tensor): tf.Tensor;
  sample(rng: R, sampleShape?: readonly number[]): tf.Tensor;
  sampleAndLogProb(
    rng: R,
    sampleShape?: readonly number[],
  ): { readonly sample: tf.Tensor; readonly logProb: tf.Tensor };
  mean(): tf.Tensor;
  variance(): tf.Tensor;
  entropy(): tf.Tensor;
  mode(): tf.Tensor;
  cdf(x: tf.Tensor): tf.Tensor;
  icdf(p: tf.Tensor): tf.Tensor;
}

/** A support: its kind, and its ends where the kind has ends. */
export interface Support {
  readonly kind: string;
  readonly low?: tf.Tensor | number;
  readonly high?: tf.Tensor | number;
  readonly total?: number;
  readonly of?: Support;
}

/**
 * A part of a family that a check needs: a method, or a property that the check relies on.
 *
 * - `'mean of draws'`, `'variance of draws'`: a moment which the average of 2,000 draws confirms. Heavy tails have none.
 * - `'kl of draws'`: the same for the divergence.
 * - `'support'`: a support over which the suite can sum or integrate.
 * - `'between integers'`: a log-probability of -infinity there. `'extremes'`: finite numbers at extreme parameters.
 * - `'outside'`: a log-probability of -infinity outside the support.
 */
export type Part =
  | 'mean'
  | 'variance'
  | 'mode'
  | 'entropy'
  | 'cdf'
  | 'icdf'
  | 'kl'
  | 'mean of draws'
  | 'variance of draws'
  | 'kl of draws'
  | 'support'
  | 'outside'
  | 'between integers'
  | 'extremes';

/** The facts about a family that {@link describeDistribution} needs. */
export interface DescribeOptions<R, D extends Describable<R>> {
  /** A range of numbers per parameter. `make` stacks them where an event is a vector. */
  readonly parameters: Readonly<Record<string, fc.Arbitrary<number>>>;
  /** Parameters without a derivative, as counts are. */
  readonly fixed?: readonly string[];
  /** Extreme values of parameters, as far as a parameter may take them. The hazard checks try one at a time. */
  readonly extremes?: Readonly<Record<string, readonly number[]>>;
  /** Makes the distribution whose batch shape is that of the tensors, which all have one shape. */
  readonly make: (parameters: Readonly<Record<string, tf.Tensor>>) => D;
  readonly rng: (seed: number) => R;
  /** KL(q || p), or undefined where the pair has no closed form. */
  readonly kl: (q: D, p: D) => tf.Tensor | undefined;
  /** Parts that the family lacks, each with the reason. Checks that need them are reported as skipped with that reason. */
  readonly without?: Readonly<Partial<Record<Part, string>>>;
}

/** A check before it is known whether the family has what it needs. */
export interface Question {
  readonly name: string;
  readonly needs: readonly Part[];
  readonly run: () => void | Promise<void>;
}
