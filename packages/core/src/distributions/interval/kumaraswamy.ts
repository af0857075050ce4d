import type { Rng } from '@latents/math';
import {
  betaln as betalnScalar,
  digamma as digammaScalar,
  lgamma1p,
  log1mexp as log1mexpScalar,
  polygamma,
} from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { betaln, digamma as digammaOp, log1mexp, log1p, scalarOpOr } from '../../special/index.js';
import { CUMULATIVE, QUANTILE, within } from '../base/condition.js';
import { type DrawCoordinates, pointOf } from '../base/coordinates.js';
import { noise } from '../base/noise.js';
import { type Parameter, POSITIVE } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';
import { type Support, UNIT_INTERVAL } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import * as composed from './kumaraswamy-composed.js';

export interface KumaraswamyOptions extends Validation {
  /** a in the distribution function 1 - (1 - x^a)^b. */
  readonly concentration1: Parameter;
  /** b in the distribution function 1 - (1 - x^a)^b. */
  readonly concentration0: Parameter;
}

/**
 * The Kumaraswamy distribution on [0, 1], with the distribution function 1 - (1 - x^a)^b: like a beta, with an explicit sampler.
 *
 * @example
 * ```ts
 * import { Kumaraswamy } from '@latents/core';
 *
 * const p = new Kumaraswamy({ concentration1: 2, concentration0: 1 });
 * p.mean().dataSync()[0]; // => 2 / 3
 * ```
 */
export class Kumaraswamy extends Univariate {
  override readonly family = 'kumaraswamy';
  override readonly reparameterized = true;
  readonly concentration1: Parameter;
  readonly concentration0: Parameter;

  constructor({ concentration1, concentration0, validate }: KumaraswamyOptions) {
    super(
      'Kumaraswamy',
      { concentration1: [concentration1, POSITIVE], concentration0: [concentration0, POSITIVE] },
      validate,
    );
    this.concentration1 = concentration1;
    this.concentration0 = concentration0;
  }

  override get support(): Support {
    return UNIT_INTERVAL;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return within(x, [0, 1], 0.5, (v) => logDensity(v, this.concentration1, this.concentration0));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => pointOf(this.sampleCoordinates(rng, sampleShape)));
  }

  override sampleCoordinates(rng: Rng, sampleShape: readonly number[] = []): DrawCoordinates {
    const shape = [...sampleShape, ...this.batchShape];
    const value = tf.tidy(() => {
      const log = tf.div(
        noise(rng, shape, (r) => -r.exponential()),
        this.concentration0,
      );
      return logitOp(log, this.concentration1);
    });
    return { of: 'logit', value };
  }

  override logProbAt({ of, value }: DrawCoordinates): tf.Tensor | undefined {
    return of === 'logit' ? logDensityOfLogit(value, this.concentration1, this.concentration0) : undefined;
  }

  /** (1 - (1 - p)^(1/b))^(1/a). */
  private quantile(p: tf.Tensor): tf.Tensor {
    const inner = log1mexp(tf.div(log1p(tf.neg(p)), this.concentration0));
    return tf.exp(tf.div(inner, this.concentration1));
  }

  /** E x^k = b B(1 + k / a, b), for the mean. */
  private moment(power: number): tf.Tensor {
    const { concentration1: a, concentration0: b } = this;
    return tf.mul(b, tf.exp(betaln(tf.add(1, tf.div(power, a)), b)));
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(this.moment(1)));
  }

  /** An end where the density is unbounded, if there is one; 1/2 for the uniform. */
  override mode(): tf.Tensor {
    return tf.tidy(() => {
      return this.full(modeOp(this.concentration1, this.concentration0));
    });
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(varianceOp(this.concentration1, this.concentration0)));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(entropyOp(this.concentration1, this.concentration0)));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() =>
      within(
        x,
        [0, 1],
        0.5,
        (v) => tf.neg(tf.expm1(tf.mul(this.concentration0, log1mexp(tf.mul(this.concentration1, tf.log(v)))))),
        CUMULATIVE,
      ),
    );
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return within(p, [0, 1], 0.5, (u) => this.quantile(u), QUANTILE);
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    const { concentration1: a, concentration0: b } = this;
    return tf.tidy(() => {
      // x^a ~ Beta(1, b), 1 - x^a ~ Beta(b, 1).
      if (statistic.of === 'log x') return tf.neg(tf.div(harmonicOp(b), a));
      return super.expect(statistic);
    });
  }
}

