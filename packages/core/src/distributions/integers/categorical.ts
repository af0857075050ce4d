import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { condition, onIntegers } from '../base/condition.js';
import { constantDraw } from '../base/constant.js';
import { Distribution } from '../base/distribution.js';
import { gumbelNoise } from '../base/noise.js';
import { oneHot } from '../base/one-hot.js';
import { checkParameter, spread } from '../base/parameter.js';
import type { Support } from '../base/support.js';
import type { Validation } from '../base/univariate.js';

export interface CategoricalOptions extends Validation {
  /** Unnormalised log-probabilities, `[...batchShape, classes]`; -infinity is probability 0. */
  readonly logits: tf.Tensor;
}

/**
 * The categorical distribution on the integers 0 to classes - 1.
 *
 * @example
 * ```ts
 * import { Categorical } from '@latents/core';
 *
 * const p = new Categorical({ logits: tf.zeros([4]) });
 * p.entropy().dataSync()[0]; // => Math.log(4)
 * ```
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

  override get support(): Support {
    return { kind: 'integers', low: 0, high: this.classes - 1 };
  }

  /** Normalised log-probabilities, `[...batchShape, classes]`. */
  logProbabilities(): tf.Tensor {
    return tf.logSoftmax(this.logits);
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() =>
      onIntegers(x, [0, this.classes - 1], (label) => {
        const chosen = oneHot(label, this.classes);
        const logs = this.logProbabilities();
        return tf.sum(tf.where(chosen, logs, tf.zerosLike(logs)), -1);
      }),
    );
  }

  /** Integers by the Gumbel-max trick. */
  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape, this.classes];
    return constantDraw(() => tf.argMax(tf.add(this.logits, gumbelNoise(rng, shape)), -1));
  }

  override mean(): tf.Tensor {
    return this.moment(1);
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => tf.sub(this.moment(2), tf.square(this.moment(1))));
  }

  override mode(): tf.Tensor {
    return tf.argMax(this.logits, -1);
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => tf.neg(averageLog(this.logProbabilities(), this.logProbabilities())));
  }

  override enumerateSupport(): tf.Tensor {
    const ones = this.batchShape.map(() => 1);
    return tf.tidy(() =>
      spread(tf.reshape(tf.range(0, this.classes, 1, 'int32'), [this.classes, ...ones]), [
        this.classes,
        ...this.batchShape,
      ]),
    );
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    return p.family === 'categorical' ? klOfCategoricals(this, p as Categorical) : undefined;
  }

  private moment(power: number): tf.Tensor {
    return tf.tidy(() => tf.sum(tf.mul(tf.softmax(this.logits), tf.pow(tf.range(0, this.classes), power)), -1));
  }
}

/** KL(q || p) of categoricals over equally many classes, infinite where q has a class that p has not. */
export function klOfCategoricals(q: Categorical, p: Categorical): tf.Tensor {
  if (q.classes !== p.classes) {
    throw new RangeError(`klDivergence(q, p): expected equally many classes, got ${q.classes} and ${p.classes}.`);
  }
  return tf.tidy(() => {
    const logs = q.logProbabilities();
    const some = condition((l) => tf.greater(l!, -Infinity), logs);
    const safe = tf.where(some, logs, tf.zerosLike(logs));
    return averageLog(logs, tf.sub(safe, p.logProbabilities()));
  });
}

/** The mean of `values` under probabilities given by their logs, over the last axis; probability 0 contributes nothing. */
function averageLog(logs: tf.Tensor, values: tf.Tensor): tf.Tensor {
  const some = tf.cast(
    tf.mul(
      tf.cast(
        condition((l) => tf.greater(l!, -Infinity), logs),
        'float32',
      ),
      tf.onesLike(values),
    ),
    'bool',
  );
  return tf.sum(tf.mul(tf.exp(logs), tf.where(some, values, tf.zerosLike(values))), -1);
}
