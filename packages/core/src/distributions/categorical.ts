import * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng/index.js';
import { Distribution } from './distribution.js';
import { gumbelNoise } from './noise.js';
import { checkParameter } from './parameter.js';

export interface CategoricalOptions {
  /** Unnormalised log-probabilities, `[...batchShape, classes]`. */
  readonly logits: tf.Tensor;
  /** Check the parameters (default true). */
  readonly validate?: boolean;
}

/**
 * The categorical distribution on the integers 0 to classes - 1.
 *
 * @throws RangeError if there are no classes, or a logit is NaN or +infinity.
 */
export class Categorical extends Distribution {
  override readonly family = 'categorical';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[] = [];
  override readonly reparameterized = false;
  readonly logits: tf.Tensor;
  readonly classes: number;

  constructor({ logits, validate = true }: CategoricalOptions) {
    super();
    const classes = logits.shape.at(-1);
    if (!classes) {
      throw new RangeError(`new Categorical({ logits }): expected logits [..., classes], got shape [${logits.shape}].`);
    }
    this.logits = logits;
    this.classes = classes;
    this.batchShape = logits.shape.slice(0, -1);
    if (validate)
      checkParameter('new Categorical({ logits })', logits, 'a number below +infinity', (l) => l < Infinity);
  }

  /** Normalised log-probabilities, `[...batchShape, classes]`. */
  logProbabilities(): tf.Tensor {
    return tf.logSoftmax(this.logits);
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const chosen = tf.oneHot(x.toInt(), this.classes).toFloat();
      return tf.sum(tf.mul(chosen, this.logProbabilities()), -1);
    });
  }

  /** Integers by the Gumbel-max trick. */
  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => {
      const shape = [...sampleShape, ...this.batchShape, this.classes];
      return tf.argMax(tf.add(this.logits, gumbelNoise(rng, shape)), -1);
    });
  }

  override mean(): tf.Tensor {
    return this.moment(1);
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.moment(2).sub(this.moment(1).square()));
  }

  override mode(): tf.Tensor {
    return tf.argMax(this.logits, -1);
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => tf.neg(tf.sum(tf.mul(tf.softmax(this.logits), this.logProbabilities()), -1)));
  }

  private moment(power: number): tf.Tensor {
    return tf.tidy(() => tf.sum(tf.mul(tf.softmax(this.logits), tf.pow(tf.range(0, this.classes), power)), -1));
  }
}
