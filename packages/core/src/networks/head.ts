import { checkPositiveInteger } from '@latents/math';
import type { Json } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { lowerCholesky } from '../distributions/bijectors/index.js';
import {
  Bernoulli,
  Categorical,
  Deterministic,
  type Distribution,
  Independent,
  MultivariateNormalDiag,
  MultivariateNormalTriL,
  Normal,
} from '../distributions/index.js';

/** How the output of a network becomes a distribution. */
export interface Head<D extends Distribution = Distribution> {
  /** Plain JSON description: kind, sizes, scale. Files and checkpoints compare it. */
  readonly config?: Json;
  /** Number of outputs that a network must have per example. */
  readonly units: number;
  /** The shape of one draw. */
  readonly eventShape: readonly number[];
  /** The distribution whose parameters are `outputs`, `[...batch, units]`. */
  distribution(outputs: tf.Tensor): D;
}

/** Vectors of independent bits, by logits (ERRATA E2: elementwise, never a softmax). */
export function bernoulliHead(dimension: number): Head<Independent<Bernoulli>> {
  checkPositiveInteger('bernoulliHead(dimension)', dimension);
  return {
    config: { kind: 'bernoulli', dimension },
    units: dimension,
    eventShape: [dimension],
    distribution: (logits) => new Independent(new Bernoulli({ logits, validate: false }), 1),
  };
}

export interface NormalHeadOptions {
  /** `'tanh'` is the note's printed mean, which keeps every coordinate within (-1, 1) (ERRATA E1). Default `'linear'`. */
  readonly loc?: 'linear' | 'tanh';
}

/** Vectors N(loc, diag(exp(logVariance))): a network puts out loc, then log-variance (ERRATA E1: never a tanh variance). */
export function normalHead(
  dimension: number,
  { loc = 'linear' }: NormalHeadOptions = {},
): Head<MultivariateNormalDiag> {
  checkPositiveInteger('normalHead(dimension)', dimension);
  return {
    config: { kind: 'normal', dimension, loc },
    units: 2 * dimension,
    eventShape: [dimension],
    distribution: (outputs) => {
      const [mean, logVariance] = tf.split(outputs, 2, -1) as [tf.Tensor, tf.Tensor];
      return MultivariateNormalDiag.fromLogVariance({ loc: loc === 'tanh' ? tf.tanh(mean) : mean, logVariance });
    },
  };
}

/**
 * Vectors N(loc, L L') of any covariance: a network puts out loc, then the lower triangle of L row by row, the diagonal before exp.
 */
export function multivariateNormalHead(dimension: number): Head<MultivariateNormalTriL> {
  checkPositiveInteger('multivariateNormalHead(dimension)', dimension);
  const triangle = lowerCholesky();
  const entries = (dimension * (dimension + 1)) / 2;
  return {
    config: { kind: 'multivariate normal', dimension },
    units: dimension + entries,
    eventShape: [dimension],
    distribution: (outputs) => {
      const [loc, free] = tf.split(outputs, [dimension, entries], -1) as [tf.Tensor, tf.Tensor];
      return new MultivariateNormalTriL({ loc, scaleTril: triangle.forward(free), validate: false });
    },
  };
}

/**
 * Vectors N(loc, scale^2 I) with a fixed standard deviation: squared error plus the constant that makes it a likelihood.
 *
 * @throws RangeError unless `scale` is positive and finite.
 */
export function fixedScaleNormalHead(dimension: number, scale: number): Head<Independent<Normal>> {
  checkPositiveInteger('fixedScaleNormalHead(dimension, scale)', dimension);
  if (!(scale > 0 && scale < Infinity)) {
    throw new RangeError(
      `fixedScaleNormalHead(dimension, scale): expected a positive finite standard deviation, got ${scale}.`,
    );
  }
  return {
    config: { kind: 'fixed-scale normal', dimension, scale },
    units: dimension,
    eventShape: [dimension],
    distribution: (loc) => new Independent(new Normal({ loc, scale, validate: false }), 1),
  };
}

/** One of `classes` integers, by logits. */
export function categoricalHead(classes: number): Head<Categorical> {
  checkPositiveInteger('categoricalHead(classes)', classes);
  return {
    config: { kind: 'categorical', classes },
    units: classes,
    eventShape: [],
    distribution: (logits) => new Categorical({ logits, validate: false }),
  };
}

/** The vector itself: the encoder of a basic autoencoder (Stratos section 1.1). */
export function deterministicHead(dimension: number): Head<Deterministic> {
  checkPositiveInteger('deterministicHead(dimension)', dimension);
  return {
    config: { kind: 'deterministic', dimension },
    units: dimension,
    eventShape: [dimension],
    distribution: (loc) => new Deterministic({ loc, eventRank: 1 }),
  };
}
