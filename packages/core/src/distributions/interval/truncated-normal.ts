import type { Rng } from '@latents/math';
import {
  log1mexp as log1mexpScalar,
  logaddexp as logaddexpScalar,
  logNdtri as logNdtriScalar,
  logNdtr as logNdtrScalar,
  ndtr as ndtrScalar,
} from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { scalarOp } from '../../special/index.js';
import { within } from '../base/condition.js';
import { noise, openUniform } from '../base/noise.js';
import { checkParameter, FINITE, NOT_NAN, type Parameter, POSITIVE } from '../base/parameter.js';
import type { Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';

export interface TruncatedNormalOptions extends Validation {
  /** The mean before truncation. */
  readonly loc: Parameter;
  /** The standard deviation before truncation. */
  readonly scale: Parameter;
  /** May be -infinity. */
  readonly low: Parameter;
  /** Above `low`; may be infinity. */
  readonly high: Parameter;
}

/**
 * The normal N(loc, scale^2) conditioned on low <= x <= high. Samples are differentiable in all parameters. Methods read their
 * arguments synchronously.
 *
 * @example
 * ```ts
 * import { TruncatedNormal } from '@latents/core';
 *
 * const p = new TruncatedNormal({ loc: 0, scale: 1, low: -1, high: 1 });
 * p.variance().dataSync()[0]; // => 0.2911251
 * ```
 */
export class TruncatedNormal extends Univariate {
  override readonly family = 'truncated-normal';
  override readonly reparameterized = true;
  readonly loc: Parameter;
  readonly scale: Parameter;
  readonly low: Parameter;
  readonly high: Parameter;

  constructor({ loc, scale, low, high, validate }: TruncatedNormalOptions) {
    super(
      'TruncatedNormal',
      { loc: [loc, FINITE], scale: [scale, POSITIVE], low: [low, NOT_NAN], high: [high, NOT_NAN] },
      validate,
    );
    this.loc = loc;
    this.scale = scale;
    this.low = low;
    this.high = high;
    if (validate !== false) {
      const expected = 'high above low, so high - low > 0';
      tf.tidy(() => checkParameter('new TruncatedNormal({ low, high })', tf.sub(high, low), expected, (w) => w > 0));
    }
  }

  override get support(): Support {
    return { kind: 'interval', low: this.low, high: this.high };
  }

  private standardize(x: tf.Tensor | Parameter): tf.Tensor {
    return tf.div(tf.sub(x, this.loc), this.scale);
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() =>
      within(x, [this.low, this.high], this.mode(), (v) => {
        const normalizer = logMass(this.standardize(this.low), this.standardize(this.high));
        const body = tf.mul(tf.square(this.standardize(v)), -0.5);
        return tf.sub(tf.sub(tf.sub(body, normalizer), tf.log(this.scale)), HALF_LOG_TWO_PI);
      }),
    );
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() => this.icdf(noise(rng, shape, openUniform)));
  }

  private moment(op: (...x: Parameter[]) => tf.Tensor): tf.Tensor {
    return op(this.standardize(this.low), this.standardize(this.high));
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.add(this.loc, tf.mul(this.scale, this.moment(firstMoment)))));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(tf.minimum(tf.maximum(this.loc, this.low), this.high)));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(tf.square(this.scale), this.moment(centralMoment))));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(tf.add(tf.log(this.scale), this.moment(standardEntropy))));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const [low, high] = [this.standardize(this.low), this.standardize(this.high)];
      const z = this.standardize(tf.minimum(tf.maximum(x, this.low), this.high));
      return tf.exp(tf.sub(logMass(low, z), logMass(low, high)));
    });
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const z = quantileOp(p, this.standardize(this.low), this.standardize(this.high));
      const x = tf.add(this.loc, tf.mul(this.scale, z));
      return tf.minimum(tf.maximum(x, this.low), this.high);
    });
  }
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** log(Phi(b) - Phi(a)) for a <= b, from the tail that both are in. */
function logMassScalar(a: number, b: number): number {
  if (a > 0) return logMassScalar(-b, -a);
  if (b > 0) return Math.log1p(-ndtrScalar(a) - ndtrScalar(-b));
  if (a === -Infinity) return logNdtrScalar(b);
  // Near each other in the far tail the two logarithms cancel: the difference of the exponents is taken apart.
  const ratio = 0.5 * (a - b) * (a + b);
  const mills = (x: number) => logNdtrScalar(x) + 0.5 * x * x;
  return logNdtrScalar(b) + log1mexpScalar(mills(a) - mills(b) - ratio);
}

/** The density at an end relative to the mass: phi(x) / (Phi(b) - Phi(a)). */
function edge(x: number, a: number, b: number): number {
  return Number.isFinite(x) ? Math.exp(-0.5 * x * x - HALF_LOG_TWO_PI - logMassScalar(a, b)) : 0;
}

const finite = (x: number): number => (Number.isFinite(x) ? x : 0);
const mean = (a: number, b: number): number => edge(a, a, b) - edge(b, a, b);
const square = (a: number, b: number): number => 1 + finite(a) * edge(a, a, b) - finite(b) * edge(b, a, b);

const logMass = scalarOp(
  (a, b) => (a >= b ? -Infinity : logMassScalar(a, b)),
  (a, b) => -edge(a, a, b),
  (a, b) => edge(b, a, b),
);

const firstMoment = scalarOp(
  mean,
  (a, b) => edge(a, a, b) * (mean(a, b) - finite(a)),
  (a, b) => edge(b, a, b) * (finite(b) - mean(a, b)),
);

const centralMoment = scalarOp(
  (a, b) => square(a, b) - mean(a, b) ** 2,
  (a, b) => edge(a, a, b) * (square(a, b) - finite(a) ** 2 - 2 * mean(a, b) * (mean(a, b) - finite(a))),
  (a, b) => edge(b, a, b) * (finite(b) ** 2 - square(a, b) - 2 * mean(a, b) * (finite(b) - mean(a, b))),
);

const standardEntropy = scalarOp(
  (a, b) => HALF_LOG_TWO_PI + logMassScalar(a, b) + 0.5 * square(a, b),
  (a, b) => edge(a, a, b) * (0.5 * (square(a, b) - finite(a) ** 2) - 1),
  (a, b) => edge(b, a, b) * (0.5 * (finite(b) ** 2 - square(a, b)) + 1),
);

/** The standardised value at probability p between a and b, from whichever tail it is in. */
function quantile(p: number, a: number, b: number): number {
  if (a > 0) return -quantile(1 - p, -b, -a);
  const below = logaddexpScalar(logNdtrScalar(a) + Math.log1p(-p), logNdtrScalar(b) + Math.log(p));
  if (below < -Math.LN2) return logNdtriScalar(below);
  return -logNdtriScalar(logaddexpScalar(logNdtrScalar(-a) + Math.log1p(-p), logNdtrScalar(-b) + Math.log(p)));
}

/** phi(x) / phi(z), 0 for an infinite x. */
function relative(x: number, z: number): number {
  return Number.isFinite(x) ? Math.exp(0.5 * (z - x) * (z + x)) : 0;
}

const quantileOp = scalarOp(
  quantile,
  (p, a, b) => {
    const z = quantile(p, a, b);
    return Math.exp(logMassScalar(a, b) + 0.5 * z * z + HALF_LOG_TWO_PI);
  },
  (p, a, b) => (1 - p) * relative(a, quantile(p, a, b)),
  (p, a, b) => p * relative(b, quantile(p, a, b)),
);
