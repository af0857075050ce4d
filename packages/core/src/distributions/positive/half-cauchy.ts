import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { cosine, sine } from '../../special/composed/elementary.js';
import { elementwise, log1p } from '../../special/index.js';
import { CUMULATIVE, QUANTILE, within } from '../base/condition.js';
import type { Distribution } from '../base/distribution.js';
import { noise, openUniform } from '../base/noise.js';
import { type Parameter, POSITIVE } from '../base/parameter.js';
import { POSITIVE_LINE, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import { logOnePlusSquare } from '../real-line/cauchy.js';

export interface HalfCauchyOptions extends Validation {
  /** The median. */
  readonly scale: Parameter;
}

/**
 * The half-Cauchy distribution: the absolute value of a Cauchy(0, scale) variable. Its mean is infinite.
 *
 * @example
 * ```ts
 * import { HalfCauchy } from '@latents/core';
 *
 * const p = new HalfCauchy({ scale: 1 });
 * p.cdf(tf.scalar(1)).dataSync()[0]; // => 0.5
 * ```
 */
export class HalfCauchy extends Univariate {
  override readonly family = 'half-cauchy';
  override readonly reparameterized = true;
  readonly scale: Parameter;

  constructor({ scale, validate }: HalfCauchyOptions) {
    super('HalfCauchy', { scale: [scale, POSITIVE] }, validate);
    this.scale = scale;
  }

  override get support(): Support {
    return POSITIVE_LINE;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return within(x, [0, Infinity], 1, (v) =>
      tf.sub(tf.neg(logOnePlusSquare(v, this.scale)), tf.log(tf.mul(Math.PI / 2, this.scale))),
    );
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() =>
      tf.mul(
        this.scale,
        noise(rng, shape, (r) => Math.tan((Math.PI / 2) * openUniform(r))),
      ),
    );
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(Infinity));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(0));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(Infinity));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(tf.log(tf.mul(2 * Math.PI, this.scale))));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return within(x, [0, Infinity], 1, (v) => tf.mul(2 / Math.PI, tf.atan(tf.div(v, this.scale))), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    const op = elementwise(
      (v) => (v < 0.5 ? Math.tan((Math.PI / 2) * v) : 1 / Math.tan((Math.PI / 2) * (1 - v))),
      [(t) => tf.mul(Math.PI / 2, tf.add(1, tf.square(op(t!))))],
      (t) => tangent(t!),
    );
    return within(p, [0, 1], 0.5, (u) => tf.mul(this.scale, op(u)), QUANTILE);
  }

  /** 2 log((1 + r) / 2) - log r with r = b_q / b_p, from the integral of log(1 + r^2 t^2) / (1 + t^2). */
  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'half-cauchy') return undefined;
    return tf.tidy(() => {
      const ratio = tf.div(this.scale, (p as HalfCauchy).scale);
      return tf.sub(tf.mul(log1p(tf.div(tf.sub(ratio, 1), 2)), 2), tf.log(ratio));
    });
  }

  override expect(): undefined {
    return undefined;
  }
}

/** tan(pi p / 2), by the distance of p from the nearer end. */
function tangent(p: tf.Tensor): tf.Tensor {
  const low = tf.less(p, 0.5);
  const angle = tf.mul(tf.where(low, p, tf.sub(1, p)), Math.PI / 2);
  const [up, along] = [sine(angle), cosine(angle)];
  return tf.where(low, tf.div(up, along), tf.div(along, up));
}
