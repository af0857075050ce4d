import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { gaussianSample, randomNormal } from '../../operations/index.js';
import { ndtr, ndtri } from '../../special/index.js';
import { CUMULATIVE, within } from '../base/condition.js';
import type { Distribution, Draw } from '../base/distribution.js';
import { FINITE, NOT_NAN, type Parameter, POSITIVE } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';
import { REAL_LINE, type Support } from '../base/support.js';
import { Univariate } from '../base/univariate.js';

export interface NormalOptions {
  readonly loc: Parameter;
  /** The standard deviation (not the variance), positive. Broadcasts with `loc`. */
  readonly scale: Parameter;
  /** Check the parameters (default true). */
  readonly validate?: boolean;
}

export interface LogVarianceOptions {
  readonly loc: Parameter;
  /** log sigma^2: any real number, so what a network puts out needs no positive transform. */
  readonly logVariance: Parameter;
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * The normal distribution N(loc, scale^2), one independent variable an entry.
 *
 * @example
 * ```ts
 * import { Normal } from '@latents/core';
 *
 * const p = new Normal({ loc: 0, scale: 2 });
 * p.logProb(tf.scalar(0)).dataSync()[0]; // => -1.6120857
 * ```
 * @throws RangeError if an entry of `scale` is not positive and finite, or of `loc` not finite.
 */
export class Normal extends Univariate {
  override readonly family = 'normal';
  override readonly reparameterized = true;
  readonly loc: Parameter;
  /** Which of the two forms the spread was given in. */
  readonly spread: { readonly scale: Parameter } | { readonly logVariance: Parameter };

  constructor(options: NormalOptions | LogVarianceOptions) {
    const byScale = 'scale' in options;
    super(
      'Normal',
      byScale
        ? { loc: [options.loc, FINITE], scale: [options.scale, POSITIVE] }
        : { loc: [options.loc, NOT_NAN], logVariance: [options.logVariance, NOT_NAN] },
      byScale && options.validate !== false,
    );
    this.loc = options.loc;
    this.spread = byScale ? { scale: options.scale } : { logVariance: options.logVariance };
  }

  override get support(): Support {
    return REAL_LINE;
  }

  /** N(loc, exp(logVariance)): the form for network outputs, where no value of `logVariance` is out of range. */
  static fromLogVariance(options: LogVarianceOptions): Normal {
    return new Normal(options);
  }

  /** The standard deviation. */
  scale(): tf.Tensor {
    const { spread: s } = this;
    return tf.tidy(() => ('scale' in s ? tensorOf(s.scale) : tf.exp(tf.mul(s.logVariance, 0.5))));
  }

  /** log sigma^2 where the distribution was given by it, or by a number: the form that {@link gaussianKl} takes. */
  logVariance(): Parameter | undefined {
    const { spread: s } = this;
    if ('logVariance' in s) return s.logVariance;
    return typeof s.scale === 'number' ? 2 * Math.log(s.scale) : undefined;
  }

  /** log of the standard deviation. */
  logScale(): tf.Tensor {
    const { spread: s } = this;
    return tf.tidy(() => ('scale' in s ? tf.log(s.scale) : tf.mul(s.logVariance, 0.5)));
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const standardized = tf.div(tf.sub(x, this.loc), this.scale());
      return tf.sub(tf.sub(tf.mul(tf.square(standardized), -0.5), this.logScale()), HALF_LOG_TWO_PI);
    });
  }

  /** loc + scale * epsilon, epsilon ~ N(0, 1) (ERRATA E9: the scale, not the variance). */
  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => this.transform(randomNormal(rng, [...sampleShape, ...this.batchShape])));
  }

  /** The draws are standardised already: their noise gives the log-probability. */
  override sampleAndLogProb(rng: Rng, sampleShape: readonly number[] = []): Draw {
    return tf.tidy(() => {
      const noise = randomNormal(rng, [...sampleShape, ...this.batchShape]);
      const density = tf.sub(tf.mul(tf.square(noise), -0.5), HALF_LOG_TWO_PI);
      return { sample: this.transform(noise), logProb: tf.sub(density, this.logScale()) };
    }) as Draw & tf.TensorContainerObject;
  }

  /** loc + scale noise. */
  private transform(noise: tf.Tensor): tf.Tensor {
    const { loc, spread: s } = this;
    if ('logVariance' in s) return gaussianSample({ loc, logVariance: s.logVariance }, noise);
    return tf.add(loc, tf.mul(noise, s.scale));
  }

  override mean(): tf.Tensor {
    return this.full(this.loc);
  }

  override mode(): tf.Tensor {
    return this.mean();
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(tf.square(this.scale())));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(tf.add(this.logScale(), 0.5 + HALF_LOG_TWO_PI)));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() =>
      within(x, [-Infinity, Infinity], this.loc, (v) => ndtr(tf.div(tf.sub(v, this.loc), this.scale())), CUMULATIVE),
    );
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return tf.tidy(() => tf.add(this.loc, tf.mul(this.scale(), ndtri(p))));
  }

  /** ((sigma_q^2 + (mu_q - mu_p)^2) / sigma_p^2 - 1) / 2 - log(sigma_q / sigma_p). Stratos section 1.3.1 (ERRATA E8). */
  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'normal') return undefined;
    const { loc } = p as Normal;
    return tf.tidy(() => {
      const logRatio = tf.sub(this.logScale(), (p as Normal).logScale());
      const shift = tf.div(tf.sub(this.loc, loc), (p as Normal).scale());
      return tf.sub(tf.mul(tf.add(tf.expm1(tf.mul(logRatio, 2)), tf.square(shift)), 0.5), logRatio);
    });
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    const square = q.expect({ of: '(x - center)^2', center: this.loc });
    return (
      square &&
      tf.tidy(() =>
        tf.sub(tf.sub(tf.mul(tf.div(square, tf.square(this.scale())), -0.5), this.logScale()), HALF_LOG_TWO_PI),
      )
    );
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    return tf.tidy(() => {
      if (statistic.of === 'exp(rate (x - center))') {
        const { rate, center } = statistic;
        return tf.exp(
          tf.add(tf.mul(rate, tf.sub(this.loc, center)), tf.mul(tf.square(tf.mul(rate, this.scale())), 0.5)),
        );
      }
      if (statistic.of === '|x - center|') {
        const d = tf.sub(this.loc, statistic.center);
        const z = tf.div(d, this.scale());
        const density = tf.exp(tf.sub(tf.mul(tf.square(z), -0.5), HALF_LOG_TWO_PI));
        return tf.add(tf.mul(tf.mul(this.scale(), density), 2), tf.mul(d, tf.sub(tf.mul(ndtr(z), 2), 1)));
      }
      return super.expect(statistic);
    });
  }
}

function tensorOf(value: Parameter): tf.Tensor {
  return typeof value === 'number' ? tf.scalar(value) : value.clone();
}
