import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { log1p } from '../../special/index.js';
import { CUMULATIVE, within } from '../base/condition.js';
import { absent } from '../base/distribution.js';
import { logistic, noise } from '../base/noise.js';
import { NOT_NAN, type Parameter, POSITIVE } from '../base/parameter.js';
import { type Support, UNIT_INTERVAL } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';

export interface RelaxedBernoulliOptions extends Validation {
  /** Towards 0 the draws approach 0 and 1. */
  readonly temperature: Parameter;
  readonly logits: Parameter;
}

/**
 * The binary concrete distribution on (0, 1): sigmoid((logits + L) / temperature), L standard logistic. Differentiable, unlike
 * the Bernoulli it tends to.
 *
 * @example
 * ```ts
 * import { RelaxedBernoulli } from '@latents/core';
 *
 * const p = new RelaxedBernoulli({ temperature: 1, logits: 0 });
 * p.logProb(tf.scalar(0.3)).dataSync()[0]; // => 0
 * ```
 * @see Maddison, Mnih & Teh 2017; Jang, Gu & Poole 2017
 */
export class RelaxedBernoulli extends Univariate {
  override readonly family = 'relaxed-bernoulli';
  override readonly reparameterized = true;
  readonly temperature: Parameter;
  readonly logits: Parameter;

  constructor({ temperature, logits, validate }: RelaxedBernoulliOptions) {
    super('RelaxedBernoulli', { temperature: [temperature, POSITIVE], logits: [logits, NOT_NAN] }, validate);
    this.temperature = temperature;
    this.logits = logits;
  }

  override get closedEntropy(): boolean {
    return false;
  }

  override get support(): Support {
    return UNIT_INTERVAL;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return within(x, [0, 1], 0.5, (v) => {
      const [log, log1m] = [tf.log(v), log1p(tf.neg(v))];
      const difference = tf.sub(this.logits, tf.mul(this.temperature, tf.sub(log, log1m)));
      const body = tf.sub(difference, tf.mul(tf.softplus(difference), 2));
      return tf.sub(tf.sub(tf.add(body, tf.log(this.temperature)), log), log1m);
    });
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() => tf.sigmoid(tf.div(tf.add(this.logits, noise(rng, shape, logistic)), this.temperature)));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    const values = (v: tf.Tensor) => {
      const logit = tf.sub(tf.log(v), log1p(tf.neg(v)));
      return tf.sigmoid(tf.sub(tf.mul(this.temperature, logit), this.logits));
    };
    return within(x, [0, 1], 0.5, values, CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const logit = tf.sub(tf.log(p), log1p(tf.neg(p)));
      return tf.sigmoid(tf.div(tf.add(this.logits, logit), this.temperature));
    });
  }

  override mean(): tf.Tensor {
    throw absent(this.family, 'mean()', 'Estimate it from samples.');
  }

  override variance(): tf.Tensor {
    throw absent(this.family, 'variance()', 'Estimate it from samples.');
  }

  override mode(): tf.Tensor {
    throw absent(this.family, 'mode()', 'Below temperature 1 the density is unbounded at the ends.');
  }

  override entropy(): tf.Tensor {
    throw absent(this.family, 'entropy()', 'Estimate it from log-probabilities of samples.');
  }

  override expect(): undefined {
    return undefined;
  }
}
