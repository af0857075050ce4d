import type { Rng } from '@latents/math';
import { digamma as digammaScalar, lgamma1p, lgamma as lgammaScalar, polygamma } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { lgamma, log1p, scalarOpOr } from '../../special/index.js';
import { CUMULATIVE, condition, QUANTILE, within } from '../base/condition.js';
import { type DrawCoordinates, pointOf } from '../base/coordinates.js';
import type { Distribution } from '../base/distribution.js';
import { logRatio } from '../base/log-ratio.js';
import { noise } from '../base/noise.js';
import { type Parameter, POSITIVE } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';
import { POSITIVE_LINE, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import * as composed from './weibull-composed.js';

export interface WeibullOptions extends Validation {
  readonly scale: Parameter;
  /** The shape. */
  readonly concentration: Parameter;
}

/**
 * The Weibull distribution, with the distribution function 1 - exp(-(x / scale)^concentration).
 *
 * @example
 * ```ts
 * import { Weibull } from '@latents/core';
 *
 * const p = new Weibull({ scale: 2, concentration: 1 });
 * p.mean().dataSync()[0]; // => 2
 * ```
 */
export class Weibull extends Univariate {
  override readonly family = 'weibull';
  override readonly reparameterized = true;
  readonly scale: Parameter;
  readonly concentration: Parameter;

  constructor({ scale, concentration, validate }: WeibullOptions) {
    super('Weibull', { scale: [scale, POSITIVE], concentration: [concentration, POSITIVE] }, validate);
    this.scale = scale;
    this.concentration = concentration;
  }

  override get support(): Support {
    return POSITIVE_LINE;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    const { scale, concentration: k } = this;
    return within(x, [0, Infinity], 1, (v) => logDensity(v, scale, k));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => pointOf(this.sampleCoordinates(rng, sampleShape)));
  }

  override sampleCoordinates(rng: Rng, sampleShape: readonly number[] = []): DrawCoordinates {
    const shape = [...sampleShape, ...this.batchShape];
    const value = tf.tidy(() => {
      const log = noise(rng, shape, (r) => Math.log(r.exponential()));
      return tf.add(tf.log(this.scale), tf.div(log, this.concentration));
    });
    return { of: 'log', value };
  }

  override logProbAt({ of, value }: DrawCoordinates): tf.Tensor | undefined {
    return of === 'log' ? logDensityOfLog(value, this.scale, this.concentration) : undefined;
  }

  /** Gamma(1 + k / concentration): the moments at scale 1. */
  private moment(power: number): tf.Tensor {
    return tf.exp(lgamma(tf.add(1, tf.div(power, this.concentration))));
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(this.scale, this.moment(1))));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() =>
      this.full(
        tf.mul(this.scale, tf.pow(tf.relu(tf.sub(1, tf.div(1, this.concentration))), tf.div(1, this.concentration))),
      ),
    );
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(varianceOp(this.scale, this.concentration)));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() =>
      this.full(tf.sub(tf.add(logRatio(this.scale, this.concentration), 1 + EULER), tf.div(EULER, this.concentration))),
    );
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return within(
      x,
      [0, Infinity],
      1,
      (v) => tf.neg(tf.expm1(tf.neg(tf.pow(tf.div(v, this.scale), this.concentration)))),
      CUMULATIVE,
    );
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return within(
      p,
      [0, 1],
      0.5,
      (u) => tf.mul(this.scale, tf.pow(tf.neg(log1p(tf.neg(u))), tf.div(1, this.concentration))),
      QUANTILE,
    );
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'weibull') return undefined;
    const { scale, concentration } = p as Weibull;
    return tf.tidy(() => klOp(this.scale, this.concentration, scale, concentration));
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    const [log, power] = [q.expect({ of: 'log x' }), q.expect({ of: 'x^power', power: this.concentration })];
    if (!log || !power) return undefined;
    const { scale, concentration: k } = this;
    return tf.tidy(() => {
      const logZ = tf.sub(log, tf.log(scale));
      return tf.sub(tf.add(logRatio(k, scale), tf.mul(tf.sub(k, 1), logZ)), tf.div(power, tf.pow(scale, k)));
    });
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    return tf.tidy(() => {
      if (statistic.of === 'log x') return tf.sub(tf.log(this.scale), tf.div(EULER, this.concentration));
      if (statistic.of === 'x^power') {
        const { power } = statistic;
        const room = tf.add(1, tf.div(power, this.concentration));
        const finite = condition((v) => tf.greater(v!, 0), room);
        const value = tf.mul(tf.pow(this.scale, power), tf.exp(lgamma(tf.where(finite, room, tf.onesLike(room)))));
        return tf.where(finite, value, tf.fill(value.shape, Infinity));
      }
      return super.expect(statistic);
    });
  }
}

