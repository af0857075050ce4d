import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { cosine, sine } from '../../special/composed/elementary.js';
import { elementwise, log1p, scalarOpOr } from '../../special/index.js';
import { CUMULATIVE, QUANTILE, within } from '../base/condition.js';
import type { Distribution } from '../base/distribution.js';
import { logRatio } from '../base/log-ratio.js';
import { noise, openUniform } from '../base/noise.js';
import type { Parameter } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';
import type { Validation } from '../base/univariate.js';
import { LocationScale } from './location-scale.js';

export interface CauchyOptions extends Validation {
  /** The median. */
  readonly loc: Parameter;
  /** Half the distance between the quartiles. */
  readonly scale: Parameter;
}

/**
 * The Cauchy distribution, of density 1 / (pi scale (1 + z^2)) at z = (x - loc) / scale. It has no mean (NaN).
 *
 * @example
 * ```ts
 * import { Cauchy } from '@latents/core';
 *
 * const p = new Cauchy({ loc: 1, scale: 2 });
 * p.cdf(tf.scalar(1)).dataSync()[0]; // => 0.5
 * ```
 */
export class Cauchy extends LocationScale {
  override readonly family = 'cauchy';

  constructor(options: CauchyOptions) {
    super('Cauchy', options);
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return within(x, [-Infinity, Infinity], this.loc, (v) =>
      tf.sub(tf.neg(logOnePlusSquare(tf.sub(v, this.loc), this.scale)), tf.log(tf.mul(Math.PI, this.scale))),
    );
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() => this.located(noise(rng, shape, (r) => Math.tan(Math.PI * (openUniform(r) - 0.5)))));
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(Number.NaN));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(Infinity));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(tf.log(tf.mul(4 * Math.PI, this.scale))));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return this.onLine(x, (z) => tf.div(tf.atan2(tf.onesLike(z), tf.neg(z)), Math.PI), CUMULATIVE);
  }

  /** Reads its arguments synchronously. */
  override icdf(p: tf.Tensor): tf.Tensor {
    return within(p, [0, 1], 0.5, (u) => this.located(quantile(u)), QUANTILE);
  }

  /** log(((b_q + b_p)^2 + m^2) / (4 b_q b_p)), m the difference of the locations (Chyzak & Nielsen 2019). */
  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'cauchy') return undefined;
    const { loc, scale } = p as Cauchy;
    return tf.tidy(() => klOp(tf.sub(this.loc, loc), this.scale, scale));
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    return statistic.of === '(x - center)^2' || statistic.of === '|x - center|' ? this.full(Infinity) : undefined;
  }
}

/** Returns log(1 + (x / scale)^2) without overflow: past 1e15 it is 2 log |x / scale| to every digit. */
export function logOnePlusSquare(x: tf.Tensor, scale: Parameter): tf.Tensor {
  const z = tf.div(x, scale);
  const body = log1p(tf.square(tf.clipByValue(z, -1e15, 1e15)));
  // The larger of |x| and the scale. The gradient of tf.maximum fails where one of the two is broadcast.
  const size = tf.add(scale, tf.relu(tf.sub(tf.abs(x), scale)));
  const far = tf.relu(tf.sub(logRatio(size, scale), Math.log(1e15)));
  return tf.add(body, tf.mul(2, far));
}

/** In float64, where no square of the difference d of the locations overflows. */
const klOp = scalarOpOr((d, s, t) => {
  const gap = tf.add(tf.square(d!), tf.square(tf.sub(s!, t!)));
  return log1p(tf.div(gap, tf.mul(4, tf.mul(s!, t!))));
})(
  (d, s, t) => Math.log1p((d * d + (s - t) ** 2) / (4 * s * t)),
  (d, s, t) => (2 * d) / ((s + t) ** 2 + d * d),
  (d, s, t) => (2 * (s + t)) / ((s + t) ** 2 + d * d) - 1 / s,
  (d, s, t) => (2 * (s + t)) / ((s + t) ** 2 + d * d) - 1 / t,
);

/** -cot(pi p), from whichever end is near, so that nothing cancels there. */
const cotangent = (p: number): number => (p < 0.5 ? -1 / Math.tan(Math.PI * p) : p > 0.5 ? -cotangent(1 - p) : 0);

/** tan(pi (p - 1/2)). */
function quantile(p: tf.Tensor): tf.Tensor {
  const op = elementwise(cotangent, [(t) => tf.mul(Math.PI, tf.add(1, tf.square(op(t!))))], (t) =>
    composedCotangent(t!),
  );
  return op(p);
}

/** -cot(pi p), by the distance of p from the nearer end. */
function composedCotangent(p: tf.Tensor): tf.Tensor {
  const low = tf.less(p, 0.5);
  const angle = tf.mul(tf.where(low, p, tf.sub(1, p)), Math.PI);
  const size = tf.div(cosine(angle), sine(angle));
  return tf.where(low, tf.neg(size), size);
}
