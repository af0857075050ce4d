import type { Rng } from '@latents/math';
import {
  betaincInverse,
  betaincShapeGradient,
  betaln as betalnScalar,
  digammaStep as differenceScalar,
  digamma as digammaScalar,
  gammaEntropy,
  gammaEntropySlope,
  gammaRestDivergence,
  logBetaKernel,
  relativeExcess,
  trigammaGap,
  trigamma as trigammaScalar,
} from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { betainc, betaln, digammaDifference, scalarOp, scalarOpOr } from '../../special/index.js';
import { CUMULATIVE, condition, within } from '../base/condition.js';
import { type DrawCoordinates, pointOf } from '../base/coordinates.js';
import type { Distribution } from '../base/distribution.js';
import { type Parameter, POSITIVE } from '../base/parameter.js';
import { standardLogGamma } from '../base/standard-log-gamma.js';
import type { Statistic } from '../base/statistic.js';
import { type Support, UNIT_INTERVAL } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import * as composed from './beta-composed.js';

export interface BetaOptions extends Validation {
  /** The exponent of x, plus 1 (alpha). */
  readonly concentration1: Parameter;
  /** The exponent of 1 - x, plus 1 (beta). */
  readonly concentration0: Parameter;
}

/**
 * The beta distribution on [0, 1], of density x^(concentration1 - 1) (1 - x)^(concentration0 - 1) / B. Samples are
 * differentiable in both parameters (implicit gradients through two gammas).
 *
 * @example
 * ```ts
 * import { Beta } from '@latents/core';
 *
 * const p = new Beta({ concentration1: 2, concentration0: 3 });
 * p.mean().dataSync()[0]; // => 0.4
 * ```
 */
export class Beta extends Univariate {
  override readonly family = 'beta';
  override readonly reparameterized = true;
  readonly concentration1: Parameter;
  readonly concentration0: Parameter;

  constructor({ concentration1, concentration0, validate }: BetaOptions) {
    super('Beta', { concentration1: [concentration1, POSITIVE], concentration0: [concentration0, POSITIVE] }, validate);
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
    const value = tf.tidy(() =>
      tf.sub(standardLogGamma(rng, this.concentration1, shape), standardLogGamma(rng, this.concentration0, shape)),
    );
    return { of: 'logit', value };
  }

  override logProbAt({ of, value }: DrawCoordinates): tf.Tensor | undefined {
    return of === 'logit' ? logDensityOfLogit(value, this.concentration1, this.concentration0) : undefined;
  }

  private total(): tf.Tensor {
    return tf.add(this.concentration1, this.concentration0);
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.div(this.concentration1, this.total())));
  }

  /** The end where the density is largest, where that is not inside; 1/2 for the uniform. */
  override mode(): tf.Tensor {
    return tf.tidy(() => {
      return this.full(modeOp(this.concentration1, this.concentration0));
    });
  }

  override variance(): tf.Tensor {
    // m (1 - m) / (total + 1), m the mean: no square that leaves the range of float32.
    return tf.tidy(() => {
      const [one, zero] = [tf.div(this.concentration1, this.total()), tf.div(this.concentration0, this.total())];
      return this.full(tf.mul(tf.div(tf.maximum(one, zero), tf.add(this.total(), 1)), tf.minimum(one, zero)));
    });
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(entropyOp(this.concentration1, this.concentration0)));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return within(x, [0, 1], 0.5, (v) => betainc(this.concentration1, this.concentration0, v), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return tf.tidy(() => quantileOp(this.concentration1, this.concentration0, p));
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'beta') return undefined;
    const { concentration1, concentration0 } = p as Beta;
    return klOp(this.concentration1, this.concentration0, concentration1, concentration0);
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    const [log, log1m] = [q.expect({ of: 'log x' }), q.expect({ of: 'log(1 - x)' })];
    if (!log || !log1m) return undefined;
    const { concentration1: a, concentration0: b } = this;
    return tf.tidy(() => tf.sub(tf.add(tf.mul(tf.sub(a, 1), log), tf.mul(tf.sub(b, 1), log1m)), betaln(a, b)));
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    const { concentration1: a, concentration0: b } = this;
    return tf.tidy(() => {
      if (statistic.of === 'log x') return digammaDifference(a, b);
      if (statistic.of === 'log(1 - x)') return digammaDifference(b, a);
      if (statistic.of === '|x - center|') {
        const { center } = statistic;
        const at = tf.clipByValue(center, 0, 1);
        const mean = tf.div(a, this.total());
        const below = tf.sub(tf.mul(center, betainc(a, b, at)), tf.mul(mean, betainc(tf.add(a, 1), b, at)));
        return tf.add(tf.sub(mean, center), tf.mul(below, 2));
      }
      if (statistic.of === 'x^power') {
        const moved = tf.add(a, statistic.power);
        const finite = condition((v) => tf.greater(v!, 0), moved);
        const value = tf.exp(tf.sub(betaln(tf.where(finite, moved, tf.onesLike(moved)), b), betaln(a, b)));
        return tf.where(finite, value, tf.fill(value.shape, Infinity));
      }
      return super.expect(statistic);
    });
  }
}