const EULER = 0.5772156649015329;

/** k times a value, 0 where k is. */
const times = (k: number, value: number): number => (k === 0 ? 0 : k * value);

const logDensity = scalarOpOr(composed.logDensity)(
  (x, s, k) => Math.log(k / s) + times(k - 1, Math.log(x / s)) - (x / s) ** k,
  (x, s, k) => times(k - 1, 1 / x) - (k / s) * (x / s) ** (k - 1),
  (x, s, k) => (k / s) * ((x / s) ** k - 1),
  (x, s, k) => 1 / k + Math.log(x / s) - times((x / s) ** k, Math.log(x / s)),
);

/** log Gamma(1 + 2 t) - 2 log Gamma(1 + t), by its series where the two cancel. */
function squareGap(t: number): number {
  if (t > 1e-3) return lgamma1p(2 * t) - 2 * lgamma1p(t);
  return t * t * (polygamma(1, 1) + t * (polygamma(2, 1) + (14 / 24) * t * polygamma(3, 1)));
}

/** scale^2 (Gamma(1 + 2/k) - Gamma(1 + 1/k)^2) in float64, by logs: the factors overflow at small k and cancel at large k. */
function variance(s: number, k: number): number {
  const [square, gap] = [2 * (Math.log(s) + lgamma1p(1 / k)), squareGap(1 / k)];
  return gap > 1 ? Math.exp(square + gap) * -Math.expm1(-gap) : Math.exp(square) * Math.expm1(gap);
}

const varianceOp = scalarOpOr((s, k) => tf.mul(tf.square(s!), composed.standardVariance(k!)))(
  variance,
  (s, k) => (2 * variance(s, k)) / s,
  (s, k) => {
    const [first, second] = [2 * Math.log(s) + 2 * lgamma1p(1 / k), 2 * Math.log(s) + lgamma1p(2 / k)];
    const slope = Math.exp(second) * digammaScalar(1 + 2 / k) - Math.exp(first) * digammaScalar(1 + 1 / k);
    return (-2 / (k * k)) * slope;
  },
);

/** E (x / t)^m, for x of scale s and shape k. */
const tilt = (s: number, k: number, t: number, m: number): number =>
  Math.exp(m * Math.log(s / t) + lgammaScalar(1 + m / k));

const klOp = scalarOpOr(composed.kl)(
  (s, k, t, m) => {
    const tilted = tilt(s, k, t, m);
    if (tilted === Infinity) return Infinity;
    return tilted - 1 - m * Math.log(s / t) - Math.log(m / k) + (m / k - 1) * EULER;
  },
  (s, k, t, m) => (m / s) * (tilt(s, k, t, m) - 1),
  (s, k, t, m) => (1 - (m / k) * (tilt(s, k, t, m) * digammaScalar(1 + m / k) + EULER)) / k,
  (s, k, t, m) => (m / t) * (1 - tilt(s, k, t, m)),
  (s, k, t, m) =>
    tilt(s, k, t, m) * (Math.log(s / t) + digammaScalar(1 + m / k) / k) - Math.log(s / t) - 1 / m + EULER / k,
);

/** The log-density of x by u = log x, where x may underflow or overflow. */
const logDensityOfLog = scalarOpOr(composed.logDensityOfLog)(
  (u, s, k) => Math.log(k / s) + (k - 1) * (u - Math.log(s)) - Math.exp(k * (u - Math.log(s))),
  (u, s, k) => k - 1 - k * Math.exp(k * (u - Math.log(s))),
  (u, s, k) => (k / s) * Math.expm1(k * (u - Math.log(s))),
  (u, s, k) => 1 / k - (u - Math.log(s)) * Math.expm1(k * (u - Math.log(s))),
);
