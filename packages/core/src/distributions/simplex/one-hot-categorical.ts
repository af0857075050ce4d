import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { expand } from '../../special/index.js';
import { condition } from '../base/condition.js';
import { constantDraw } from '../base/constant.js';
import { Distribution } from '../base/distribution.js';
import { expectEvents, ONE_HOT_EVENTS, onEvents } from '../base/event.js';
import { oneHot } from '../base/one-hot.js';
import { spread } from '../base/parameter.js';
import type { Support } from '../base/support.js';
import { Categorical, type CategoricalOptions, klOfCategoricals } from '../integers/categorical.js';

/**
 * The categorical distribution over one-hot vectors `[classes]`. See {@link Categorical} for its logits. `logProb` is linear in x, so that
 * the gradient of a straight-through draw is the log-probabilities.
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
    expectEvents(this.family, x, this.eventShape);
    return onEvents(x, ONE_HOT_EVENTS, 0, (v) => {
      const logs = this.categorical.logProbabilities();
      // 0 log 0 = 0, where a class that is not chosen has no mass.
      const empty = condition((l, chosen) => tf.logicalAnd(tf.equal(l!, -Infinity), tf.equal(chosen!, 0)), logs, v);
      const full = expand(logs, empty.shape);
      return tf.sum(tf.mul(v, tf.where(empty, tf.zerosLike(full), full)), -1);
    });
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return constantDraw(() => this.hot(this.categorical.sample(rng, sampleShape)));
  }

  private hot(index: tf.Tensor): tf.Tensor {
    return tf.cast(oneHot(index, this.categorical.classes), 'float32');
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
