import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { log1p, scalarOpOr } from '../../special/index.js';
import { CUMULATIVE, within } from '../base/condition.js';
import { type DrawCoordinates, pointOf } from '../base/coordinates.js';
import { absent } from '../base/distribution.js';
import { logistic, noise } from '../base/noise.js';
import { NOT_NAN, type Parameter, POSITIVE } from '../base/parameter.js';
import { type Support, UNIT_INTERVAL } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import * as composed from './relaxed-bernoulli-composed.js';

export interface RelaxedBernoulliOptions extends Validation {
  /** Towards 0 the draws approach 0 and 1. */
  readonly temperature: Parameter;
  readonly logits: Parameter;
}

/**
 * The binary concrete distribution on (0, 1): sigmoid((logits + L) / temperature), L standard logistic. Differentiable, unlike
 * the Bernoulli it tends to. `sampleAndLogProb` knows the logit of a draw, so that its log-probabilities are finite at any temperature.
 *
 *
 * @example
 * ```ts
 * import { RelaxedBernoulli } from '@latents/core';
 *
 * const p = new RelaxedBernoulli({ temperature: 1, logits: 0 });
 * p.logProb(tf.scalar(0.3)).dataSync()[0]; // => 0
 * ```
 * @see Maddison, Mnih & Teh 2017; Jang, Gu & Poole 2017
 */
export class RelaxedBernoulli extends Univariate {
  override readonly family = 'relaxed-bernoulli';
  override readonly reparameterized = true;
  readonly temperature: Parameter;
  readonly logits: Parameter;

  constructor({ temperature, logits, validate }: RelaxedBernoulliOptions) {
    super('RelaxedBernoulli', { temperature: [temperature, POSITIVE], logits: [logits, NOT_NAN] }, validate);
    this.temperature = temperature;
    this.logits = logits;
  }

  override get closedEntropy(): boolean {
    return false;
  }

  override get support(): Support {
    return UNIT_INTERVAL;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return within(x, [0, 1], 0.5, (v) => logDensity(v, this.temperature, this.logits));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => pointOf(this.sampleCoordinates(rng, sampleShape)));
  }

  override sampleCoordinates(rng: Rng, sampleShape: readonly number[] = []): DrawCoordinates {
    const shape = [...sampleShape, ...this.batchShape];
    const value = tf.tidy(() => tf.div(tf.add(this.logits, noise(rng, shape, logistic)), this.temperature));
    return { of: 'logit', value };
  }

  override logProbAt({ of, value }: DrawCoordinates): tf.Tensor | undefined {
    return of === 'logit' ? logDensityOfLogit(value, this.temperature, this.logits) : undefined;
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    const values = (v: tf.Tensor) => {
      const logit = tf.sub(tf.log(v), log1p(tf.neg(v)));
      return tf.sigmoid(tf.sub(tf.mul(this.temperature, logit), this.logits));
    };
    return within(x, [0, 1], 0.5, values, CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const logit = tf.sub(tf.log(p), log1p(tf.neg(p)));
      return tf.sigmoid(tf.div(tf.add(this.logits, logit), this.temperature));
    });
  }

  override mean(): tf.Tensor {
    throw absent(this.family, 'mean()', 'Estimate it from samples.');
  }

  override variance(): tf.Tensor {
    throw absent(this.family, 'variance()', 'Estimate it from samples.');
  }

  override mode(): tf.Tensor {
    throw absent(this.family, 'mode()', 'Below temperature 1 the density is unbounded at the ends.');
  }

  override entropy(): tf.Tensor {
    throw absent(this.family, 'entropy()', 'Estimate it from log-probabilities of samples.');
  }

  override expect(): undefined {
    return undefined;
  }
}

const softplus = (y: number): number => Math.max(y, 0) + Math.log1p(Math.exp(-Math.abs(y)));

/** The log-density of x by its logit, where x may round to an end. */
const logDensityOfLogit = scalarOpOr(composed.logDensityOfLogit)(
  (y, t, l) =>
    Math.log(t) - Math.abs(l - t * y) - 2 * Math.log1p(Math.exp(-Math.abs(l - t * y))) + softplus(y) + softplus(-y),
  (y, t, l) => t * Math.tanh((l - t * y) / 2) + Math.tanh(y / 2),
  (y, t, l) => 1 / t + y * Math.tanh((l - t * y) / 2),
  (y, t, l) => -Math.tanh((l - t * y) / 2),
);

/** k / x, 0 where k is. */
const over = (k: number, x: number): number => (k === 0 ? 0 : k / x);
/** k times a value, 0 where k is. */
const times = (k: number, value: number): number => (k === 0 ? 0 : k * value);
const sigmoid = (y: number): number => 1 / (1 + Math.exp(-y));

/** The log-density for x <= 1/2, whose terms in log x are together, so that temperature 1 has a value at 0. */
function lowerHalf(x: number, t: number, l: number): number {
  const d = l - t * (Math.log(x) - Math.log1p(-x));
  return Math.log(t) - l + times(t - 1, Math.log(x)) - (t + 1) * Math.log1p(-x) - 2 * softplus(-d);
}

function lowerSlope(x: number, t: number, l: number): number {
  const d = l - t * (Math.log(x) - Math.log1p(-x));
  // sigmoid(-d) / (x (1 - x)), whose limit at 0 for temperature 1 is e^-l.
  const share = x > 0 ? sigmoid(-d) / (x * (1 - x)) : t === 1 ? Math.exp(-l) : 0;
  return over(t - 1, x) + (t + 1) / (1 - x) - 2 * t * share;
}

const logDensity = scalarOpOr(composed.logDensity)(
  (x, t, l) => (x <= 0.5 ? lowerHalf(x, t, l) : lowerHalf(1 - x, t, -l)),
  (x, t, l) => (x <= 0.5 ? lowerSlope(x, t, l) : -lowerSlope(1 - x, t, -l)),
  (x, t, l) => {
    const y = Math.log(x) - Math.log1p(-x);
    return 1 / t + y * Math.tanh((l - t * y) / 2);
  },
  (x, t, l) => -Math.tanh((l - t * (Math.log(x) - Math.log1p(-x))) / 2),
);
