import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { log1p } from '../../special/index.js';
import { CUMULATIVE, condition, QUANTILE, within } from '../base/condition.js';
import { LARGEST } from '../base/coordinates.js';
import type { Distribution } from '../base/distribution.js';
import { logRatio } from '../base/log-ratio.js';
import { noise } from '../base/noise.js';
import type { Parameter } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';
import type { Validation } from '../base/univariate.js';
import { LocationScale } from './location-scale.js';

export interface LaplaceOptions extends Validation {
  readonly loc: Parameter;
  /** The mean absolute deviation from `loc`, positive. */
  readonly scale: Parameter;
}

/**
 * The Laplace distribution, of density e^(-|x - loc| / scale) / (2 scale).
 *
 * @example
 * ```ts
 * import { Laplace } from '@latents/core';
 *
 * const p = new Laplace({ loc: 0, scale: 1 });
 * p.entropy().dataSync()[0]; // => 1 + Math.LN2
 * ```
 */
export class Laplace extends LocationScale {
  override readonly family = 'laplace';

  constructor(options: LaplaceOptions) {
    super('Laplace', options);
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return this.onLine(x, (z) => tf.sub(tf.neg(tf.abs(z)), tf.log(tf.mul(2, this.scale))));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => {
      const draw = (r: Rng) => (r.uniform() < 0.5 ? -1 : 1) * r.exponential();
      return this.located(noise(rng, [...sampleShape, ...this.batchShape], draw));
    });
  }

  override mean(): tf.Tensor {
    return this.full(this.loc);
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(2, tf.square(this.scale))));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(tf.add(1, tf.log(tf.mul(2, this.scale)))));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return this.onLine(
      x,
      (z) => {
        const tail = tf.mul(0.5, tf.exp(tf.neg(tf.abs(z))));
        return tf.where(
          condition((v) => tf.less(v!, 0), z),
          tail,
          tf.sub(1, tail),
        );
      },
      CUMULATIVE,
    );
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    const standard = (u: tf.Tensor) => {
      const lower = condition((v) => tf.less(v!, 0.5), u);
      const ones = tf.onesLike(u);
      const low = tf.log(tf.mul(2, tf.where(lower, u, ones)));
      const high = tf.neg(log1p(tf.sub(1, tf.mul(2, tf.where(lower, tf.mul(ones, 0.5), u)))));
      return this.located(tf.where(lower, low, high));
    };
    return within(p, [0, 1], 0.5, standard, QUANTILE);
  }

  /** log(b_p / b_q) + |m| / b_p + (b_q / b_p) e^(-|m| / b_q) - 1, m the difference of the locations. */
  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'laplace') return undefined;
    const { loc, scale } = p as Laplace;
    return tf.tidy(() => {
      const ratio = tf.div(this.scale, scale);
      const shift = tf.abs(tf.sub(this.loc, loc));
      // An infinite ratio is infinite below; times 0 it would be NaN.
      const shrink = tf.mul(tf.minimum(ratio, LARGEST), tf.expm1(tf.neg(tf.div(shift, this.scale))));
      return tf.sub(tf.add(tf.add(tf.div(shift, scale), shrink), tf.sub(ratio, 1)), logRatio(this.scale, scale));
    });
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    const deviation = q.expect({ of: '|x - center|', center: this.loc });
    return deviation && tf.tidy(() => tf.sub(tf.neg(tf.div(deviation, this.scale)), tf.log(tf.mul(2, this.scale))));
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    return tf.tidy(() => {
      if (statistic.of === '|x - center|') {
        const d = tf.abs(tf.sub(this.loc, statistic.center));
        return tf.add(d, tf.mul(this.scale, tf.exp(tf.neg(tf.div(d, this.scale)))));
      }
      if (statistic.of === 'exp(rate (x - center))') {
        const { rate, center } = statistic;
        const room = tf.sub(1, tf.square(tf.mul(this.scale, rate)));
        const finite = condition((v) => tf.greater(v!, 0), room);
        const value = tf.div(tf.exp(tf.mul(rate, tf.sub(this.loc, center))), tf.where(finite, room, tf.onesLike(room)));
        return tf.where(finite, value, tf.fill(value.shape, Infinity));
      }
      return super.expect(statistic);
    });
  }
}
