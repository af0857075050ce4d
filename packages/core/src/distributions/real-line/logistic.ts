import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { log1p } from '../../special/index.js';
import { CUMULATIVE } from '../base/condition.js';
import { logistic, noise } from '../base/noise.js';
import type { Parameter } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';
import type { Validation } from '../base/univariate.js';
import { LocationScale } from './location-scale.js';

export interface LogisticOptions extends Validation {
  readonly loc: Parameter;
  readonly scale: Parameter;
}

/**
 * The logistic distribution, whose distribution function is sigmoid((x - loc) / scale).
 *
 * @example
 * ```ts
 * import { Logistic } from '@latents/core';
 *
 * const p = new Logistic({ loc: 0, scale: 1 });
 * p.variance().dataSync()[0]; // => Math.PI ** 2 / 3
 * ```
 */
export class Logistic extends LocationScale {
  override readonly family = 'logistic';

  constructor(options: LogisticOptions) {
    super('Logistic', options);
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return this.onLine(x, (z) => tf.sub(tf.neg(tf.add(z, tf.mul(tf.softplus(tf.neg(z)), 2))), tf.log(this.scale)));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() => this.located(noise(rng, shape, logistic)));
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(this.loc));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(Math.PI ** 2 / 3, tf.square(this.scale))));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(tf.add(2, tf.log(this.scale))));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return this.onLine(x, (z) => tf.sigmoid(z), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.located(tf.sub(tf.log(p), log1p(tf.neg(p)))));
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    if (statistic.of !== '|x - center|') return super.expect(statistic);
    return tf.tidy(() => {
      // |m| + 2 scale log(1 + e^(-|m| / scale)), m the distance of the centre.
      const d = tf.abs(tf.sub(this.loc, statistic.center));
      return tf.add(d, tf.mul(tf.mul(2, this.scale), tf.softplus(tf.neg(tf.div(d, this.scale)))));
    });
  }
}