const EULER = 0.5772156649015329;

/** digamma(1 + b) + Euler's constant, by its series where the two cancel. */
function harmonic(b: number): number {
  if (b > 0.01) return digammaScalar(1 + b) + EULER;
  return b * (polygamma(1, 1) + b * (polygamma(2, 1) / 2 + b * (polygamma(3, 1) / 6 + (b * polygamma(4, 1)) / 24)));
}

const harmonicOp = scalarOpOr((b) => tf.add(digammaOp(tf.add(b!, 1)), 0.5772156649015329))(harmonic, (b) =>
  polygamma(1, 1 + b),
);

const entropyOp = scalarOpOr((a, b) => {
  const rest = tf.sub(tf.sub(1, tf.div(1, b!)), tf.log(tf.mul(a!, b!)));
  return tf.add(rest, tf.mul(tf.sub(1, tf.div(1, a!)), tf.add(digammaOp(tf.add(b!, 1)), 0.5772156649015329)));
})(
  (a, b) => 1 - 1 / b - Math.log(a) - Math.log(b) + (1 - 1 / a) * harmonic(b),
  (a, b) => (harmonic(b) / a - 1) / a,
  (a, b) => (1 / b - 1) / b + (1 - 1 / a) * polygamma(1, 1 + b),
);

/** log E x^k = log b + log B(1 + k / a, b), by its slope where b is small and the moment next to 1. */
function logMoment(k: number, a: number, b: number): number {
  const c = 1 + k / a;
  if (b > 0.01) return Math.log(b) + betalnScalar(c, b);
  return lgamma1p(b) - b * (digammaScalar(c + b / 2) + (b * b * polygamma(2, c + b / 2)) / 24);
}

const momentOf = (k: number, a: number, b: number): number => Math.exp(logMoment(k, a, b));
const momentByA = (k: number, a: number, b: number): number =>
  (momentOf(k, a, b) * k * (digammaScalar(1 + k / a + b) - digammaScalar(1 + k / a))) / (a * a);
const momentByB = (k: number, a: number, b: number): number =>
  momentOf(k, a, b) * (1 / b + digammaScalar(b) - digammaScalar(1 + k / a + b));

/** Past this the moments cancel, and the first cumulants of log x give the variance to every digit. */
const NARROW = 1e3;

/** The variance in float64: log E x^2 - 2 log E x is a series in the cumulants of a log x, in powers of 1 / a. */
function variance(a: number, b: number): number {
  const first = logMoment(1, a, b);
  if (a < NARROW) {
    const [log, gap] = [logMoment(2, a, b), logMoment(2, a, b) - 2 * first];
    return gap > 1 ? Math.exp(log) * -Math.expm1(-gap) : Math.exp(2 * first) * Math.expm1(gap);
  }
  const t = 1 / a;
  const cumulant = (order: number) =>
    b > 1e-4 ? polygamma(order - 1, 1) - polygamma(order - 1, 1 + b) : -b * polygamma(order, 1 + b / 2);
  const gap = t * t * (cumulant(2) + t * (cumulant(3) + (14 / 24) * t * cumulant(4)));
  return Math.exp(2 * first) * Math.expm1(gap);
}

const varianceOp = scalarOpOr(composed.variance)(
  variance,
  (a, b) => momentByA(2, a, b) - 2 * momentOf(1, a, b) * momentByA(1, a, b),
  (a, b) => momentByB(2, a, b) - 2 * momentOf(1, a, b) * momentByB(1, a, b),
);

/** k times a value, 0 where k is. */
const times = (k: number, value: number): number => (k === 0 ? 0 : k * value);
/** log(1 - x^a), and x^a / (1 - x^a). */
const logRest = (x: number, a: number): number => log1mexpScalar(a * Math.log(x));
const odds = (x: number, a: number): number => 1 / Math.expm1(-a * Math.log(x));

