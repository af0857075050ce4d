import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { type DrawCoordinates, pointOf } from '../base/coordinates.js';
import type { Distribution } from '../base/distribution.js';
import { type Parameter, POSITIVE } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';
import { POSITIVE_LINE, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import { Gamma } from './gamma.js';

export interface Chi2Options extends Validation {
  /** Degrees of freedom. */
  readonly df: Parameter;
}

/**
 * The chi-squared distribution: Gamma(df / 2, rate 1/2).
 *
 * @example
 * ```ts
 * import { Chi2 } from '@latents/core';
 *
 * const p = new Chi2({ df: 3 });
 * p.mean().dataSync()[0]; // => 3
 * ```
 */
export class Chi2 extends Univariate {
  override readonly family = 'chi2';
  override readonly reparameterized = true;
  readonly df: Parameter;

  constructor({ df, validate }: Chi2Options) {
    super('Chi2', { df: [df, POSITIVE] }, validate);
    this.df = df;
  }

  override get support(): Support {
    return POSITIVE_LINE;
  }

  /** This distribution as a Gamma: a new tensor, where `df` is one, each time. */
  get gamma(): Gamma {
    return new Gamma({ concentration: tf.mul(0.5, this.df), rate: 0.5, validate: false });
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.gamma.logProb(x));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => pointOf(this.sampleCoordinates(rng, sampleShape)));
  }

  override sampleCoordinates(rng: Rng, sampleShape: readonly number[] = []): DrawCoordinates {
    return this.gamma.sampleCoordinates(rng, sampleShape);
  }

  override logProbAt({ of, value }: DrawCoordinates): tf.Tensor | undefined {
    return tf.tidy(() => this.gamma.logProbAt({ of, value }));
  }

  override mean(): tf.Tensor {
    return this.full(this.df);
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(tf.relu(tf.sub(this.df, 2))));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(2, this.df)));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.gamma.entropy());
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.gamma.cdf(x));
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.gamma.icdf(p));
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    return tf.tidy(() => this.gamma.klTo(p));
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    return tf.tidy(() => this.gamma.expectedLogProb(q));
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    return tf.tidy(() => this.gamma.expect(statistic));
  }
}
