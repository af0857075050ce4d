import type { Rng } from '@latents/math';
import { betaln as betalnScalar, digamma as digammaScalar } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { betaln, digamma, expand, log1mexp, log1p, scalarOp } from '../../special/index.js';
import { CUMULATIVE, condition, QUANTILE, within } from '../base/condition.js';
import { noise, openUniform } from '../base/noise.js';
import { type Parameter, POSITIVE } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';
import { type Support, UNIT_INTERVAL } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';

export interface KumaraswamyOptions extends Validation {
  /** a in the distribution function 1 - (1 - x^a)^b. */
  readonly concentration1: Parameter;
  /** b in the distribution function 1 - (1 - x^a)^b. */
  readonly concentration0: Parameter;
}

/**
 * The Kumaraswamy distribution on [0, 1], with the distribution function 1 - (1 - x^a)^b: like a beta, with an explicit sampler.
 *
 * @example
 * ```ts
 * import { Kumaraswamy } from '@latents/core';
 *
 * const p = new Kumaraswamy({ concentration1: 2, concentration0: 1 });
 * p.mean().dataSync()[0]; // => 2 / 3
 * ```
 */
export class Kumaraswamy extends Univariate {
  override readonly family = 'kumaraswamy';
  override readonly reparameterized = true;
  readonly concentration1: Parameter;
  readonly concentration0: Parameter;

  constructor({ concentration1, concentration0, validate }: KumaraswamyOptions) {
    super(
      'Kumaraswamy',
      { concentration1: [concentration1, POSITIVE], concentration0: [concentration0, POSITIVE] },
      validate,
    );
    this.concentration1 = concentration1;
    this.concentration0 = concentration0;
  }

  override get support(): Support {
    return UNIT_INTERVAL;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    const { concentration1: a, concentration0: b } = this;
    return within(x, [0, 1], 0.5, (v) => {
      const logX = tf.log(v);
      const rest = times(tf.sub(b, 1), log1mexp(tf.mul(a, logX)));
      return tf.add(tf.add(tf.log(tf.mul(a, b)), times(tf.sub(a, 1), logX)), rest);
    });
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() => this.quantile(noise(rng, shape, openUniform)));
  }

  /** (1 - (1 - p)^(1/b))^(1/a). */
  private quantile(p: tf.Tensor): tf.Tensor {
    const inner = log1mexp(tf.div(log1p(tf.neg(p)), this.concentration0));
    return tf.exp(tf.div(inner, this.concentration1));
  }

  /** E x^k = b B(1 + k / a, b), for the mean. Reads its arguments synchronously. */
  private moment(power: number): tf.Tensor {
    const { concentration1: a, concentration0: b } = this;
    return tf.mul(b, tf.exp(betaln(tf.add(1, tf.div(power, a)), b)));
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(this.moment(1)));
  }

  /** An end where the density is unbounded, if there is one; 1/2 for the uniform. */
  override mode(): tf.Tensor {
    return tf.tidy(() => {
      return this.full(modeOp(this.concentration1, this.concentration0));
    });
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(varianceOp(this.concentration1, this.concentration0)));
  }

  /** Reads its arguments synchronously. */
  override entropy(): tf.Tensor {
    const { concentration1: a, concentration0: b } = this;
    return tf.tidy(() => {
      const harmonic = tf.add(digamma(tf.add(b, 1)), EULER);
      const rest = tf.sub(tf.sub(1, tf.div(1, b)), tf.log(tf.mul(a, b)));
      return this.full(tf.add(rest, tf.mul(tf.sub(1, tf.div(1, a)), harmonic)));
    });
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() =>
      within(
        x,
        [0, 1],
        0.5,
        (v) => tf.neg(tf.expm1(tf.mul(this.concentration0, log1mexp(tf.mul(this.concentration1, tf.log(v)))))),
        CUMULATIVE,
      ),
    );
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return within(p, [0, 1], 0.5, (u) => this.quantile(u), QUANTILE);
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    const { concentration1: a, concentration0: b } = this;
    return tf.tidy(() => {
      // x^a ~ Beta(1, b), 1 - x^a ~ Beta(b, 1).
      if (statistic.of === 'log x') return tf.neg(tf.div(tf.add(digamma(tf.add(b, 1)), EULER), a));
      return super.expect(statistic);
    });
  }
}

const EULER = 0.5772156649015329;

const momentOf = (k: number, a: number, b: number): number => b * Math.exp(betalnScalar(1 + k / a, b));
const momentByA = (k: number, a: number, b: number): number =>
  (momentOf(k, a, b) * k * (digammaScalar(1 + k / a + b) - digammaScalar(1 + k / a))) / (a * a);
const momentByB = (k: number, a: number, b: number): number =>
  momentOf(k, a, b) * (1 / b + digammaScalar(b) - digammaScalar(1 + k / a + b));

/** In float64: the two moments cancel. */
const varianceOp = scalarOp(
  (a, b) => momentOf(2, a, b) - momentOf(1, a, b) ** 2,
  (a, b) => momentByA(2, a, b) - 2 * momentOf(1, a, b) * momentByA(1, a, b),
  (a, b) => momentByB(2, a, b) - 2 * momentOf(1, a, b) * momentByB(1, a, b),
);

/** k log, 0 where k is 0 and the log -infinity. */
function times(k: tf.Tensor, log: tf.Tensor): tf.Tensor {
  const zero = condition((v, l) => tf.logicalAnd(tf.equal(v!, 0), tf.equal(l!, -Infinity)), k, log);
  const wide = expand(log, zero.shape);
  return tf.mul(k, tf.where(zero, tf.zerosLike(wide), wide));
}

const inside = (a: number, b: number): boolean => a >= 1 && b >= 1 && a * b > 1;

function kumaraswamyMode(a: number, b: number): number {
  if (inside(a, b)) return ((a - 1) / (a * b - 1)) ** (1 / a);
  if (a === 1 && b === 1) return 0.5;
  return a < 1 ? 0 : 1;
}

function modeByA(a: number, b: number): number {
  if (!inside(a, b)) return 0;
  // At a = 1 the mode leaves 0 along (a - 1) / (b - 1).
  if (a === 1) return 1 / (b - 1);
  const logRatio = Math.log((a - 1) / (a * b - 1));
  return (kumaraswamyMode(a, b) * (1 / (a - 1) - b / (a * b - 1) - logRatio / a)) / a;
}

const modeOp = scalarOp(kumaraswamyMode, modeByA, (a, b) => (inside(a, b) ? -kumaraswamyMode(a, b) / (a * b - 1) : 0));