const logDensity = scalarOpOr(composed.logDensity)(
  (x, a, b) => Math.log(a) + Math.log(b) + times(a - 1, Math.log(x)) + times(b - 1, logRest(x, a)),
  (x, a, b) => times(a - 1, 1 / x) - times(b - 1, (a * x ** (a - 1)) / -Math.expm1(a * Math.log(x))),
  (x, a, b) => 1 / a + Math.log(x) - times(b - 1, x === 0 ? 0 : Math.log(x) * odds(x, a)),
  (x, a, b) => 1 / b + logRest(x, a),
);

const inside = (a: number, b: number): boolean => a >= 1 && b >= 1 && a * b > 1;

function kumaraswamyMode(a: number, b: number): number {
  if (inside(a, b)) return ((a - 1) / (a * b - 1)) ** (1 / a);
  if (a === 1 && b === 1) return 0.5;
  return a < 1 ? 0 : 1;
}

function modeByA(a: number, b: number): number {
  if (!inside(a, b)) return 0;
  // At a = 1 the mode leaves 0 along (a - 1) / (b - 1).
  if (a === 1) return 1 / (b - 1);
  const logRatio = Math.log((a - 1) / (a * b - 1));
  return (kumaraswamyMode(a, b) * (1 / (a - 1) - b / (a * b - 1) - logRatio / a)) / a;
}

const modeOp = scalarOpOr(composed.mode)(kumaraswamyMode, modeByA, (a, b) =>
  inside(a, b) ? -kumaraswamyMode(a, b) / (a * b - 1) : 0,
);

/** log(-log(1 - e^w)) for w < 0, and its derivative: w itself where e^w vanishes next to 1. */
const logDepth = (w: number): number => (w < -30 ? w : Math.log(-log1mexpScalar(w)));
const depthSlope = (w: number): number => (w < -30 ? 1 : -1 / (Math.expm1(-w) * log1mexpScalar(w)));

/** The logit of x from n = log(-log x), and its derivative. */
const logitOf = (n: number): number => (n < -30 ? -n : -Math.exp(n) - log1mexpScalar(-Math.exp(n)));
const logitSlope = (n: number): number => (n < -30 ? -1 : Math.exp(n) / Math.expm1(-Math.exp(n)));

/** The logit of the draw with log(1 - x^a) = w. */
const logitOp = scalarOpOr(composed.logit)(
  (w, a) => logitOf(logDepth(w) - Math.log(a)),
  (w, a) => logitSlope(logDepth(w) - Math.log(a)) * depthSlope(w),
  (w, a) => -logitSlope(logDepth(w) - Math.log(a)) / a,
);

/** Returns log x, log(1 - x^a) and x^a log(x) / (1 - x^a) of a draw x, given its logit. */
function atLogit(y: number, a: number) {
  const depth = y > 30 ? -y : Math.log(Math.max(y, 0) - y + Math.log1p(Math.exp(-Math.abs(y))));
  const n = depth + Math.log(a);
  const log = -Math.exp(depth);
  const rest = n < -30 ? n : log1mexpScalar(-Math.exp(n));
  return { log, rest, tilt: n < -30 ? -1 / a : log / Math.expm1(Math.exp(n)) };
}

/** The log-density of x by its logit, where x may round to an end. */
const logDensityOfLogit = scalarOpOr(composed.logDensityOfLogit)(
  (y, a, b) => {
    const { log, rest } = atLogit(y, a);
    return Math.log(a) + Math.log(b) + times(a - 1, log) + times(b - 1, rest);
  },
  (y, a, b) => {
    const { log, tilt } = atLogit(y, a);
    const share = 1 / (1 + Math.exp(y));
    // The derivative of log x by the logit is 1 - x, which for x next to 1 is -log x.
    const ratio = y > 30 ? -1 : share / log;
    return (a - 1) * share - (b - 1) * a * tilt * ratio;
  },
  (y, a, b) => {
    const { log, tilt } = atLogit(y, a);
    return 1 / a + log - (b - 1) * tilt;
  },
  (y, a, b) => 1 / b + atLogit(y, a).rest,
);
