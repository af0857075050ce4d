import type { Rng } from '@latents/math';
import {
  betainc as betaincScalar,
  betaincShapeGradient,
  betaln as betalnScalar,
  digamma as digammaScalar,
} from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { digamma, elementwise, firstOrder, scalarOp, type TensorFunction } from '../../special/index.js';
import { CUMULATIVE, onIntegers, within } from '../base/condition.js';
import type { Distribution } from '../base/distribution.js';
import { FINITE, type Parameter, POSITIVE } from '../base/parameter.js';
import { COUNTING, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import { type Draw, drawEach, drawPoisson } from './count-samplers.js';
import { countMean, countQuantile } from './counts.js';
import * as composed from './negative-binomial-composed.js';

export interface NegativeBinomialOptions extends Validation {
  /** The number of failures to stop at; need not be an integer. */
  readonly totalCount: Parameter;
  /** log p / (1 - p), p the probability of a success. */
  readonly logits: Parameter;
}

/**
 * The negative binomial distribution: successes before `totalCount` failures. Counts are drawn on the host: on a device,
 * `await fetchValues([totalCount, logits])` before `sample`, which otherwise waits for the device, as `icdf`, `entropy` and
 * divergences do.
 *
 * @example
 * ```ts
 * import { NegativeBinomial } from '@latents/core';
 *
 * const p = new NegativeBinomial({ totalCount: 3, logits: 0 });
 * p.mean().dataSync()[0]; // => 3
 * ```
 */
export class NegativeBinomial extends Univariate {
  override readonly family = 'negative-binomial';
  override readonly reparameterized = false;
  readonly totalCount: Parameter;
  readonly logits: Parameter;

  constructor({ totalCount, logits, validate }: NegativeBinomialOptions) {
    super('NegativeBinomial', { totalCount: [totalCount, POSITIVE], logits: [logits, FINITE] }, validate);
    this.totalCount = totalCount;
    this.logits = logits;
  }

  override get support(): Support {
    return COUNTING;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return onIntegers(x, [0, Infinity], (v) => logMass(v, this.totalCount, this.logits));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const draw = (r: number, l: number) => drawPoisson(rng, Math.exp(rng.logGamma(r) + l));
    return drawEach([this.totalCount, this.logits], [...sampleShape, ...this.batchShape], draw as Draw);
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(this.totalCount, tf.exp(this.logits))));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(tf.relu(tf.floor(tf.mul(tf.sub(this.totalCount, 1), tf.exp(this.logits))))));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() =>
      this.full(tf.mul(this.totalCount, tf.add(tf.exp(this.logits), tf.exp(tf.mul(2, this.logits))))),
    );
  }

  /** By summation in float64. */
  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(entropyOp(this.totalCount, this.logits)));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    const slopes = [
      firstOrder(cdfByCount, composed.cdfByCount as TensorFunction),
      firstOrder(cdfByLogits, composed.cdfByLogits as TensorFunction),
    ];
    const op = elementwise(cdfScalar, ['zero', ...slopes], composed.cdf as TensorFunction);
    return within(x, [0, Infinity], 0, (v) => op(v, this.totalCount, this.logits), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    const op = elementwise((u, r, l) => countQuantile((k) => cdfScalar(k, r, l), u), ['zero', 'zero', 'zero']);
    return op(p, this.totalCount, this.logits);
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'negative-binomial') return undefined;
    const { totalCount, logits } = p as NegativeBinomial;
    return klOp(this.totalCount, this.logits, totalCount, logits);
  }
}

const sigmoid = (l: number): number => 1 / (1 + Math.exp(-l));
const softplus = (l: number): number => Math.max(l, 0) + Math.log1p(Math.exp(-Math.abs(l)));

function massOf(k: number, r: number, l: number): number {
  const choose = k === 0 ? 0 : -betalnScalar(r, k + 1) - Math.log(r + k);
  return choose - k * softplus(-l) - r * softplus(l);
}

const logMass = elementwise(
  massOf,
  [
    'zero',
    (k, r, l) => tf.sub(tf.sub(digamma(tf.add(r!, k!)), digamma(r!)), tf.softplus(l!)),
    (k, r, l) => tf.sub(k!, tf.mul(tf.add(k!, r!), tf.sigmoid(l!))),
  ],
  composed.logMass as TensorFunction,
);

const meanOf = (r: number, l: number, f: (k: number, log: number) => number): number => {
  const moments = { mean: r * Math.exp(l), variance: r * Math.exp(l) * (1 + Math.exp(l)) };
  return countMean((k) => massOf(k, r, l), moments, f);
};

/** The derivatives of the log-mass by the two parameters. */
const byCount = (k: number, r: number, l: number): number => digammaScalar(r + k) - digammaScalar(r) - softplus(l);
const byLogits = (k: number, r: number, l: number): number => k - (k + r) * sigmoid(l);

const entropyOp = scalarOp(
  (r, l) => meanOf(r, l, (_, log) => -log),
  (r, l) => meanOf(r, l, (k, log) => -byCount(k, r, l) * log),
  (r, l) => meanOf(r, l, (k, log) => -byLogits(k, r, l) * log),
);

function cdfScalar(x: number, r: number, l: number): number {
  const k = Math.floor(x);
  return k < 0 ? 0 : betaincScalar(r, k + 1, sigmoid(-l), sigmoid(l));
}

/** The log-density at q of Beta(r, k + 1), whose distribution function is that of the counts. */
function logBetaDensity(k: number, r: number, l: number): number {
  return -(r - 1) * softplus(l) - k * softplus(-l) - betalnScalar(r, k + 1);
}

function cdfByCount(x: number, r: number, l: number): number {
  const k = Math.floor(x);
  return k < 0 ? 0 : betaincShapeGradient(r, k + 1, sigmoid(-l), logBetaDensity(k, r, l));
}

function cdfByLogits(x: number, r: number, l: number): number {
  const k = Math.floor(x);
  return k < 0 ? 0 : -Math.exp(logBetaDensity(k, r, l)) * sigmoid(l) * sigmoid(-l);
}

/** In closed form for equal counts, by summation for others. */
const klOp = scalarOp(
  (r, l, s, t) => {
    if (r === s) return r * (Math.exp(l) * (softplus(-t) - softplus(-l)) + softplus(t) - softplus(l));
    return meanOf(r, l, (k, log) => log - massOf(k, s, t));
  },
  (r, l, s, t) => meanOf(r, l, (k, log) => byCount(k, r, l) * (log - massOf(k, s, t))),
  (r, l, s, t) => meanOf(r, l, (k, log) => byLogits(k, r, l) * (log - massOf(k, s, t))),
  (r, l, s, t) => -meanOf(r, l, (k) => byCount(k, s, t)),
  (r, l, s, t) => -meanOf(r, l, (k) => byLogits(k, s, t)),
);
