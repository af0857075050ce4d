import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { elementwise, perBackend, scalarOpOr } from '../../special/index.js';
import { CUMULATIVE, QUANTILE, within } from '../base/condition.js';
import type { Distribution } from '../base/distribution.js';
import { noise, openUniform } from '../base/noise.js';
import { asTensor, FINITE, type Parameter } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';
import { type Support, UNIT_INTERVAL } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import * as composed from './continuous-bernoulli-composed.js';

export interface ContinuousBernoulliOptions extends Validation {
  /** The natural parameter: the density is proportional to e^(logits x). */
  readonly logits: Parameter;
}

/**
 * The continuous Bernoulli distribution on [0, 1], the normalised likelihood of grey pixels (Loaiza-Ganem & Cunningham 2019), of
 * density proportional to e^(logits x): an exponential cut off at 0 and 1.
 *
 * @example
 * ```ts
 * import { ContinuousBernoulli } from '@latents/core';
 *
 * const p = new ContinuousBernoulli({ logits: 0 });
 * p.logProb(tf.scalar(0.3)).dataSync()[0]; // => 0
 * ```
 */
export class ContinuousBernoulli extends Univariate {
  override readonly family = 'continuous-bernoulli';
  override readonly reparameterized = true;
  readonly logits: Parameter;

  constructor({ logits, validate }: ContinuousBernoulliOptions) {
    super('ContinuousBernoulli', { logits: [logits, FINITE] }, validate);
    this.logits = logits;
  }

  override get support(): Support {
    return UNIT_INTERVAL;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return within(x, [0, 1], 0.5, (v) => logDensity(v, this.logits));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() => quantileOp(noise(rng, shape, openUniform), this.logits));
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(meanOp(this.logits)));
  }

  /** The more probable end; 1/2 where all values are equally probable. */
  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(mode(asTensor(this.logits))));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(varianceOp(this.logits)));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(entropyOp(this.logits)));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return within(x, [0, 1], 0.5, (v) => cdfOp(v, this.logits), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return within(p, [0, 1], 0.5, (u) => quantileOp(u, this.logits), QUANTILE);
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'continuous-bernoulli') return undefined;
    return klOp(this.logits, (p as ContinuousBernoulli).logits);
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    const mean = q.expect({ of: 'x' });
    return mean && tf.tidy(() => tf.sub(tf.mul(this.logits, mean), logNormalizer(this.logits)));
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    if (statistic.of !== 'exp(rate (x - center))') return super.expect(statistic);
    const { rate, center } = statistic;
    return tf.tidy(() => {
      const tilted = tf.sub(logNormalizer(tf.add(this.logits, rate)), logNormalizer(this.logits));
      return tf.exp(tf.sub(tilted, tf.mul(rate, center)));
    });
  }
}

/** log of the integral of e^(l x) over [0, 1]: log((e^l - 1) / l), by its series at 0. */
function logNormalizerOf(l: number): number {
  if (Math.abs(l) < 0.02) return l / 2 + (l * l) / 24 - l ** 4 / 2880;
  return Math.max(l, 0) + Math.log(-Math.expm1(-Math.abs(l)) / Math.abs(l));
}

function meanOf(l: number): number {
  return Math.abs(l) < 0.02 ? 0.5 + l / 12 - l ** 3 / 720 : 1 / -Math.expm1(-l) - 1 / l;
}

function varianceOf(l: number): number {
  if (Math.abs(l) < 0.05) return 1 / 12 - (l * l) / 240 + l ** 4 / 6048;
  return 1 / (l * l) - 1 / (4 * Math.sinh(Math.min(Math.abs(l), 1400) / 2) ** 2);
}

