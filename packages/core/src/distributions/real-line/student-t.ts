import type { Rng } from '@latents/math';
import {
  betaincInverseLogit,
  betainc as betaincScalar,
  betaincShapeGradient,
  betaln as betalnScalar,
  digamma as digammaScalar,
  digammaStep,
  trigammaGap,
} from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { randomNormal } from '../../operations/index.js';
import { scalarOp, scalarOpOr } from '../../special/index.js';
import { CUMULATIVE } from '../base/condition.js';
import { type Parameter, POSITIVE } from '../base/parameter.js';
import { standardLogGamma } from '../base/standard-log-gamma.js';
import type { Statistic } from '../base/statistic.js';
import type { Validation } from '../base/univariate.js';
import { LocationScale } from './location-scale.js';
import * as composed from './student-t-composed.js';

export interface StudentTOptions extends Validation {
  /** Degrees of freedom. */
  readonly df: Parameter;
  readonly loc: Parameter;
  /** Not the standard deviation, which is larger or infinite. */
  readonly scale: Parameter;
}

/**
 * Student's t distribution. Samples are differentiable in all parameters (implicit gradients through a gamma).
 *
 * @example
 * ```ts
 * import { StudentT } from '@latents/core';
 *
 * const p = new StudentT({ df: 1, loc: 0, scale: 1 });
 * p.cdf(tf.scalar(1)).dataSync()[0]; // => 0.75
 * ```
 */
export class StudentT extends LocationScale {
  override readonly family = 'student-t';
  readonly df: Parameter;

  constructor(options: StudentTOptions) {
    super('StudentT', options, { df: [options.df, POSITIVE] });
    this.df = options.df;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return this.onLine(x, (z) => tf.sub(logDensity(z, this.df), tf.log(this.scale)));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() => {
      const half = tf.mul(0.5, this.df);
      const stretch = tf.exp(tf.mul(tf.sub(tf.log(half), standardLogGamma(rng, half, shape)), 0.5));
      return this.located(tf.mul(randomNormal(rng, shape), stretch));
    });
  }

  /** NaN for df <= 1. */
  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.add(this.loc, indicator(this.df))));
  }

  /** Infinite for 1 < df <= 2, NaN for df <= 1. */
  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(tf.square(this.scale), standardVariance(this.df))));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(tf.add(standardEntropy(this.df), tf.log(this.scale))));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return this.onLine(x, (z) => cdfOp(z, this.df), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.located(quantileOp(p, this.df)));
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    return statistic.of === 'x' || statistic.of === '(x - center)^2' ? super.expect(statistic) : undefined;
  }
}

const logDensityScalar = (z: number, v: number): number =>
  -betalnScalar(0.5, v / 2) - 0.5 * Math.log(v) - ((v + 1) / 2) * Math.log1p((z * z) / v);

const logDensity = scalarOpOr(composed.logDensity)(
  logDensityScalar,
  (z, v) => (-(v + 1) * z) / (v + z * z),
  (z, v) =>
    0.5 * (digammaScalar((v + 1) / 2) - digammaScalar(v / 2) - 1 / v - Math.log1p((z * z) / v)) +
    ((v + 1) * z * z) / (2 * v * (v + z * z)),
);

const indicator = scalarOpOr(composed.indicator)(
  (v) => (v > 1 ? 0 : Number.NaN),
  () => 0,
);

const standardVariance = scalarOpOr(composed.standardVariance)(
  (v) => (v > 2 ? v / (v - 2) : v > 1 ? Infinity : Number.NaN),
  (v) => (v > 2 ? -2 / (v - 2) ** 2 : 0),
);

const standardEntropy = scalarOpOr(composed.standardEntropy)(
  (v) => betalnScalar(v / 2, 0.5) + 0.5 * Math.log(v) - ((v + 1) / 2) * digammaStep(v / 2, 0.5),
  (v) => ((v + 1) / 4) * (trigammaGap((v + 1) / 2) - trigammaGap(v / 2)),
);

/** The lower tail from whichever side of the incomplete beta function is precise. */
function cdfScalar(z: number, v: number): number {
  const w = z * z;
  const tail = 0.5 * betaincScalar(v / 2, 0.5, v / (v + w), w / (v + w));
  return z < 0 ? tail : 1 - tail;
}

function cdfByDf(z: number, v: number): number {
  const w = v / (v + z * z);
  if (!(w > 0 && w < 1)) return 0;
  const density = (v / 2 - 1) * Math.log(w) - 0.5 * Math.log1p(-w) - betalnScalar(v / 2, 0.5);
  const byShape = betaincShapeGradient(v / 2, 0.5, w, density);
  return -Math.sign(z) * 0.5 * (0.5 * byShape + (Math.exp(density) * z * z) / (v + z * z) ** 2);
}

const cdfOp = scalarOpOr(composed.cdf)(cdfScalar, (z, v) => Math.exp(logDensityScalar(z, v)), cdfByDf);

function quantile(p: number, v: number): number {
  if (p > 0.5) return -quantile(1 - p, v);
  if (p === 0.5) return 0;
  // z^2 / v is the odds of a beta variable, given by their logarithm.
  return -Math.exp(0.5 * (Math.log(v) - betaincInverseLogit(v / 2, 0.5, 2 * p, 1 - 2 * p)));
}

const quantileOp = scalarOp(
  quantile,
  (p, v) => Math.exp(-logDensityScalar(quantile(p, v), v)),
  (p, v) => {
    const z = quantile(p, v);
    return -cdfByDf(z, v) * Math.exp(-logDensityScalar(z, v));
  },
);
