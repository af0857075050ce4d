import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { Distribution } from '../base/distribution.js';
import { spread } from '../base/parameter.js';
import type { Support } from '../base/support.js';
import { Categorical, type CategoricalOptions, klOfCategoricals } from '../integers/categorical.js';

/**
 * The categorical distribution over one-hot vectors `[classes]`. See {@link Categorical} for its logits.
 *
 * @example
 * ```ts
 * import { OneHotCategorical } from '@latents/core';
 *
 * const p = new OneHotCategorical({ logits: tf.zeros([4]) });
 * p.logProb(tf.tensor1d([0, 1, 0, 0])).dataSync()[0]; // => -Math.log(4)
 * ```
 */
export class OneHotCategorical extends Distribution {
  override readonly family = 'one-hot-categorical';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[];
  override readonly reparameterized = false;
  /** The same over integers. */
  readonly categorical: Categorical;

  constructor(options: CategoricalOptions) {
    super();
    this.categorical = new Categorical(options);
    this.batchShape = this.categorical.batchShape;
    this.eventShape = [this.categorical.classes];
  }

  override get support(): Support {
    return { kind: 'one-hot' };
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const logs = this.categorical.logProbabilities();
      const chosen = tf.greater(x, 0.5);
      return tf.sum(tf.where(chosen, logs, tf.zerosLike(logs)), -1);
    });
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => this.hot(this.categorical.sample(rng, sampleShape)));
  }

  private hot(index: tf.Tensor): tf.Tensor {
    return tf.cast(tf.oneHot(tf.cast(index, 'int32'), this.categorical.classes), 'float32');
  }

  override mean(): tf.Tensor {
    return tf.softmax(this.categorical.logits);
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => tf.mul(this.mean(), tf.sub(1, this.mean())));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.hot(this.categorical.mode()));
  }

  override entropy(): tf.Tensor {
    return this.categorical.entropy();
  }

  override enumerateSupport(): tf.Tensor {
    const n = this.categorical.classes;
    const ones = this.batchShape.map(() => 1);
    return tf.tidy(() => spread(tf.reshape(tf.eye(n), [n, ...ones, n]), [n, ...this.batchShape, n]));
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'one-hot-categorical') return undefined;
    return klOfCategoricals(this.categorical, (p as OneHotCategorical).categorical);
  }
}
