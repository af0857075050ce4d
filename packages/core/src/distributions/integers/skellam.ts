import type { Rng } from '@latents/math';
import { gammaincUpper, relativeExcess } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { elementwise, firstOrder, scalarOp } from '../../special/index.js';
import { CUMULATIVE, onIntegers, within } from '../base/condition.js';
import type { Distribution } from '../base/distribution.js';
import { type Parameter, POSITIVE } from '../base/parameter.js';
import { INTEGERS, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import { drawEach, drawPoisson } from './count-samplers.js';
import { countMean, integerQuantile } from './counts.js';
import { massOf as logPoisson } from './poisson.js';

export interface SkellamOptions extends Validation {
  /** The mean of the count that is added. */
  readonly rate1: Parameter;
  /** The mean of the count that is subtracted. */
  readonly rate2: Parameter;
}

/**
 * The Skellam distribution over all integers: the difference of two independent Poisson counts. Its methods sum in float64, and on a device
 * they read their arguments synchronously.
 *
 * @example
 * ```ts
 * import { Skellam } from '@latents/core';
 *
 * const p = new Skellam({ rate1: 3, rate2: 1 });
 * p.variance().dataSync()[0]; // => 4
 * ```
 * @throws RangeError if a rate is not positive and finite.
 * @see Skellam 1946
 */
export class Skellam extends Univariate {
  override readonly family = 'skellam';
  override readonly reparameterized = false;
  readonly rate1: Parameter;
  readonly rate2: Parameter;

  constructor({ rate1, rate2, validate }: SkellamOptions) {
    super('Skellam', { rate1: [rate1, POSITIVE], rate2: [rate2, POSITIVE] }, validate);
    this.rate1 = rate1;
    this.rate2 = rate2;
  }

  override get support(): Support {
    return INTEGERS;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return onIntegers(x, [-Infinity, Infinity], (v) => logMass(v, this.rate1, this.rate2));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const draw = (a: number | undefined, b: number | undefined) => drawPoisson(rng, a!) - drawPoisson(rng, b!);
    return drawEach([this.rate1, this.rate2], [...sampleShape, ...this.batchShape], draw);
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.sub(this.rate1, this.rate2)));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(tf.add(this.rate1, this.rate2)));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(modeOp(this.rate1, this.rate2)));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(entropyOp(this.rate1, this.rate2)));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return within(x, [-Infinity, Infinity], 0, (v) => cdfOp(v, this.rate1, this.rate2), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return tf.tidy(() => quantileOp(p, this.rate1, this.rate2));
  }

  /** By summation. */
  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'skellam') return undefined;
    const { rate1, rate2 } = p as Skellam;
    return tf.tidy(() => klOp(this.rate1, this.rate2, rate1, rate2));
  }
}

/** Past this the terms of the sum are many, and the uniform expansion of its Bessel function is exact. */
const UNIFORM = 1e4;

/**
 * The log-mass where the two counts that make the largest term have a large sum.
 *
 * @see Olver 1974, "Asymptotics and special functions", section 10.7, for the expansion of I_k
 */
function uniformMass(k: number, a: number, b: number): number {
  const s = Math.hypot(k, 2 * Math.sqrt(a) * Math.sqrt(b));
  const upper = k >= 0 ? (s + k) / 2 : (2 * a * b) / (s - k);
  const lower = k >= 0 ? (2 * a * b) / (s + k) : (s - k) / 2;
  const p = (k / s) ** 2;
  const series = 1 + (3 - 5 * p) / (24 * s) + (81 - 462 * p + 385 * p * p) / (1152 * s * s);
  const depth = a * relativeExcess(upper - a, a) + b * relativeExcess(lower - b, b);
  return -depth - 0.5 * Math.log(2 * Math.PI * s) + Math.log(series);
}

