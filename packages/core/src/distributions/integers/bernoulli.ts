import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { bernoulliLogProb, stopGradient } from '../../operations/index.js';
import { CUMULATIVE, condition, QUANTILE, within } from '../base/condition.js';
import { constantDraw } from '../base/constant.js';
import type { Distribution } from '../base/distribution.js';
import { type LogitForm, type LogitsOrProbs, logitForm } from '../base/logits.js';
import { logistic, noise } from '../base/noise.js';
import { asTensor, type Check, NOT_NAN, type Parameter, spread } from '../base/parameter.js';
import { BOOLEAN, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import { Binomial } from './binomial.js';

/** Infinite logits are probabilities 0 and 1, for which `validate` must be on. */
export type BernoulliOptions = LogitsOrProbs & Validation;

/**
 * The Bernoulli distribution on {0, 1}, by its logits. `logProb` is linear in x, so a grey value x in [0, 1] gives
 * x log p + (1 - x) log(1 - p), which is no probability: binarise the data for a likelihood, or use ContinuousBernoulli.
 *
 * @example
 * ```ts
 * import { Bernoulli } from '@latents/core';
 *
 * const p = new Bernoulli({ logits: 0 });
 * p.logProb(tf.scalar(1)).dataSync()[0]; // => -Math.LN2
 * ```
 * @throws RangeError if a logit is NaN, or a probability is not from 0 to 1.
 * @throws RangeError unless one of `logits` and `probs` is given.
 */
export class Bernoulli extends Univariate {
  override readonly family = 'bernoulli';
  override readonly reparameterized = false;
  private readonly form: LogitForm;

  /** Whether some logit is infinite, as far as validation has looked. */
  private readonly certain: boolean;

  constructor(options: BernoulliOptions) {
    let certain = false;
    const noted: Check = {
      expected: NOT_NAN.expected,
      holds: (logit) => {
        if (Math.abs(logit) === Infinity) certain = true;
        return NOT_NAN.holds(logit);
      },
    };
    const form = logitForm('Bernoulli', options, noted);
    // So far the check has only been asked what it allows.
    certain = false;
    super('Bernoulli', form.given, options.validate);
    this.form = form;
    this.certain = certain;
  }

  /** log p / (1 - p). Of probabilities in a tensor, a new tensor each time. */
  get logits(): Parameter {
    return this.form.logits();
  }

  override get support(): Support {
    return BOOLEAN;
  }

  /** Infinite logits are taken apart only where validation saw one: the usual way is two kernels. */
  override logProb(x: tf.Tensor): tf.Tensor {
    return within(x, [0, 1], 0, (v) => this.logProbInside(v));
  }

  private logProbInside(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      if (!this.certain) return tf.sub(tf.mul(x, this.logits), tf.softplus(this.logits));
      const logits = asTensor(this.logits);
      const finite = condition((l) => tf.isFinite(l!), logits);
      const safe = tf.where(finite, logits, tf.zerosLike(logits));
      const body = tf.sub(tf.mul(x, safe), tf.softplus(safe));
      // At probability 0 or 1 the certain value has all the mass.
      const sure = tf.log(tf.sub(1, tf.abs(tf.sub(x, tf.step(logits)))));
      return tf.where(finite, body, sure);
    });
  }

  /** One operation where the logits have all the axes of the result and are finite, as those of a network. */
  override sumLogProb(x: tf.Tensor, rank: number): tf.Tensor {
    return tf.tidy(() => {
      const { logits } = this;
      const whole = typeof logits !== 'number' && logits.dtype === 'float32' && x.rank <= logits.rank && x.rank >= rank;
      if (this.certain || !whole || rank === 0) return super.sumLogProb(x, rank);
      // The axes of an event as one.
      const flat = (tensor: tf.Tensor) =>
        rank === 1 ? tensor : tf.reshape(tensor, [...tensor.shape.slice(0, tensor.rank - rank), -1]);
      const [width, events] = [x, logits].map(({ shape }) => shape.slice(shape.length - rank));
      if (`${width}` !== `${events}`) return super.sumLogProb(x, rank);
      return outsideAdded(bernoulliLogProb(flat(logits), flat(x)), flat(x));
    });
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return constantDraw(() => tf.cast(tf.less(noise(rng, shape, logistic), this.logits), 'float32'));
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.sigmoid(this.logits)));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(tf.sigmoid(this.logits), tf.sigmoid(tf.neg(this.logits)))));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => {
      const one = condition((l) => tf.greater(l!, 0), this.logits);
      return this.full(tf.cast(one, 'float32'));
    });
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => {
      // H = softplus(|l|) - |l| sigmoid(|l|) = softplus(-|l|) + |l| sigmoid(-|l|), 0 where the logit is infinite.
      const size = tf.minimum(tf.abs(this.logits), 1e4);
      return this.full(tf.add(tf.softplus(tf.neg(size)), tf.mul(size, tf.sigmoid(tf.neg(size)))));
    });
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return within(x, [0, 1], 0, (v) => cumulative(v, this.logits), CUMULATIVE);
  }

  /** 0 up to the probability of 0, and 1 above it. */
  override icdf(p: tf.Tensor): tf.Tensor {
    const above = (u: tf.Tensor) => {
      const one = condition((v, zero) => tf.greater(v!, zero!), u, tf.sigmoid(tf.neg(this.logits)));
      return tf.cast(one, 'float32');
    };
    return within(p, [0, 1], 0.5, above, QUANTILE);
  }

  override enumerateSupport(): tf.Tensor {
    return tf.tidy(() =>
      spread(tf.reshape(tf.tensor1d([0, 1]), [2, ...this.batchShape.map(() => 1)]), [2, ...this.batchShape]),
    );
  }

  /** p log(p / r) + (1 - p) log((1 - p) / (1 - r)), with 0 log 0 = 0, so that probabilities 0 and 1 are right. */
  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family === 'binomial') {
      return tf.tidy(() => new Binomial({ totalCount: 1, logits: this.logits, validate: false }).klTo(p));
    }
    if (p.family !== 'bernoulli') return undefined;
    return tf.tidy(() => {
      const { logits } = p as Bernoulli;
      const term = (q: tf.Tensor, r: tf.Tensor) => {
        // sigmoid(q) (log sigmoid(q) - log sigmoid(r)), 0 where q is -infinity.
        const some = condition((v) => tf.greater(v!, -Infinity), q);
        const safe = tf.where(some, q, tf.zerosLike(q));
        const gap = tf.sub(tf.softplus(tf.neg(r)), tf.softplus(tf.neg(safe)));
        const value = tf.mul(tf.sigmoid(safe), gap);
        return tf.where(some, value, tf.zerosLike(value));
      };
      const [q, r] = [asTensor(this.logits), asTensor(logits)];
      return tf.add(term(q, r), term(tf.neg(q), tf.neg(r)));
    });
  }
}

/** The distribution function at x in [0, 1]. */
function cumulative(x: tf.Tensor, logits: Parameter): tf.Tensor {
  const zero = tf.sigmoid(tf.neg(logits));
  const one = condition((v, other) => tf.logicalAnd(tf.greaterEqual(v!, 1), tf.isFinite(other!)), x, zero);
  return tf.where(one, tf.onesLike(x), tf.add(zero, tf.zerosLike(x)));
}

/** Log-probabilities `[...]` of rows `[..., n]`, with -infinity added to each row that holds a number outside [0, 1]. */
function outsideAdded(logProb: tf.Tensor, rows: tf.Tensor): tf.Tensor {
  const outside = stopGradient(rows, (x) => {
    // NaN stays out of it: the operation has passed it on.
    const [low, high] = [tf.min(x, -1), tf.max(x, -1)];
    const beyond = tf.logicalOr(tf.less(low, 0), tf.greater(high, 1));
    return tf.where(beyond, tf.fill(low.shape, -Infinity), tf.zerosLike(low));
  });
  return tf.add(logProb, outside);
}