/** k / x, 0 where k is. */
const over = (k: number, x: number): number => (k === 0 ? 0 : k / x);
/** k log x, 0 where k is. */
const times = (k: number, log: number): number => (k === 0 ? 0 : k * log);

function logDensityScalar(x: number, a: number, b: number): number {
  const [log, rest] = [Math.log(x), Math.log1p(-x)];
  // At large shapes the terms cancel.
  if (a + b > 100 && x > 0 && x < 1) return logBetaKernel(a, b, x, 1 - x) - log - rest;
  return times(a - 1, log) + times(b - 1, rest) - betalnScalar(a, b);
}

const logDensity = scalarOpOr(composed.logDensity)(
  logDensityScalar,
  (x, a, b) => over(a - 1, x) - over(b - 1, 1 - x),
  (x, a, b) => Math.log(x) - digammaScalar(a) + digammaScalar(a + b),
  (x, a, b) => Math.log1p(-x) - digammaScalar(b) + digammaScalar(a + b),
);

function betaMode(a: number, b: number): number {
  if (inside(a, b)) return (a - 1) / (a + b - 2);
  if (a === 1 && b === 1) return 0.5;
  return a > b ? 1 : 0;
}

const inside = (a: number, b: number): boolean => a > 1 && b > 1;
const modeOp = scalarOpOr(composed.mode)(
  betaMode,
  (a, b) => (inside(a, b) ? (b - 1) / (a + b - 2) ** 2 : 0),
  (a, b) => (inside(a, b) ? (1 - a) / (a + b - 2) ** 2 : 0),
);

/** Returns the derivative of x by the first shape at a fixed probability. `byShape` is the derivative of the distribution function. */
function quantileSlope(a: number, b: number, p: number, byShape: (x: number, logDensity: number) => number): number {
  const x = betaincInverse(a, b, p);
  const density = logDensityScalar(x, a, b);
  return -byShape(x, density) * Math.exp(-density);
}

const quantileOp = scalarOp(
  betaincInverse,
  (a, b, p) => quantileSlope(a, b, p, (x, density) => betaincShapeGradient(a, b, x, density)),
  (a, b, p) => quantileSlope(a, b, p, (x, density) => -betaincShapeGradient(b, a, 1 - x, density)),
  (a, b, p) => Math.exp(-logDensityScalar(betaincInverse(a, b, p), a, b)),
);

/** By the entropies of the gamma variables whose share x is. */
const entropyOp = scalarOpOr(composed.entropy)(
  (a, b) => gammaEntropy(a) + gammaEntropy(b) - gammaEntropy(a + b) - digammaScalar(a + b),
  (a, b) => gammaEntropySlope(a) - gammaEntropySlope(a + b) - trigammaScalar(a + b),
  (a, b) => gammaEntropySlope(b) - gammaEntropySlope(a + b) - trigammaScalar(a + b),
);

/** The divergence of the shares c : d from a : b, times c + d, without cancellation where the shares are near. */
function sharesExcess(a: number, b: number, c: number, d: number): number {
  const [one, zero] = [(c + d) * (a / (a + b)), (c + d) * (b / (a + b))];
  const step = one < zero ? c - one : zero - d;
  return one * relativeExcess(step, one) + zero * relativeExcess(-step, zero);
}

/** The derivative of the divergence by a: where the terms in 1 / a of both cancel, by what is left of them. */
const klByShape = (a: number, b: number, c: number, d: number): number =>
  (a - c) / a + (c - a + d - b) / (a + b) + (a - c) * trigammaGap(a) + (c - a + d - b) * trigammaGap(a + b);

const klOp = scalarOpOr(composed.kl)(
  (a, b, c, d) =>
    sharesExcess(a, b, c, d) +
    gammaRestDivergence(a, c) +
    gammaRestDivergence(b, d) -
    gammaRestDivergence(a + b, c + d),
  klByShape,
  (a, b, c, d) => klByShape(b, a, d, c),
  (a, b, c, d) => differenceScalar(c, d) - differenceScalar(a, b),
  (a, b, c, d) => differenceScalar(d, c) - differenceScalar(b, a),
);

const softplus = (y: number): number => Math.max(y, 0) + Math.log1p(Math.exp(-Math.abs(y)));
const sigmoid = (y: number): number => 1 / (1 + Math.exp(-y));

/** The log-density of x by its logit, where x may round to an end. */
const logDensityOfLogit = scalarOpOr(composed.logDensityOfLogit)(
  (y, a, b) => -times(a - 1, softplus(-y)) - times(b - 1, softplus(y)) - betalnScalar(a, b),
  (y, a, b) => (a - 1) * sigmoid(-y) - (b - 1) * sigmoid(y),
  (y, a, b) => -softplus(-y) - digammaScalar(a) + digammaScalar(a + b),
  (y, a, b) => -softplus(y) - digammaScalar(b) + digammaScalar(a + b),
);
