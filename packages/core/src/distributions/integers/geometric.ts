import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { log1p } from '../../special/index.js';
import { CUMULATIVE, onIntegers, QUANTILE, within } from '../base/condition.js';
import { constantDraw } from '../base/constant.js';
import type { Distribution } from '../base/distribution.js';
import { type LogitForm, type LogitsOrProbs, logitForm } from '../base/logits.js';
import { noise } from '../base/noise.js';
import { FINITE, type Parameter } from '../base/parameter.js';
import { COUNTING, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';

export type GeometricOptions = LogitsOrProbs & Validation;

/**
 * The geometric distribution: the number of failures before the first success, 0, 1, 2, ...
 *
 * @example
 * ```ts
 * import { Geometric } from '@latents/core';
 *
 * const p = new Geometric({ logits: 0 });
 * p.mean().dataSync()[0]; // => 1
 * ```
 */
export class Geometric extends Univariate {
  override readonly family = 'geometric';
  override readonly reparameterized = false;
  private readonly form: LogitForm;

  constructor(options: GeometricOptions) {
    const form = logitForm('Geometric', options, FINITE);
    super('Geometric', form.given, options.validate);
    this.form = form;
  }

  /** The log-odds. Of probabilities in a tensor, a new tensor each time. */
  get logits(): Parameter {
    return this.form.logits();
  }

  override get support(): Support {
    return COUNTING;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return onIntegers(x, [0, Infinity], (v) =>
      tf.neg(tf.add(tf.mul(v, tf.softplus(this.logits)), tf.softplus(tf.neg(this.logits)))),
    );
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return constantDraw(() =>
      tf.floor(
        tf.div(
          noise(rng, shape, (r) => r.exponential()),
          tf.softplus(this.logits),
        ),
      ),
    );
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.exp(tf.neg(this.logits))));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(0));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(tf.add(tf.exp(tf.neg(this.logits)), tf.exp(tf.mul(-2, this.logits)))));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() =>
      this.full(
        tf.add(tf.softplus(tf.neg(this.logits)), tf.mul(tf.exp(tf.neg(this.logits)), tf.softplus(this.logits))),
      ),
    );
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return within(
      x,
      [0, Infinity],
      0,
      (v) => tf.neg(tf.expm1(tf.neg(tf.mul(tf.softplus(this.logits), tf.add(tf.floor(v), 1))))),
      CUMULATIVE,
    );
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return within(
      p,
      [0, 1],
      0.5,
      (u) => tf.relu(tf.ceil(tf.sub(tf.div(tf.neg(log1p(tf.neg(u))), tf.softplus(this.logits)), 1))),
      QUANTILE,
    );
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'geometric') return undefined;
    return tf.tidy(() => {
      const { logits } = p as Geometric;
      const failures = tf.mul(tf.exp(tf.neg(this.logits)), tf.sub(tf.softplus(logits), tf.softplus(this.logits)));
      return tf.add(tf.sub(tf.softplus(tf.neg(logits)), tf.softplus(tf.neg(this.logits))), failures);
    });
  }
}
