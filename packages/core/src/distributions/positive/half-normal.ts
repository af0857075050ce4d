import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { randomNormal } from '../../operations/index.js';
import { erf, erfinv } from '../../special/index.js';
import { CUMULATIVE, QUANTILE, within } from '../base/condition.js';
import type { Distribution } from '../base/distribution.js';
import { type Parameter, POSITIVE } from '../base/parameter.js';
import { POSITIVE_LINE, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';

export interface HalfNormalOptions extends Validation {
  /** The standard deviation of the normal that is folded at 0. */
  readonly scale: Parameter;
}

/**
 * The half-normal distribution: the absolute value of a N(0, scale^2) variable.
 *
 * @example
 * ```ts
 * import { HalfNormal } from '@latents/core';
 *
 * const p = new HalfNormal({ scale: 1 });
 * p.mean().dataSync()[0]; // => Math.sqrt(2 / Math.PI)
 * ```
 */
export class HalfNormal extends Univariate {
  override readonly family = 'half-normal';
  override readonly reparameterized = true;
  readonly scale: Parameter;

  constructor({ scale, validate }: HalfNormalOptions) {
    super('HalfNormal', { scale: [scale, POSITIVE] }, validate);
    this.scale = scale;
  }

  override get support(): Support {
    return POSITIVE_LINE;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return within(x, [0, Infinity], 1, (v) =>
      tf.add(tf.sub(tf.mul(tf.square(tf.div(v, this.scale)), -0.5), tf.log(this.scale)), 0.5 * Math.log(2 / Math.PI)),
    );
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() => tf.mul(this.scale, tf.abs(randomNormal(rng, shape))));
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(Math.sqrt(2 / Math.PI), this.scale)));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(0));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(1 - 2 / Math.PI, tf.square(this.scale))));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(tf.add(0.5 * Math.log(Math.PI / 2) + 0.5, tf.log(this.scale))));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return within(x, [0, Infinity], 1, (v) => erf(tf.div(tf.div(v, this.scale), Math.SQRT2)), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return within(p, [0, 1], 0.5, (u) => tf.mul(this.scale, tf.mul(Math.SQRT2, erfinv(u))), QUANTILE);
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'half-normal') return undefined;
    return tf.tidy(() => {
      const logRatio = tf.sub(tf.log(this.scale), tf.log((p as HalfNormal).scale));
      return tf.sub(tf.mul(tf.expm1(tf.mul(logRatio, 2)), 0.5), logRatio);
    });
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    const square = q.expect({ of: '(x - center)^2', center: 0 });
    return (
      square &&
      tf.tidy(() =>
        tf.add(
          tf.sub(tf.mul(tf.div(square, tf.square(this.scale)), -0.5), tf.log(this.scale)),
          0.5 * Math.log(2 / Math.PI),
        ),
      )
    );
  }
}
