import type { Rng } from '@latents/math';
import {
  betaincInverseLogit,
  betainc as betaincScalar,
  betaincShapeGradient,
  betaln as betalnScalar,
  digamma as digammaScalar,
  gammaEntropy,
  gammaEntropySlope,
  logBetaKernel,
  trigamma as trigammaScalar,
} from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { scalarOp, scalarOpOr } from '../../special/index.js';
import { CUMULATIVE, within } from '../base/condition.js';
import { type DrawCoordinates, pointOf } from '../base/coordinates.js';
import { type Parameter, POSITIVE } from '../base/parameter.js';
import { standardLogGamma } from '../base/standard-log-gamma.js';
import { POSITIVE_LINE, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import * as composed from './fisher-snedecor-composed.js';

export interface FisherSnedecorOptions extends Validation {
  /** Degrees of freedom of the numerator. */
  readonly df1: Parameter;
  /** Degrees of freedom of the denominator. */
  readonly df2: Parameter;
}

/**
 * The F distribution: the ratio of two independent chi-squared variables, each divided by its degrees of freedom. Samples are
 * differentiable in both parameters (implicit gradients through two gammas). On a device the variance, the entropy, the
 * mode and the distribution function read their arguments synchronously.
 *
 * @example
 * ```ts
 * import { FisherSnedecor } from '@latents/core';
 *
 * const p = new FisherSnedecor({ df1: 4, df2: 6 });
 * p.mean().dataSync()[0]; // => 1.5
 * ```
 * @throws RangeError if degrees of freedom are not positive and finite.
 */
export class FisherSnedecor extends Univariate {
  override readonly family = 'fisher-snedecor';
  override readonly reparameterized = true;
  readonly df1: Parameter;
  readonly df2: Parameter;

  constructor({ df1, df2, validate }: FisherSnedecorOptions) {
    super('FisherSnedecor', { df1: [df1, POSITIVE], df2: [df2, POSITIVE] }, validate);
    this.df1 = df1;
    this.df2 = df2;
  }

  override get support(): Support {
    return POSITIVE_LINE;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return within(x, [0, Infinity], 1, (v) => logDensity(v, this.df1, this.df2));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => pointOf(this.sampleCoordinates(rng, sampleShape)));
  }

  override sampleCoordinates(rng: Rng, sampleShape: readonly number[] = []): DrawCoordinates {
    const shape = [...sampleShape, ...this.batchShape];
    // The mean of a chi-squared variable is twice that of its gamma variable: the factors of 2 cancel.
    const part = (df: Parameter) => tf.sub(standardLogGamma(rng, tf.mul(0.5, df), shape), tf.log(df));
    return { of: 'log', value: tf.tidy(() => tf.sub(part(this.df1), part(this.df2))) };
  }

  override logProbAt({ of, value }: DrawCoordinates): tf.Tensor | undefined {
    return of === 'log' ? logDensityOfLog(value, this.df1, this.df2) : undefined;
  }

  /** Infinite for df2 <= 2. */
  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(meanOp(this.df2)));
  }

  /** Infinite for 2 < df2 <= 4, NaN for df2 <= 2. */
  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(varianceOp(this.df1, this.df2)));
  }

  /** 0 for df1 <= 2. */
  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(modeOp(this.df1, this.df2)));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(entropyOp(this.df1, this.df2)));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return within(x, [0, Infinity], 1, (v) => cdfOp(v, this.df1, this.df2), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return tf.tidy(() => quantileOp(p, this.df1, this.df2));
  }
}

function logDensityScalar(x: number, m: number, n: number): number {
  const [a, b] = [m / 2, n / 2];
  if (x === 0) return a < 1 ? Infinity : a === 1 ? -betalnScalar(1, b) - Math.log(b) : -Infinity;
  // The log-density of y = m x / (m x + n), minus log x for the change of volume.
  return logBetaKernel(a, b, (m * x) / (m * x + n), n / (m * x + n)) - Math.log(x);
}

/** By one of the degrees of freedom, half of its shape and half of its share in y. */
function densityByDf1(x: number, m: number, n: number): number {
  const share = (n - n * x) / (2 * (m * x + n));
  return 0.5 * (-Math.log1p(n / (m * x)) - digammaScalar(m / 2) + digammaScalar((m + n) / 2)) + share;
}

function densityByDf2(x: number, m: number, n: number): number {
  const share = (m * x - m) / (2 * (m * x + n));
  return 0.5 * (-Math.log1p((m * x) / n) - digammaScalar(n / 2) + digammaScalar((m + n) / 2)) + share;
}

const logDensity = scalarOpOr(composed.logDensityAt)(
  logDensityScalar,
  (x, m, n) => (m === 2 ? 0 : (m / 2 - 1) / x) - ((m + n) / 2) * (m / (m * x + n)),
  densityByDf1,
  densityByDf2,
);

const meanOp = scalarOpOr(composed.mean)(
  (n) => (n > 2 ? n / (n - 2) : Infinity),
  (n) => (n > 2 ? -2 / (n - 2) ** 2 : 0),
);

function varianceScalar(m: number, n: number): number {
  if (n > 4) return (2 * n * n * (m + n - 2)) / (m * (n - 2) ** 2 * (n - 4));
  return n > 2 ? Infinity : Number.NaN;
}