const varianceOp = scalarOpOr(composed.variance)(varianceOf, (l) => {
  if (Math.abs(l) < 0.05) return -l / 120 + l ** 3 / 1512;
  const half = Math.sign(l) * Math.min(Math.abs(l), 1400) * 0.5;
  return -2 / l ** 3 + Math.cosh(half) / (4 * Math.sinh(half) ** 3);
});
const meanOp = perBackend(elementwise(meanOf, [(l) => varianceOp(l!)]), composed.mean);
const logNormalizer = perBackend(elementwise(logNormalizerOf, [(l) => meanOp(l!)]), composed.logNormalizer);

function cdfOf(x: number, l: number): number {
  if (Math.abs(l) < 1e-6) return x + (l * x * (x - 1)) / 2;
  return l > 0 ? (Math.exp(l * (x - 1)) * -Math.expm1(-l * x)) / -Math.expm1(-l) : Math.expm1(l * x) / Math.expm1(l);
}

const densityOf = (x: number, l: number): number => Math.exp(l * x - logNormalizerOf(l));

/** dF/dl = F (E[t given t < x] - E t), each mean by that of the distribution cut off at x. */
function cdfSlope(x: number, l: number): number {
  if (Math.abs(l) < 1e-3) return (x * (x - 1)) / 2 + (l * x * (x - 1) * (2 * x - 1)) / 6;
  return cdfOf(x, l) * (x * meanOf(l * x) - meanOf(l));
}

const cdfOp = scalarOpOr(composed.cdf)(cdfOf, densityOf, cdfSlope);

function quantile(p: number, l: number): number {
  if (Math.abs(l) < 1e-6) return p - (l * p * (p - 1)) / 2;
  // Past 700, e^l is infinite, and p e^l large for all p of float32 but 0.
  if (l > 700) return p === 0 ? 0 : 1 + Math.log(p) / l;
  return Math.log1p(p * Math.expm1(l)) / l;
}

const quantileOp = scalarOpOr(composed.quantile)(
  quantile,
  (p, l) => 1 / densityOf(quantile(p, l), l),
  (p, l) => -cdfSlope(quantile(p, l), l) / densityOf(quantile(p, l), l),
);

/** The log of the normaliser relative to e^max(l, 0): what both ends share does not cancel. */
const relativeNormalizer = (l: number): number => logNormalizerOf(-Math.abs(l));
/** The mean of the density that falls, from the end at 0. */
const distanceToEnd = (l: number): number =>
  Math.abs(l) < 0.02 ? meanOf(-Math.abs(l)) : 1 / Math.abs(l) - 1 / Math.expm1(Math.abs(l));

const logDensity = scalarOpOr((x, l) => tf.sub(tf.mul(l!, x!), composed.logNormalizer(l!)))(
  (x, l) => (l > 0 ? l * (x - 1) : l * x) - relativeNormalizer(l),
  (_, l) => l,
  (x, l) => (l > 0 ? x - 1 + distanceToEnd(l) : x - distanceToEnd(l)),
);

const entropyOp = scalarOpOr((l) => tf.sub(composed.logNormalizer(l!), tf.mul(l!, composed.mean(l!))))(
  (l) => {
    if (Math.abs(l) < 0.02) return -(l * l) / 24 + l ** 4 / 960;
    return relativeNormalizer(l) + Math.abs(l) * distanceToEnd(l);
  },
  (l) => -l * varianceOf(l),
);

const klOp = scalarOpOr(composed.kl)(
  (l, t) => {
    // The same with both mirrored, so that the density of q falls.
    const [q, p] = l > 0 ? [-l, -t] : [l, t];
    return relativeNormalizer(p) - relativeNormalizer(q) + Math.max(p, 0) + distanceToEnd(q) * (q - p);
  },
  (l, t) => varianceOf(l) * (l - t),
  (l, t) => meanOf(t) - meanOf(l),
);

/** 1 for positive logits, 0 for negative ones, 1/2 at 0. */
function mode(logits: tf.Tensor): tf.Tensor {
  return perBackend(
    elementwise((l) => (Math.sign(l!) + 1) / 2, ['zero']),
    composed.mode,
  )(logits);
}
