import { checkInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { log1mexp, log1p } from '../../special/index.js';
import { CUMULATIVE, condition, onIntegers, QUANTILE, within } from '../base/condition.js';
import { constantDraw } from '../base/constant.js';
import { logistic, noise } from '../base/noise.js';
import { FINITE, type Parameter, POSITIVE, spread } from '../base/parameter.js';
import type { Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';

export interface DiscretizedLogisticOptions extends Validation {
  /** In units of levels: 127.5 is middle grey of 256. */
  readonly loc: Parameter;
  readonly scale: Parameter;
  /** How many levels, 0 to levels - 1 (default 256: 8-bit images). */
  readonly levels?: number;
}

/**
 * A logistic variable rounded to the integers 0 to levels - 1, all mass beyond the ends on them: a likelihood of 8-bit images.
 *
 * @example
 * ```ts
 * import { DiscretizedLogistic } from '@latents/core';
 *
 * const p = new DiscretizedLogistic({ loc: 3.2, scale: 0.3 });
 * p.mode().dataSync()[0]; // => 3
 * ```
 * @see Kingma et al. 2016, "Improving variational inference with inverse autoregressive flow"; Salimans et al. 2017
 */
export class DiscretizedLogistic extends Univariate {
  override readonly family = 'discretized-logistic';
  override readonly reparameterized = false;
  readonly loc: Parameter;
  readonly scale: Parameter;
  readonly levels: number;

  constructor({ loc, scale, levels = 256, validate }: DiscretizedLogisticOptions) {
    super('DiscretizedLogistic', { loc: [loc, FINITE], scale: [scale, POSITIVE] }, validate);
    checkInteger('new DiscretizedLogistic({ levels })', levels, 2);
    this.loc = loc;
    this.scale = scale;
    this.levels = levels;
  }

  override get support(): Support {
    return { kind: 'integers', low: 0, high: this.levels - 1 };
  }

  /** log(sigmoid(a) - sigmoid(b)) = log sigmoid(a) + log sigmoid(-b) + log(1 - e^(b - a)), which never cancels. */
  override logProb(x: tf.Tensor): tf.Tensor {
    const last = this.levels - 1;
    return onIntegers(x, [0, last], (v) => this.logMass(v));
  }

  private logMass(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const above = tf.div(tf.sub(tf.add(x, 0.5), this.loc), this.scale);
      const below = tf.div(tf.sub(tf.sub(x, 0.5), this.loc), this.scale);
      const left = tf.neg(tf.softplus(tf.neg(above)));
      const right = tf.neg(tf.softplus(below));
      const middle = tf.add(tf.add(left, right), log1mexp(tf.div(-1, this.scale)));
      const last = this.levels - 1;
      const edged = tf.where(
        condition((v) => tf.lessEqual(v!, 0), x),
        left,
        middle,
      );
      return tf.where(
        condition((v) => tf.greaterEqual(v!, last), x),
        right,
        edged,
      );
    });
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return constantDraw(() => {
      const smooth = tf.add(this.loc, tf.mul(this.scale, noise(rng, shape, logistic)));
      return tf.clipByValue(tf.floor(tf.add(smooth, 0.5)), 0, this.levels - 1);
    });
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    const last = this.levels - 1;
    const below = (v: tf.Tensor) => {
      const body = tf.sigmoid(tf.div(tf.sub(tf.add(tf.floor(v), 0.5), this.loc), this.scale));
      return tf.where(
        condition((k) => tf.equal(k!, last), v),
        tf.onesLike(body),
        body,
      );
    };
    return within(x, [0, last], 0, below, CUMULATIVE);
  }

  /** The smallest level with cdf >= p. A p of float32 is met to its rounding. */
  override icdf(p: tf.Tensor): tf.Tensor {
    const level = (u: tf.Tensor) => {
      const logit = tf.sub(tf.log(u), log1p(tf.neg(u)));
      const smooth = tf.add(this.loc, tf.mul(this.scale, logit));
      return tf.clipByValue(tf.ceil(tf.sub(smooth, 0.5 + 1e-6)), 0, this.levels - 1);
    };
    return within(p, [0, 1], 0.5, level, QUANTILE);
  }

  override mean(): tf.Tensor {
    return this.average((x) => x);
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.average((x) => tf.square(tf.sub(x, this.mean()))));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => tf.cast(tf.argMax(this.table(), 0), 'float32'));
  }

  override entropy(): tf.Tensor {
    return this.average((_, logs) => tf.neg(tf.maximum(logs, -1e30)));
  }

  override enumerateSupport(): tf.Tensor {
    const ones = this.batchShape.map(() => 1);
    return tf.tidy(() =>
      spread(tf.reshape(tf.range(0, this.levels), [this.levels, ...ones]), [this.levels, ...this.batchShape]),
    );
  }

  private table(): tf.Tensor {
    return this.logProb(this.enumerateSupport());
  }

  /** An expectation by summing over the levels. */
  private average(f: (x: tf.Tensor, logs: tf.Tensor) => tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const logs = this.table();
      return tf.sum(tf.mul(tf.exp(logs), f(this.enumerateSupport(), logs)), 0);
    });
  }
}
