import type { Rng } from '@latents/math';
import { gammaincUpper, logGammaKernel, relativeExcess } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { gammaincc as composedUpper } from '../../special/composed/gamma-inc.js';
import { elementwise, firstOrder, scalarOpOr, type TensorFunction } from '../../special/index.js';
import { CUMULATIVE, condition, onIntegers, within } from '../base/condition.js';
import type { Distribution } from '../base/distribution.js';
import { NOT_NEGATIVE, type Parameter } from '../base/parameter.js';
import { COUNTING, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import { drawEach, drawPoisson } from './count-samplers.js';
import { countMean, countQuantile } from './counts.js';
import * as composed from './poisson-composed.js';

export interface PoissonOptions extends Validation {
  /** The mean. At 0 all mass is at 0. */
  readonly rate: Parameter;
}

/**
 * The Poisson distribution.
 *
 * @example
 * ```ts
 * import { Poisson } from '@latents/core';
 *
 * const p = new Poisson({ rate: 2 });
 * p.logProb(tf.scalar(0)).dataSync()[0]; // => -2
 * ```
 */
export class Poisson extends Univariate {
  override readonly family = 'poisson';
  override readonly reparameterized = false;
  readonly rate: Parameter;

  constructor({ rate, validate }: PoissonOptions) {
    super('Poisson', { rate: [rate, NOT_NEGATIVE] }, validate);
    this.rate = rate;
  }

  override get support(): Support {
    return COUNTING;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return onIntegers(x, [0, Infinity], (v) => logMass(v, this.rate));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return drawEach([this.rate], [...sampleShape, ...this.batchShape], (rate) => drawPoisson(rng, rate!));
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(this.rate));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(tf.floor(this.rate)));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(this.rate));
  }

  /** By summation in float64. */
  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(entropyOp(this.rate)));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return within(x, [0, Infinity], 0, (v) => cdfOp(v, this.rate), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return elementwise((u, rate) => countQuantile((k) => gammaincUpper(k + 1, rate), u), ['zero', 'zero'])(
      p,
      this.rate,
    );
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'poisson') return undefined;
    return klOp(this.rate, (p as Poisson).rate);
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    // For q on {0, 1} the factorial is 1.
    if (q.family !== 'bernoulli') return undefined;
    return tf.tidy(() => tf.sub(tf.mul(q.mean(), tf.log(this.rate)), this.rate));
  }
}

/** By the kernel of the gamma function, whose terms do not cancel at large rates. */
export function massOf(k: number, rate: number): number {
  if (k === 0) return 0 - rate;
  return rate > 0 ? logGammaKernel(k + 1, rate) - Math.log(rate) : rate === 0 ? -Infinity : Number.NaN;
}

/** k / x, 0 where k is, at x = 0 too. */
function over(k: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const none = condition((v) => tf.equal(v!, 0), k);
  return tf.div(k, tf.where(none, tf.onesLike(x), x));
}

const logMass = elementwise(
  massOf,
  ['zero', (k, rate) => tf.sub(over(k!, rate!), 1)],
  composed.logMass as TensorFunction,
);

/** The count plus 1 is not rounded to float32. */
const cdfOp = elementwise(
  (x, rate) => gammaincUpper(Math.floor(x) + 1, rate),
  [
    'zero',
    firstOrder(
      (x, rate) => -Math.exp(massOf(Math.floor(x!), rate!)),
      (x, rate) => tf.neg(tf.exp(composed.logMass(tf.floor(x!), rate!))),
    ),
  ],
  (x, rate) => composedUpper(tf.add(tf.floor(x!), 1), rate!),
);

const meanOf = (rate: number, f: (k: number, log: number) => number): number =>
  countMean((k) => massOf(k, rate), { mean: rate, variance: rate }, f);

/** Past this rate the expansion of the entropy in 1 / rate has all digits. */
const LARGE = 1e6;

const entropyOp = scalarOpOr(composed.entropy)(
  (rate) =>
    rate > LARGE ? 0.5 * Math.log(2 * Math.PI * Math.E * rate) - 1 / (12 * rate) : meanOf(rate, (_, log) => -log),
  (rate) => (rate > LARGE ? 0.5 / rate : meanOf(rate, (k, log) => -(k === 0 ? -1 : k / rate - 1) * log)),
);

const klOp = scalarOpOr(composed.kl)(
  (q, p) => (p > 0 ? p * relativeExcess(q - p, p) : q > 0 ? Infinity : 0),
  (q, p) => (q === p ? 0 : -Math.log1p((p - q) / q)),
  (q, p) => (q === p ? 0 : (p - q) / p),
);