/** log sum_j P(N1 = k + j) P(N2 = j), from the largest term outwards. */
function massOf(k: number, a: number, b: number): number {
  if (Math.hypot(k, 2 * Math.sqrt(a) * Math.sqrt(b)) > UNIFORM) return uniformMass(k, a, b);
  if (k < 0) return massOf(-k, b, a);
  // The terms k + j and j with (k + j) j = a b; written without cancellation at large k.
  const largest = Math.floor((2 * a * b) / (k + Math.sqrt(k * k + 4 * a * b)));
  let sum = 1;
  for (let j = largest, term = 1; term > 1e-17; j++) {
    term *= ((a / (k + j + 1)) * b) / (j + 1);
    sum += term;
  }
  for (let j = largest, term = 1; j > 0 && term > 1e-17; j--) {
    term *= ((k + j) / a) * (j / b);
    sum += term;
  }
  return logPoisson(k + largest, a) + logPoisson(largest, b) + Math.log(sum);
}

/** The derivatives of the log-mass: a step of a rate shifts its count by one. */
const byRate1 = (k: number, a: number, b: number): number => Math.expm1(massOf(k - 1, a, b) - massOf(k, a, b));
const byRate2 = (k: number, a: number, b: number): number => Math.expm1(massOf(k + 1, a, b) - massOf(k, a, b));

const logMass = elementwise(massOf, ['zero', firstOrder(byRate1), firstOrder(byRate2)]);

const meanOf = (a: number, b: number, f: (k: number, log: number) => number): number =>
  countMean((k) => massOf(k, a, b), { mean: a - b, variance: a + b, low: -Infinity }, f);

/** Past this variance the entropy is that of a normal, to every digit. */
const LARGE = 1e10;

const entropyOp = scalarOp(
  (a, b) => (a + b > LARGE ? 0.5 * Math.log(2 * Math.PI * Math.E * (a + b)) : meanOf(a, b, (_, log) => -log)),
  (a, b) => (a + b > LARGE ? 0.5 / (a + b) : meanOf(a, b, (k, log) => -byRate1(k, a, b) * log)),
  (a, b) => (a + b > LARGE ? 0.5 / (a + b) : meanOf(a, b, (k, log) => -byRate2(k, a, b) * log)),
);

const klOp = scalarOp(
  (a, b, c, d) => meanOf(a, b, (k, log) => log - massOf(k, c, d)),
  (a, b, c, d) => meanOf(a, b, (k, log) => byRate1(k, a, b) * (log - massOf(k, c, d))),
  (a, b, c, d) => meanOf(a, b, (k, log) => byRate2(k, a, b) * (log - massOf(k, c, d))),
  (a, b, c, d) => -meanOf(a, b, (k) => byRate1(k, c, d)),
  (a, b, c, d) => -meanOf(a, b, (k) => byRate2(k, c, d)),
);

/** The masses have one peak, close to their mean. */
function modeScalar(a: number, b: number): number {
  let k = Math.round(a - b);
  while (massOf(k + 1, a, b) > massOf(k, a, b)) k++;
  while (massOf(k - 1, a, b) > massOf(k, a, b)) k--;
  return k;
}

const modeOp = elementwise(modeScalar, ['zero', 'zero']);

/** sum_j P(N2 = j) P(N1 <= k + j). */
function cdfScalar(x: number, a: number, b: number): number {
  const k = Math.floor(x);
  const below = (j: number) => (k + j < 0 ? 0 : gammaincUpper(k + j + 1, a));
  return countMean((j) => logPoisson(j, b), { mean: b, variance: b }, below);
}

const cdfOp = elementwise(cdfScalar, [
  'zero',
  firstOrder((x, a, b) => -Math.exp(massOf(Math.floor(x), a, b))),
  firstOrder((x, a, b) => Math.exp(massOf(Math.floor(x) + 1, a, b))),
]);

const quantileOp = elementwise(
  (p, a, b) => integerQuantile((k) => cdfScalar(k, a, b), p, Math.round(a - b)),
  ['zero', 'zero', 'zero'],
);
