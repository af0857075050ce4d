import { checkPositiveInteger } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { Categorical, ContinuousBernoulli, DiscretizedLogistic, Independent } from '../distributions/index.js';
import type { Head } from './head.js';

/** Vectors of independent numbers in [0, 1], by logits: the normalised likelihood of grey pixels. */
export function continuousBernoulliHead(dimension: number): Head<Independent<ContinuousBernoulli>> {
  checkPositiveInteger('continuousBernoulliHead(dimension)', dimension);
  return {
    config: { kind: 'continuous Bernoulli', dimension },
    units: dimension,
    eventShape: [dimension],
    distribution: (logits) => new Independent(new ContinuousBernoulli({ logits, validate: false }), 1),
  };
}

/** Vectors of independent integers from 0 to `classes` - 1, by logits for each. */
export function categoricalVectorHead(dimension: number, classes: number): Head<Independent<Categorical>> {
  checkPositiveInteger('categoricalVectorHead(dimension, classes)', dimension);
  checkPositiveInteger('categoricalVectorHead(dimension, classes)', classes);
  return {
    config: { kind: 'categorical vector', dimension, classes },
    units: dimension * classes,
    eventShape: [dimension],
    distribution: (outputs) => {
      const logits = tf.reshape(outputs, [...outputs.shape.slice(0, -1), dimension, classes]);
      return new Independent(new Categorical({ logits, validate: false }), 1);
    },
  };
}

/**
 * Vectors of independent integers from 0 to `levels` - 1, each a rounded logistic variable: a network puts out locations, 0 for the middle
 * level and 1 for the highest, then scales before a softplus.
 */
export function discretizedLogisticHead(dimension: number, levels: number): Head<Independent<DiscretizedLogistic>> {
  checkPositiveInteger('discretizedLogisticHead(dimension, levels)', dimension);
  const half = (levels - 1) / 2;
  return {
    config: { kind: 'discretized logistic', dimension, levels },
    units: 2 * dimension,
    eventShape: [dimension],
    distribution: (outputs) => {
      const [loc, free] = tf.split(outputs, 2, -1) as [tf.Tensor, tf.Tensor];
      const scale = tf.mul(tf.add(tf.softplus(free), 1e-3), half);
      return new Independent(
        new DiscretizedLogistic({ loc: tf.mul(tf.add(loc, 1), half), scale, levels, validate: false }),
        1,
      );
    },
  };
}
