import * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng/index.js';
import { Distribution } from './distribution.js';
import { uniformNoise } from './noise.js';
import { checkParameter, type Parameter, shapeOf, spread } from './parameter.js';

export interface BernoulliOptions {
  /** log p / (1 - p). Infinite logits are probabilities 0 and 1. */
  readonly logits: Parameter;
  /** Check the parameters (default true). */
  readonly validate?: boolean;
}

/**
 * The Bernoulli distribution on {0, 1}, by its logits. `logProb` is linear in x, so a grey value x in [0, 1] gives
 * x log p + (1 - x) log(1 - p), which is no probability: binarise the data for a likelihood.
 *
 * @throws RangeError if a logit is NaN.
 */
export class Bernoulli extends Distribution {
  override readonly family = 'bernoulli';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[] = [];
  override readonly reparameterized = false;
  readonly logits: Parameter;

  constructor({ logits, validate = true }: BernoulliOptions) {
    super();
    this.logits = logits;
    this.batchShape = shapeOf(logits);
    if (validate) checkParameter('new Bernoulli({ logits })', logits, 'a number', (l) => !Number.isNaN(l));
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => tf.sub(tf.mul(x, this.logits), tf.softplus(this.logits)));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() =>
      uniformNoise(rng, [...sampleShape, ...this.batchShape])
        .less(tf.sigmoid(this.logits))
        .toFloat(),
    );
  }

  override mean(): tf.Tensor {
    return tf.sigmoid(this.logits);
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => tf.mul(tf.sigmoid(this.logits), tf.sigmoid(tf.neg(this.logits))));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => spread(tf.greater(this.logits, 0).toFloat(), this.batchShape));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => tf.sub(tf.softplus(this.logits), tf.mul(this.logits, tf.sigmoid(this.logits))));
  }
}
