import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { log1p } from '../../special/index.js';
import { CUMULATIVE, QUANTILE, within } from '../base/condition.js';
import type { DrawCoordinates } from '../base/coordinates.js';
import type { Distribution } from '../base/distribution.js';
import { noise } from '../base/noise.js';
import { type Parameter, POSITIVE } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';
import { POSITIVE_LINE, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import { Gamma } from './gamma.js';

export interface ExponentialOptions extends Validation {
  /** The inverse of the mean. */
  readonly rate: Parameter;
}

/**
 * The exponential distribution, of density rate e^(-rate x) on x >= 0.
 *
 * @example
 * ```ts
 * import { Exponential } from '@latents/core';
 *
 * const p = new Exponential({ rate: 2 });
 * p.mean().dataSync()[0]; // => 0.5
 * ```
 */
export class Exponential extends Univariate {
  override readonly family = 'exponential';
  override readonly reparameterized = true;
  readonly rate: Parameter;

  constructor({ rate, validate }: ExponentialOptions) {
    super('Exponential', { rate: [rate, POSITIVE] }, validate);
    this.rate = rate;
  }

  override get support(): Support {
    return POSITIVE_LINE;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => within(x, [0, Infinity], 1, (v) => tf.sub(tf.log(this.rate), tf.mul(this.rate, v))));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() =>
      tf.div(
        noise(rng, shape, (r) => r.exponential()),
        this.rate,
      ),
    );
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.div(1, this.rate)));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(0));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(tf.square(tf.div(1, this.rate))));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(tf.sub(1, tf.log(this.rate))));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return within(x, [0, Infinity], 1, (v) => tf.neg(tf.expm1(tf.neg(tf.mul(this.rate, v)))), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return within(p, [0, 1], 0.5, (u) => tf.div(tf.neg(log1p(tf.neg(u))), this.rate), QUANTILE);
  }

  override logProbAt({ of, value }: DrawCoordinates): tf.Tensor | undefined {
    const { rate } = this;
    return of === 'log' ? tf.tidy(() => tf.sub(tf.log(rate), tf.mul(rate, tf.exp(value)))) : undefined;
  }

  private gamma(): Gamma {
    return new Gamma({ concentration: 1, rate: this.rate, validate: false });
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    return this.gamma().klTo(p);
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    const mean = q.expect({ of: 'x' });
    return mean && tf.tidy(() => tf.sub(tf.log(this.rate), tf.mul(this.rate, mean)));
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    return this.gamma().expect(statistic);
  }
}
