import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { CUMULATIVE, condition, onIntegers, QUANTILE, within } from '../base/condition.js';
import { constantDraw } from '../base/constant.js';
import { Distribution } from '../base/distribution.js';
import { type ClassLogitsOrProbs, expectOne } from '../base/logits.js';
import { gumbelNoise } from '../base/noise.js';
import { oneHot } from '../base/one-hot.js';
import { checkParameter, spread } from '../base/parameter.js';
import type { Support } from '../base/support.js';
import type { Validation } from '../base/univariate.js';

export type CategoricalOptions = ClassLogitsOrProbs & Validation;

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
 * @throws RangeError if there are no classes, a logit is NaN or +infinity, or a probability is negative or not finite.
 * @throws RangeError if all classes of a distribution have probability 0.
 * @throws RangeError unless one of `logits` and `probs` is given.
 */
export class Categorical extends Distribution {
  override readonly family = 'categorical';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[] = [];
  override readonly reparameterized = false;
  readonly classes: number;
  private readonly weights: { readonly logits: tf.Tensor } | { readonly probs: tf.Tensor };

  constructor({ logits, probs, validate = true }: CategoricalOptions) {
    super();
    expectOne('Categorical', logits, probs);
    const [key, given] = logits === undefined ? (['probs', probs!] as const) : (['logits', logits] as const);
    const classes = given.shape.at(-1);
    if (!classes) {
      throw new RangeError(`new Categorical({ ${key} }): expected ${key} [..., classes], got shape [${given.shape}].`);
    }
    this.weights = logits === undefined ? { probs: given } : { logits };
    this.classes = classes;
    this.batchShape = given.shape.slice(0, -1);
    if (!validate) return;
    const where = `new Categorical({ ${key} })`;
    const lowest = key === 'logits' ? -Infinity : 0;
    const expected = key === 'logits' ? 'a number below +infinity' : 'a finite number >= 0';
    checkParameter(where, given, expected, (l) => l < Infinity && l >= lowest);
    tf.tidy(() => {
      const best = tf.max(given, -1);
      checkParameter(where, best, `a class above ${lowest} in each distribution`, (l) => l > lowest);
    });
  }

  /** Unnormalised log-probabilities, `[...batchShape, classes]`. Of probabilities, a new tensor each time. */
  get logits(): tf.Tensor {
    return 'logits' in this.weights ? this.weights.logits : tf.log(this.weights.probs);
  }

  override get support(): Support {
    return { kind: 'integers', low: 0, high: this.classes - 1 };
  }

  /** Normalised log-probabilities, `[...batchShape, classes]`. */
  logProbabilities(): tf.Tensor {
    return tf.tidy(() => tf.logSoftmax(this.logits));
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

  /** Sums of the probabilities of the classes up to each, `[...batchShape, classes]`. */
  private cumulative(): tf.Tensor {
    return tf.minimum(tf.cumsum(tf.softmax(this.logits), this.batchShape.length), 1);
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    const last = this.classes - 1;
    const below = (v: tf.Tensor) => {
      const chosen = oneHot(tf.floor(v), this.classes);
      const sums = this.cumulative();
      const sum = tf.sum(tf.where(chosen, sums, tf.zerosLike(sums)), -1);
      const whole = condition((label) => tf.greaterEqual(label!, last), tf.add(v, tf.zerosLike(sum)));
      return tf.where(whole, tf.onesLike(sum), sum);
    };
    return within(x, [0, last], 0, below, CUMULATIVE);
  }

  /** The smallest class with cdf >= p. A p of float32 is met to its rounding. */
  override icdf(p: tf.Tensor): tf.Tensor {
    const first = (u: tf.Tensor) => {
      const before = condition(
        (v, sums) => tf.less(sums!, tf.mul(v!, 1 - 1e-6)),
        tf.expandDims(u, -1),
        this.cumulative(),
      );
      return tf.minimum(tf.sum(tf.cast(before, 'float32'), -1), this.classes - 1);
    };
    return within(p, [0, 1], 0.5, first, QUANTILE);
  }

  override mean(): tf.Tensor {
    return this.moment(1);
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => tf.sub(this.moment(2), tf.square(this.moment(1))));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => tf.argMax(this.logits, -1));
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
