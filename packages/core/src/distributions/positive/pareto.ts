import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { log1p, scalarOp, scalarOpOr } from '../../special/index.js';
import { CUMULATIVE, condition, QUANTILE, within } from '../base/condition.js';
import { type DrawCoordinates, pointOf } from '../base/coordinates.js';
import type { Distribution } from '../base/distribution.js';
import { logRatio } from '../base/log-ratio.js';
import { noise } from '../base/noise.js';
import { type Parameter, POSITIVE } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';
import type { Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import * as composed from './pareto-composed.js';
import { scaledVariance } from './scaled-variance.js';

export interface ParetoOptions extends Validation {
  /** The smallest value. */
  readonly scale: Parameter;
  /** The exponent of the tail. */
  readonly concentration: Parameter;
}

/**
 * The Pareto distribution: P(X > x) = (scale / x)^concentration for x >= scale. Mean and variance read their arguments
 * synchronously.
 *
 * @example
 * ```ts
 * import { Pareto } from '@latents/core';
 *
 * const p = new Pareto({ scale: 1, concentration: 3 });
 * p.mean().dataSync()[0]; // => 1.5
 * ```
 */
export class Pareto extends Univariate {
  override readonly family = 'pareto';
  override readonly reparameterized = true;
  readonly scale: Parameter;
  readonly concentration: Parameter;

  constructor({ scale, concentration, validate }: ParetoOptions) {
    super('Pareto', { scale: [scale, POSITIVE], concentration: [concentration, POSITIVE] }, validate);
    this.scale = scale;
    this.concentration = concentration;
  }

  override get support(): Support {
    return { kind: 'interval', low: this.scale, high: Infinity, above: 0 };
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    const { scale, concentration: a } = this;
    return within(x, [scale, Infinity], scale, (v) =>
      tf.sub(logRatio(a, scale), tf.mul(tf.add(a, 1), logRatio(v, scale))),
    );
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => pointOf(this.sampleCoordinates(rng, sampleShape)));
  }

  override sampleCoordinates(rng: Rng, sampleShape: readonly number[] = []): DrawCoordinates {
    const shape = [...sampleShape, ...this.batchShape];
    const value = tf.tidy(() => {
      const excess = noise(rng, shape, (r) => r.exponential());
      return tf.add(tf.log(this.scale), tf.div(excess, this.concentration));
    });
    return { of: 'log', value };
  }

  override logProbAt({ of, value }: DrawCoordinates): tf.Tensor | undefined {
    if (of !== 'log') return undefined;
    const { scale, concentration: a } = this;
    return tf.tidy(() => {
      const excess = tf.relu(tf.sub(value, tf.log(scale)));
      return tf.sub(tf.sub(tf.log(a), value), tf.mul(a, excess));
    });
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(this.scale, standardMean(this.concentration))));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(this.scale));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(varianceOp(this.scale, this.concentration)));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() =>
      this.full(tf.add(tf.add(logRatio(this.scale, this.concentration), 1), tf.div(1, this.concentration))),
    );
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    const { scale, concentration } = this;
    return within(
      x,
      [scale, Infinity],
      scale,
      (v) => tf.neg(tf.expm1(tf.mul(concentration, logRatio(scale, v)))),
      CUMULATIVE,
    );
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return within(
      p,
      [0, 1],
      0.5,
      (u) => tf.mul(this.scale, tf.exp(tf.div(tf.neg(log1p(tf.neg(u))), this.concentration))),
      QUANTILE,
    );
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'pareto') return undefined;
    const { scale, concentration } = p as Pareto;
    return tf.tidy(() => {
      const ratio = tf.div(concentration, this.concentration);
      const shift = tf.mul(concentration, logRatio(this.scale, scale));
      return tf.sub(tf.add(shift, tf.sub(ratio, 1)), logRatio(concentration, this.concentration));
    });
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    const log = q.expect({ of: 'log x' });
    const { scale, concentration: a } = this;
    return log && tf.tidy(() => tf.sub(logRatio(a, scale), tf.mul(tf.add(a, 1), tf.sub(log, tf.log(scale)))));
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    const { scale, concentration: a } = this;
    return tf.tidy(() => {
      if (statistic.of === 'log x') return tf.add(tf.log(scale), tf.div(1, a));
      if (statistic.of === '(log x)^2') {
        return tf.add(tf.square(tf.add(tf.log(scale), tf.div(1, a))), tf.square(tf.div(1, a)));
      }
      if (statistic.of === '(x - center)^2') {
        // Infinite with the variance, also where the mean is infinite too.
        return tf.add(this.variance(), finiteSquare(tf.sub(this.mean(), statistic.center)));
      }
      if (statistic.of === 'x^power') {
        const room = tf.sub(a, statistic.power);
        const finite = condition((v) => tf.greater(v!, 0), room);
        const value = tf.mul(tf.pow(scale, statistic.power), tf.div(a, tf.where(finite, room, tf.onesLike(room))));
        return tf.where(finite, value, tf.fill(value.shape, Infinity));
      }
      if (statistic.of === '|x - center|') {
        // With c at or below the scale, E x - c; above it, plus twice the integral of the distribution function up to c.
        const excess = tf.maximum(tf.div(statistic.center, scale), 1);
        return tf.add(tf.sub(this.mean(), statistic.center), tf.mul(tf.mul(2, scale), integratedCdf(excess, a)));
      }
      return super.expect(statistic);
    });
  }
}

const standardMean = scalarOpOr(composed.standardMean)(
  (a) => (a > 1 ? a / (a - 1) : Infinity),
  (a) => (a > 1 ? -((a - 1) ** -2) : 0),
);

const variance = (s: number, a: number): number => (a > 2 ? (s * s * a) / ((a - 1) ** 2 * (a - 2)) : Infinity);
const varianceOp = scalarOpOr((s, k) => scaledVariance(composed.standardVariance, s!, k!))(
  variance,
  (s, a) => (a > 2 ? (2 * variance(s, a)) / s : 0),
  (s, a) => (a > 2 ? variance(s, a) * (1 / a - 2 / (a - 1) - 1 / (a - 2)) : 0),
);

/** The integral of 1 - t^-a from 1 to z >= 1. */
const integratedCdf = scalarOp(
  (z, a) => z - 1 - (a === 1 ? Math.log(z) : Math.expm1((1 - a) * Math.log(z)) / (1 - a)),
  (z, a) => 1 - z ** -a,
  (z, a) => {
    const [k, log] = [1 - a, Math.log(z)];
    if (Math.abs(k * log) < 1e-4) return log * log * (0.5 + (k * log) / 3);
    return (k * log * z ** k - Math.expm1(k * log)) / (k * k);
  },
);

/** x^2, or 0 where x is infinite. */
function finiteSquare(x: tf.Tensor): tf.Tensor {
  const finite = condition((v) => tf.isFinite(v!), x);
  return tf.square(tf.where(finite, x, tf.zerosLike(x)));
}
