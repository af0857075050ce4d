import type { Rng } from '@latents/math';
import {
  betainc as betaincScalar,
  betaincShapeGradient,
  betaln as betalnScalar,
  digamma as digammaScalar,
  logBetaKernel,
} from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { digamma, elementwise, firstOrder, scalarOp, scalarOpOr, type TensorFunction } from '../../special/index.js';
import { CUMULATIVE, onIntegers, within } from '../base/condition.js';
import type { Distribution } from '../base/distribution.js';
import { type LogitForm, type LogitsOrProbs, logitForm } from '../base/logits.js';
import { BELOW_INFINITY, type Parameter, POSITIVE } from '../base/parameter.js';
import { COUNTING, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import { type Draw, drawEach, drawPoisson } from './count-samplers.js';
import { countMean, countQuantile } from './counts.js';
import * as composed from './negative-binomial-composed.js';

export type NegativeBinomialOptions = LogitsOrProbs &
  Validation & {
    /** The number of failures to stop at; need not be an integer. */
    readonly totalCount: Parameter;
  };

/**
 * The negative binomial distribution: successes before `totalCount` failures.
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
  private readonly form: LogitForm;

  constructor(options: NegativeBinomialOptions) {
    const form = logitForm('NegativeBinomial', options, BELOW_INFINITY);
    super('NegativeBinomial', { totalCount: [options.totalCount, POSITIVE], ...form.given }, options.validate);
    this.totalCount = options.totalCount;
    this.form = form;
  }

  /** The log-odds. Of probabilities in a tensor, a new tensor each time. */
  get logits(): Parameter {
    return this.form.logits();
  }

  override get support(): Support {
    return COUNTING;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return onIntegers(x, [0, Infinity], (v) => logMass(v, this.totalCount, this.logits));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const draw = (r: number, l: number) => drawPoisson(rng, Math.exp(rng.logGamma(r) + l));
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() => drawEach([this.totalCount, this.logits], shape, draw as Draw));
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(this.totalCount, tf.exp(this.logits))));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(tf.relu(tf.floor(tf.mul(tf.sub(this.totalCount, 1), tf.exp(this.logits))))));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(varianceOp(this.totalCount, this.logits)));
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
    return tf.tidy(() => op(p, this.totalCount, this.logits));
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'negative-binomial') return undefined;
    return tf.tidy(() => {
      const { totalCount, logits } = p as NegativeBinomial;
      return klOp(this.totalCount, this.logits, totalCount, logits);
    });
  }
}

const sigmoid = (l: number): number => 1 / (1 + Math.exp(-l));
const softplus = (l: number): number => Math.max(l, 0) + Math.log1p(Math.exp(-Math.abs(l)));

function massOf(k: number, r: number, l: number): number {
  if (k === 0) return -r * softplus(l);
  if (l === -Infinity) return -Infinity;
  // Past 700, a probability is less than float64 has.
  if (Math.abs(l) > 700) return -betalnScalar(r, k + 1) - Math.log(r + k) - k * softplus(-l) - r * softplus(l);
  return logBetaKernel(r, k, sigmoid(-l), sigmoid(l)) - Math.log(k);
}

/** In float64, where the square of e^l does not overflow. */
const varianceOf = (r: number, l: number): number => r * Math.exp(l) * (1 + Math.exp(l));
const varianceOp = scalarOpOr((r, l) => tf.mul(tf.mul(r!, tf.exp(l!)), tf.add(1, tf.exp(l!))))(
  varianceOf,
  (_, l) => Math.exp(l) * (1 + Math.exp(l)),
  (r, l) => varianceOf(r, l) * (1 + sigmoid(l)),
);

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
  // Probability 0: all mass is at 0.
  if (l === -Infinity) return f(0, 0);
  const moments = { mean: r * Math.exp(l), variance: varianceOf(r, l) };
  return countMean((k) => massOf(k, r, l), moments, f);
};

/** The derivatives of the log-mass by the two parameters. */
const byCount = (k: number, r: number, l: number): number => digammaScalar(r + k) - digammaScalar(r) - softplus(l);
const byLogits = (k: number, r: number, l: number): number => k - (k + r) * sigmoid(l);

/** Whether the entropy is that of a normal distribution of the same variance, to every digit. */
const isNormal = (r: number, l: number): boolean => r > 1e9 && r * Math.exp(l) > 1e9;

const entropyOp = scalarOp(
  (r, l) => (isNormal(r, l) ? 0.5 * Math.log(2 * Math.PI * Math.E * varianceOf(r, l)) : meanOf(r, l, (_, log) => -log)),
  (r, l) => (isNormal(r, l) ? 0.5 / r : meanOf(r, l, (k, log) => -byCount(k, r, l) * log)),
  (r, l) => (isNormal(r, l) ? 0.5 * (1 + sigmoid(l)) : meanOf(r, l, (k, log) => -byLogits(k, r, l) * log)),
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
    if (r === s) {
      const successes = l === -Infinity ? 0 : Math.exp(l) * (softplus(-t) - softplus(-l));
      return r * (successes + softplus(t) - softplus(l));
    }
    return meanOf(r, l, (k, log) => log - massOf(k, s, t));
  },
  (r, l, s, t) => meanOf(r, l, (k, log) => byCount(k, r, l) * (log - massOf(k, s, t))),
  (r, l, s, t) => meanOf(r, l, (k, log) => byLogits(k, r, l) * (log - massOf(k, s, t))),
  (r, l, s, t) => -meanOf(r, l, (k) => byCount(k, s, t)),
  (r, l, s, t) => -meanOf(r, l, (k) => byLogits(k, s, t)),
);
