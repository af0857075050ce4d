import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { randomUniform } from '../../operations/index.js';
import { scalarOp } from '../../special/index.js';
import { CUMULATIVE, QUANTILE, within } from '../base/condition.js';
import type { Distribution } from '../base/distribution.js';
import { checkParameter, FINITE, type Parameter } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';
import type { Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';

export interface UniformOptions extends Validation {
  readonly low: Parameter;
  /** Above `low`. */
  readonly high: Parameter;
}

/**
 * The uniform distribution on [low, high]. On a device, some divergences from it read their arguments
 * synchronously.
 *
 * @example
 * ```ts
 * import { Uniform } from '@latents/core';
 *
 * const p = new Uniform({ low: 0, high: 4 });
 * p.entropy().dataSync()[0]; // => Math.log(4)
 * ```
 */
export class Uniform extends Univariate {
  override readonly family = 'uniform';
  override readonly reparameterized = true;
  readonly low: Parameter;
  readonly high: Parameter;

  constructor({ low, high, validate }: UniformOptions) {
    super('Uniform', { low: [low, FINITE], high: [high, FINITE] }, validate);
    this.low = low;
    this.high = high;
    if (validate !== false) {
      tf.tidy(() =>
        checkParameter(
          'new Uniform({ low, high })',
          tf.sub(high, low),
          'high above low, so high - low > 0',
          (w) => w > 0,
        ),
      );
    }
  }

  override get support(): Support {
    return { kind: 'interval', low: this.low, high: this.high };
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() =>
      within(x, [this.low, this.high], this.low, (v) => tf.add(tf.neg(tf.log(this.width())), tf.mul(0, v))),
    );
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() => tf.add(this.low, tf.mul(this.width(), randomUniform(rng, shape))));
  }

  private width(): tf.Tensor {
    return tf.sub(this.high, this.low);
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(0.5, tf.add(this.low, this.high))));
  }

  /** The middle, of values all equally probable. */
  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(0.5, tf.add(this.low, this.high))));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(tf.div(tf.square(this.width()), 12)));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(tf.log(this.width())));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    const { low, high } = this;
    return tf.tidy(() => within(x, [low, high], low, (v) => tf.div(tf.sub(v, low), this.width()), CUMULATIVE));
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return within(p, [0, 1], 0.5, (u) => tf.add(this.low, tf.mul(this.width(), u)), QUANTILE);
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    // A constant on the support; klDivergence knows where q leaves it.
    return q.support.kind === 'interval' ? tf.tidy(() => this.full(tf.neg(tf.log(this.width())))) : undefined;
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    const { low, high } = this;
    return tf.tidy(() => {
      switch (statistic.of) {
        case 'log x':
          return average((x) => (x === 0 ? 0 : x * Math.log(x) - x), Math.log)(low, high);
        case 'log(1 - x)':
          return average(
            (x) => (x === 1 ? -1 : (x - 1) * Math.log1p(-x) - x),
            (x) => Math.log1p(-x),
          )(low, high);
        case '(log x)^2':
          return average(
            (x) => (x === 0 ? 0 : x * (Math.log(x) ** 2 - 2 * Math.log(x) + 2)),
            (x) => Math.log(x) ** 2,
          )(low, high);
        case '|x - center|':
          return average(
            (x, c) => 0.5 * (x - c!) * Math.abs(x - c!),
            (x, c) => Math.abs(x - c!),
            (x, c) => -Math.abs(x - c!),
          )(low, high, statistic.center);
        default:
          return this.transcendental(statistic);
      }
    });
  }

  private transcendental(statistic: Statistic): tf.Tensor | undefined {
    if (statistic.of === 'exp(rate (x - center))') {
      // e^(r (m - c)) sinh(h) / h, m the middle and h the half width times r.
      const h = tf.mul(0.5, tf.mul(statistic.rate, this.width()));
      return tf.mul(tf.exp(tf.mul(statistic.rate, tf.sub(this.mean(), statistic.center))), sinhc(h));
    }
    if (statistic.of === 'x^power') {
      return scalarOp(
        powerMean,
        (l, h, k) => (powerMean(l, h, k) - l ** k) / (h - l),
        (l, h, k) => (h ** k - powerMean(l, h, k)) / (h - l),
        () => Number.NaN,
      )(this.low, this.high, statistic.power);
    }
    return super.expect(statistic);
  }
}

/** The mean over [low, high] of a function given with its antiderivative (and that's derivative by a third argument). */
function average(
  antiderivative: (x: number, c?: number) => number,
  f: (x: number, c?: number) => number,
  ...byCenter: ((x: number, c?: number) => number)[]
): (...x: Parameter[]) => tf.Tensor {
  const mean = (l: number, h: number, c?: number) => (antiderivative(h, c) - antiderivative(l, c)) / (h - l);
  return scalarOp(
    mean,
    (l, h, c) => (mean(l, h, c) - f(l, c)) / (h - l),
    (l, h, c) => (f(h, c) - mean(l, h, c)) / (h - l),
    ...byCenter.map((g) => (l: number, h: number, c: number) => (g(h, c) - g(l, c)) / (h - l)),
  );
}

function powerMean(low: number, high: number, k: number): number {
  return k === -1 ? Math.log(high / low) / (high - low) : (high ** (k + 1) - low ** (k + 1)) / ((k + 1) * (high - low));
}

const sinhc = scalarOp(
  (h) => (Math.abs(h) < 1e-4 ? 1 + (h * h) / 6 : Math.sinh(h) / h),
  (h) => (Math.abs(h) < 1e-4 ? h / 3 : (Math.cosh(h) - Math.sinh(h) / h) / h),
);
