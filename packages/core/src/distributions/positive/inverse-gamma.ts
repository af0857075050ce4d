import type { Rng } from '@latents/math';
import {
  digamma as digammaScalar,
  gammaEntropy,
  gammaEntropySlope,
  gammaincInverse,
  lgamma as lgammaScalar,
  logGammaKernel,
  trigamma as trigammaScalar,
} from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { digamma, lgamma, scalarOp, scalarOpOr } from '../../special/index.js';
import { CUMULATIVE, within } from '../base/condition.js';
import { type DrawCoordinates, pointOf } from '../base/coordinates.js';
import type { Distribution } from '../base/distribution.js';
import { type Parameter, POSITIVE } from '../base/parameter.js';
import { implicitSlope, standardLogGamma } from '../base/standard-log-gamma.js';
import type { Statistic } from '../base/statistic.js';
import { POSITIVE_LINE, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import { inverseGammaCdf } from './gamma-cdf.js';
import { gammaExpectation } from './gamma-expectation.js';
import { klOfGammas } from './gamma-kl.js';
import * as composed from './inverse-gamma-composed.js';
import { scaledVariance } from './scaled-variance.js';

export interface InverseGammaOptions extends Validation {
  /** The shape. */
  readonly concentration: Parameter;
  readonly scale: Parameter;
}

/**
 * The distribution of 1 / x for x ~ Gamma(concentration, rate = scale).
 *
 * @example
 * ```ts
 * import { InverseGamma } from '@latents/core';
 *
 * const p = new InverseGamma({ concentration: 3, scale: 2 });
 * p.mean().dataSync()[0]; // => 1
 * ```
 */
export class InverseGamma extends Univariate {
  override readonly family = 'inverse-gamma';
  override readonly reparameterized = true;
  readonly concentration: Parameter;
  readonly scale: Parameter;

  constructor({ concentration, scale, validate }: InverseGammaOptions) {
    super('InverseGamma', { concentration: [concentration, POSITIVE], scale: [scale, POSITIVE] }, validate);
    this.concentration = concentration;
    this.scale = scale;
  }

  override get support(): Support {
    return POSITIVE_LINE;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return within(x, [0, Infinity], 1, (v) => logDensity(v, this.concentration, this.scale));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => pointOf(this.sampleCoordinates(rng, sampleShape)));
  }

  override sampleCoordinates(rng: Rng, sampleShape: readonly number[] = []): DrawCoordinates {
    const shape = [...sampleShape, ...this.batchShape];
    const value = tf.tidy(() => tf.sub(tf.log(this.scale), standardLogGamma(rng, this.concentration, shape)));
    return { of: 'log', value };
  }

  override logProbAt({ of, value }: DrawCoordinates): tf.Tensor | undefined {
    return of === 'log' ? logDensityOfLog(value, this.concentration, this.scale) : undefined;
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(this.scale, standardMean(this.concentration))));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(tf.div(this.scale, tf.add(this.concentration, 1))));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(varianceOp(this.concentration, this.scale)));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(tf.add(standardEntropy(this.concentration), tf.log(this.scale))));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return within(x, [0, Infinity], 1, (v) => inverseGammaCdf(v, this.concentration, this.scale), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    // The quantile of the gamma at 1 - p, found from p itself.
    const upper = (a: number, u: number) => gammaincInverse(a, 1 - u, u);
    const op = scalarOp(
      (a, u) => 1 / upper(a, u),
      (a, u) => -implicitSlope(a, upper(a, u)) / upper(a, u) ** 2,
      (a, u) => 1 / (upper(a, u) * Math.exp(logGammaKernel(a, upper(a, u)))),
    );
    return tf.tidy(() => tf.mul(this.scale, op(this.concentration, p)));
  }

  /** That of the gammas: the inverse is a bijection. */
  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'inverse-gamma') return undefined;
    const { concentration, scale } = p as InverseGamma;
    return klOfGammas(this.concentration, this.scale, concentration, scale);
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    const [log, inverse] = [q.expect({ of: 'log x' }), q.expect({ of: 'x^power', power: -1 })];
    if (!log || !inverse) return undefined;
    const { concentration, scale } = this;
    return tf.tidy(() => {
      const normalizer = tf.sub(tf.mul(concentration, tf.log(scale)), lgamma(concentration));
      return tf.sub(tf.sub(normalizer, tf.mul(tf.add(concentration, 1), log)), tf.mul(scale, inverse));
    });
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    return tf.tidy(() => {
      if (statistic.of === 'log x') return tf.sub(tf.log(this.scale), digamma(this.concentration));
      if (statistic.of === 'x^power') {
        return gammaExpectation({ of: 'x^power', power: tf.neg(statistic.power) }, this.concentration, this.scale);
      }
      return super.expect(statistic);
    });
  }
}

const logDensity = scalarOpOr(composed.logDensity)(
  (x, a, s) => (x === 0 ? -Infinity : logGammaKernel(a, s / x) - Math.log(x)),
  (x, a, s) => (s / x - (a + 1)) / x,
  (x, a, s) => Math.log(s / x) - digammaScalar(a),
  (x, a, s) => a / s - 1 / x,
);

const standardMean = scalarOpOr(composed.standardMean)(
  (a) => (a > 1 ? 1 / (a - 1) : Infinity),
  (a) => (a > 1 ? -((a - 1) ** -2) : 0),
);

const variance = (a: number, s: number): number => (a > 2 ? (s / (a - 1)) ** 2 / (a - 2) : Infinity);
const varianceOp = scalarOpOr((k, s) => scaledVariance(composed.standardVariance, s!, k!))(
  variance,
  (a, s) => (a > 2 ? -variance(a, s) * (2 / (a - 1) + 1 / (a - 2)) : 0),
  (a, s) => (a > 2 ? (2 * variance(a, s)) / s : 0),
);

const standardEntropy = scalarOpOr(composed.standardEntropy)(
  (a) => gammaEntropy(a) - 2 * digammaScalar(a),
  (a) => gammaEntropySlope(a) - 2 * trigammaScalar(a),
);

/** The log-density of x by u = log x, where x may overflow. */
const logDensityOfLog = scalarOpOr(composed.logDensityOfLog)(
  (u, a, s) => {
    if (a >= 10) return logGammaKernel(a, s * Math.exp(-u)) - u;
    return a * Math.log(s) - (a + 1) * u - s * Math.exp(-u) - lgammaScalar(a);
  },
  (u, a, s) => s * Math.exp(-u) - a - 1,
  (u, a, s) => Math.log(s) - u - digammaScalar(a),
  (u, a, s) => a / s - Math.exp(-u),
);
