import type { Rng } from '@latents/math';
import { expint1 } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { elementwise, lgamma } from '../../special/index.js';
import { CUMULATIVE, condition } from '../base/condition.js';
import type { Distribution } from '../base/distribution.js';
import { logRatio } from '../base/log-ratio.js';
import { noise } from '../base/noise.js';
import type { Parameter } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';
import type { Validation } from '../base/univariate.js';
import { LocationScale } from './location-scale.js';

export interface GumbelOptions extends Validation {
  /** The mode. */
  readonly loc: Parameter;
  readonly scale: Parameter;
}

/**
 * The Gumbel distribution of maxima, whose distribution function is exp(-exp(-(x - loc) / scale)). On a device, its
 * divergence to a Laplace distribution reads its arguments synchronously.
 *
 * @example
 * ```ts
 * import { Gumbel } from '@latents/core';
 *
 * const p = new Gumbel({ loc: 0, scale: 1 });
 * p.mean().dataSync()[0]; // => 0.5772157
 * ```
 */
export class Gumbel extends LocationScale {
  override readonly family = 'gumbel';

  constructor(options: GumbelOptions) {
    super('Gumbel', options);
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return this.onLine(x, (z) => tf.sub(tf.neg(tf.add(z, tf.exp(tf.neg(z)))), tf.log(this.scale)));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() => this.located(noise(rng, shape, (r) => r.gumbel())));
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.add(this.loc, tf.mul(EULER, this.scale))));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(Math.PI ** 2 / 6, tf.square(this.scale))));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(tf.add(1 + EULER, tf.log(this.scale))));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return this.onLine(x, (z) => tf.exp(tf.neg(tf.exp(tf.neg(z)))), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return tf.tidy(() => tf.sub(this.loc, tf.mul(this.scale, tf.log(tf.neg(tf.log(p))))));
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'gumbel') return undefined;
    const { loc, scale } = p as Gumbel;
    return tf.tidy(() => {
      const ratio = tf.div(this.scale, scale);
      const shift = tf.div(tf.sub(this.loc, loc), scale);
      const tilt = tf.exp(tf.sub(lgamma(tf.add(1, ratio)), shift));
      const log = logRatio(this.scale, scale);
      return tf.sub(tf.add(tf.add(tf.sub(tilt, 1), shift), tf.mul(tf.sub(ratio, 1), EULER)), log);
    });
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    const mean = q.expect({ of: 'x' });
    const tilt =
      mean && tf.tidy(() => q.expect({ of: 'exp(rate (x - center))', rate: tf.div(-1, this.scale), center: this.loc }));
    return tilt && tf.tidy(() => tf.sub(tf.neg(tf.add(this.standardized(mean), tilt)), tf.log(this.scale)));
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    return tf.tidy(() => {
      if (statistic.of === 'exp(rate (x - center))') {
        const { rate, center } = statistic;
        const room = tf.sub(1, tf.mul(this.scale, rate));
        const finite = condition((v) => tf.greater(v!, 0), room);
        const value = tf.exp(
          tf.add(tf.mul(rate, tf.sub(this.loc, center)), lgamma(tf.where(finite, room, tf.onesLike(room)))),
        );
        return tf.where(finite, value, tf.fill(value.shape, Infinity));
      }
      if (statistic.of === '|x - center|') {
        // E x - c + 2 scale E_1(e^-z), z the standardised centre: twice the integral of the distribution function up to c.
        const z = tf.div(tf.sub(statistic.center, this.loc), this.scale);
        return tf.add(tf.sub(this.mean(), statistic.center), tf.mul(tf.mul(2, this.scale), integratedCdf(z)));
      }
      return super.expect(statistic);
    });
  }
}

const EULER = 0.5772156649015329;

/** The integral of exp(-exp(-t)) up to z. */
function integratedCdf(z: tf.Tensor): tf.Tensor {
  return elementwise((v) => expint1(Math.exp(-v)), [(t) => tf.exp(tf.neg(tf.exp(tf.neg(t!))))])(z);
}