const varianceOp = scalarOp(
  varianceScalar,
  (m, n) => (n > 4 ? (-2 * n * n) / (m * m * (n - 2) * (n - 4)) : 0),
  (m, n) => (n > 4 ? varianceScalar(m, n) * (2 / n + 1 / (m + n - 2) - 2 / (n - 2) - 1 / (n - 4)) : 0),
);

const modeOp = scalarOp(
  (m, n) => (m > 2 ? ((m - 2) / m) * (n / (n + 2)) : 0),
  (m, n) => (m > 2 ? (2 / (m * m)) * (n / (n + 2)) : 0),
  (m, n) => (m > 2 ? ((m - 2) / m) * (2 / (n + 2) ** 2) : 0),
);

const totalSlope = (m: number, n: number): number => gammaEntropySlope((m + n) / 2) - trigammaScalar((m + n) / 2);

const entropyOp = scalarOp(
  (m, n) =>
    Math.log(n / m) +
    gammaEntropy(m / 2) +
    (gammaEntropy(n / 2) - 2 * digammaScalar(n / 2)) -
    (gammaEntropy((m + n) / 2) - digammaScalar((m + n) / 2)),
  (m, n) => -1 / m + (gammaEntropySlope(m / 2) - totalSlope(m, n)) / 2,
  (m, n) => 1 / n + (gammaEntropySlope(n / 2) - 2 * trigammaScalar(n / 2) - totalSlope(m, n)) / 2,
);

/** The log-density at y of Beta(m / 2, n / 2), for y = m x / (m x + n). */
function logBetaDensity(x: number, m: number, n: number): number {
  const [a, b] = [m / 2, n / 2];
  return -(a - 1) * Math.log1p(n / (m * x)) - (b - 1) * Math.log1p((m * x) / n) - betalnScalar(a, b);
}

const cdfScalar = (x: number, m: number, n: number): number =>
  x === Infinity ? 1 : betaincScalar(m / 2, n / 2, (m * x) / (m * x + n), n / (m * x + n));

function cdfByDf1(x: number, m: number, n: number): number {
  if (!(x > 0 && x < Infinity)) return 0;
  const density = logBetaDensity(x, m, n);
  const byShape = betaincShapeGradient(m / 2, n / 2, (m * x) / (m * x + n), density);
  return byShape / 2 + (Math.exp(density) * n * x) / (m * x + n) ** 2;
}

function cdfByDf2(x: number, m: number, n: number): number {
  if (!(x > 0 && x < Infinity)) return 0;
  const density = logBetaDensity(x, m, n);
  const byShape = -betaincShapeGradient(n / 2, m / 2, n / (m * x + n), density);
  return byShape / 2 - (Math.exp(density) * m * x) / (m * x + n) ** 2;
}

const cdfOp = scalarOp(cdfScalar, (x, m, n) => Math.exp(logDensityScalar(x, m, n)), cdfByDf1, cdfByDf2);

/** By the logit of the beta variable, which has all digits at both ends. */
function quantile(p: number, m: number, n: number): number {
  return (n / m) * Math.exp(betaincInverseLogit(m / 2, n / 2, p));
}

/** Returns the derivative of the quantile by a parameter. `byParameter` is the derivative of the distribution function. */
const quantileSlope =
  (byParameter: (x: number, m: number, n: number) => number) =>
  (p: number, m: number, n: number): number => {
    const x = quantile(p, m, n);
    return -byParameter(x, m, n) * Math.exp(-logDensityScalar(x, m, n));
  };

const quantileOp = scalarOp(
  quantile,
  (p, m, n) => Math.exp(-logDensityScalar(quantile(p, m, n), m, n)),
  quantileSlope(cdfByDf1),
  quantileSlope(cdfByDf2),
);

const softplus = (w: number): number => Math.max(w, 0) + Math.log1p(Math.exp(-Math.abs(w)));
const sigmoid = (w: number): number => 1 / (1 + Math.exp(-w));
/** The logit of y = m x / (m x + n) at x = e^u. */
const logit = (u: number, m: number, n: number): number => u + Math.log(m) - Math.log(n);
/** The derivative by w of a log y + b log(1 - y). */
const byLogit = (w: number, m: number, n: number): number => (m / 2) * sigmoid(-w) - (n / 2) * sigmoid(w);

/** The log-density of x by u = log x, where x may underflow or overflow. */
const logDensityOfLog = scalarOpOr(composed.logDensityOfLog)(
  (u, m, n) => {
    const w = logit(u, m, n);
    return (-m / 2) * softplus(-w) - (n / 2) * softplus(w) - u - betalnScalar(m / 2, n / 2);
  },
  (u, m, n) => byLogit(logit(u, m, n), m, n) - 1,
  (u, m, n) => {
    const w = logit(u, m, n);
    return 0.5 * (digammaScalar((m + n) / 2) - digammaScalar(m / 2) - softplus(-w)) + byLogit(w, m, n) / m;
  },
  (u, m, n) => {
    const w = logit(u, m, n);
    return 0.5 * (digammaScalar((m + n) / 2) - digammaScalar(n / 2) - softplus(w)) - byLogit(w, m, n) / n;
  },
);
