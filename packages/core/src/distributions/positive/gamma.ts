import type { Rng } from '@latents/math';
import {
  digamma as digammaScalar,
  gammaEntropy,
  gammaEntropySlope,
  gammaincInverse,
  lgamma as lgammaScalar,
  logGammaKernel,
} from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { digamma, elementwise, firstOrder, lgamma, scalarOpOr } from '../../special/index.js';
import { CUMULATIVE, condition, within } from '../base/condition.js';
import { type DrawCoordinates, pointOf } from '../base/coordinates.js';
import type { Distribution } from '../base/distribution.js';
import { type Parameter, POSITIVE } from '../base/parameter.js';
import { implicitSlope, standardLogGamma } from '../base/standard-log-gamma.js';
import type { Statistic } from '../base/statistic.js';
import { POSITIVE_LINE, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import { gammaCdf } from './gamma-cdf.js';
import * as composed from './gamma-composed.js';
import { gammaExpectation } from './gamma-expectation.js';
import { klOfGammas } from './gamma-kl.js';

export interface GammaOptions extends Validation {
  /** The shape. */
  readonly concentration: Parameter;
  /** The inverse of the scale. */
  readonly rate: Parameter;
}

/**
 * The gamma distribution, of density rate^a x^(a - 1) e^(-rate x) / Gamma(a), a the concentration. Samples are differentiable in
 * both parameters (implicit gradients).
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { Gamma } from '@latents/core';
 *
 * const gradient = tf.grad((a) => new Gamma({ concentration: a, rate: 1 }).sample(createRng(0)));
 * gradient(tf.scalar(3)).dataSync()[0] > 0; // => true
 * ```
 * @throws RangeError if a parameter is not positive and finite.
 */
export class Gamma extends Univariate {
  override readonly family = 'gamma';
  override readonly reparameterized = true;
  readonly concentration: Parameter;
  readonly rate: Parameter;

  constructor({ concentration, rate, validate }: GammaOptions) {
    super('Gamma', { concentration: [concentration, POSITIVE], rate: [rate, POSITIVE] }, validate);
    this.concentration = concentration;
    this.rate = rate;
  }

  override get support(): Support {
    return POSITIVE_LINE;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return within(x, [0, Infinity], 1, (v) => logDensity(v, this.concentration, this.rate));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => pointOf(this.sampleCoordinates(rng, sampleShape)));
  }

  override sampleCoordinates(rng: Rng, sampleShape: readonly number[] = []): DrawCoordinates {
    const shape = [...sampleShape, ...this.batchShape];
    const value = tf.tidy(() => tf.sub(standardLogGamma(rng, this.concentration, shape), tf.log(this.rate)));
    return { of: 'log', value };
  }

  override logProbAt({ of, value }: DrawCoordinates): tf.Tensor | undefined {
    return of === 'log' ? logDensityOfLog(value, this.concentration, this.rate) : undefined;
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.div(this.concentration, this.rate)));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(tf.div(tf.relu(tf.sub(this.concentration, 1)), this.rate)));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(tf.div(tf.div(this.concentration, this.rate), this.rate)));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(tf.sub(standardEntropy(this.concentration), tf.log(this.rate))));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return within(x, [0, Infinity], 1, (v) => gammaCdf(v, this.concentration, this.rate), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    const op = elementwise(gammaincInverse, [
      firstOrder((a, u) => implicitSlope(a, gammaincInverse(a, u))),
      firstOrder((a, u) => {
        const z = gammaincInverse(a, u);
        return z / Math.exp(logGammaKernel(a, z));
      }),
    ]);
    return tf.tidy(() => tf.div(op(this.concentration, p), this.rate));
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    const other = gammaForm(p);
    return other && klOfGammas(this.concentration, this.rate, other.concentration, other.rate);
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    const [mean, log] = [q.expect({ of: 'x' }), q.expect({ of: 'log x' })];
    if (!mean || !log) return undefined;
    const { concentration, rate } = this;
    return tf.tidy(() => {
      const normalizer = tf.sub(tf.mul(concentration, tf.log(rate)), lgamma(concentration));
      return tf.sub(tf.add(normalizer, tf.mul(tf.sub(concentration, 1), log)), tf.mul(rate, mean));
    });
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    const { concentration, rate } = this;
    return gammaExpectation(statistic, concentration, rate) ?? super.expect(statistic);
  }
}

const logDensity = elementwise(
  (x, a, b) => {
    if (x === 0) return a < 1 ? Infinity : a === 1 ? Math.log(b) : -Infinity;
    return logGammaKernel(a, b * x) - Math.log(x);
  },
  [
    (x, a, b) => tf.sub(over(tf.sub(a!, 1), x!), b!),
    (x, a, b) => tf.sub(tf.log(tf.mul(b!, x!)), digamma(a!)),
    (x, a, b) => tf.sub(tf.div(a!, b!), x!),
  ],
  (x, a, b) => composed.logDensity(x!, a!, b!),
);

/** k / x, 0 where k is, at x = 0 too. */
function over(k: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const none = condition((v) => tf.equal(v!, 0), k);
  return tf.div(k, tf.where(none, tf.onesLike(x), x));
}

/** The entropy at rate 1, in float64. */
const standardEntropy = scalarOpOr(composed.standardEntropy)(gammaEntropy, gammaEntropySlope);

/** A distribution of the gamma family as a Gamma, whatever it is called; else undefined. */
function gammaForm(p: Distribution): { concentration: Parameter; rate: Parameter } | undefined {
  if (p.family === 'gamma') return p as Gamma;
  if (p.family === 'exponential') return { concentration: 1, rate: (p as unknown as Gamma).rate };
  return p.family === 'chi2' ? (p as unknown as { readonly gamma: Gamma }).gamma : undefined;
}

/** The log-density of x by u = log x, where x may underflow. */
const logDensityOfLog = scalarOpOr(composed.logDensityOfLog)(
  (u, a, b) => {
    if (a >= 10) return logGammaKernel(a, b * Math.exp(u)) - u;
    return a * Math.log(b) + (a - 1) * u - b * Math.exp(u) - lgammaScalar(a);
  },
  (u, a, b) => a - 1 - b * Math.exp(u),
  (u, a, b) => Math.log(b) + u - digammaScalar(a),
  (u, a, b) => a / b - Math.exp(u),
);
