import type { Rng } from '@latents/math';
import { ndtr } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { ndtr as ndtrOp, scalarOpOr } from '../../special/index.js';
import { CUMULATIVE, within } from '../base/condition.js';
import { type DrawCoordinates, pointOf } from '../base/coordinates.js';
import type { Distribution } from '../base/distribution.js';
import { FINITE, type Parameter, POSITIVE } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';
import { POSITIVE_LINE, type Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import { Normal } from '../real-line/normal.js';

export interface LogNormalOptions extends Validation {
  /** The mean of log x. */
  readonly loc: Parameter;
  /** The standard deviation of log x. */
  readonly scale: Parameter;
}

/**
 * The log-normal distribution: e^z for z ~ N(loc, scale^2).
 *
 * @example
 * ```ts
 * import { LogNormal } from '@latents/core';
 *
 * const p = new LogNormal({ loc: 0, scale: 1 });
 * p.mean().dataSync()[0]; // => Math.exp(0.5)
 * ```
 */
export class LogNormal extends Univariate {
  override readonly family = 'log-normal';
  override readonly reparameterized = true;
  readonly loc: Parameter;
  readonly scale: Parameter;

  constructor({ loc, scale, validate }: LogNormalOptions) {
    super('LogNormal', { loc: [loc, FINITE], scale: [scale, POSITIVE] }, validate);
    this.loc = loc;
    this.scale = scale;
  }

  override get support(): Support {
    return POSITIVE_LINE;
  }

  /** The distribution of log x. */
  private logarithm(): Normal {
    return new Normal({ loc: this.loc, scale: this.scale, validate: false });
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return within(x, [MIN_POSITIVE, Infinity], 1, (v) => {
      const log = tf.log(v);
      return tf.sub(this.logarithm().logProb(log), log);
    });
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => pointOf(this.sampleCoordinates(rng, sampleShape)));
  }

  override sampleCoordinates(rng: Rng, sampleShape: readonly number[] = []): DrawCoordinates {
    return { of: 'log', value: this.logarithm().sample(rng, sampleShape) };
  }

  override logProbAt({ of, value }: DrawCoordinates): tf.Tensor | undefined {
    return of === 'log' ? tf.tidy(() => tf.sub(this.logarithm().logProb(value), value)) : undefined;
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.exp(tf.add(this.loc, tf.mul(0.5, tf.square(this.scale))))));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(tf.exp(tf.sub(this.loc, tf.square(this.scale)))));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(varianceOp(this.loc, this.scale)));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(tf.add(this.logarithm().entropy(), this.loc)));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return within(x, [0, Infinity], 1, (v) => cdfOp(v, this.loc, this.scale), CUMULATIVE);
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return tf.tidy(() => tf.exp(this.logarithm().icdf(p)));
  }

  /** That of the normals: exp is a bijection. */
  override klTo(p: Distribution): tf.Tensor | undefined {
    return p.family === 'log-normal' ? this.logarithm().klTo((p as LogNormal).logarithm()) : undefined;
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    const [log, square] = [q.expect({ of: 'log x' }), q.expect({ of: '(log x)^2' })];
    if (!log || !square) return undefined;
    return tf.tidy(() => {
      const spread = tf.add(tf.sub(square, tf.mul(2, tf.mul(this.loc, log))), tf.square(this.loc));
      const normalizer = tf.add(tf.log(this.scale), 0.5 * Math.log(2 * Math.PI));
      return tf.sub(tf.sub(tf.neg(tf.div(spread, tf.mul(2, tf.square(this.scale)))), normalizer), log);
    });
  }

  override expect(statistic: Statistic): tf.Tensor | undefined {
    return tf.tidy(() => {
      if (statistic.of === 'log x') return this.full(this.loc);
      if (statistic.of === '(log x)^2') return tf.add(tf.square(this.loc), tf.square(this.scale));
      if (statistic.of === 'x^power') {
        const { power } = statistic;
        return tf.exp(tf.add(tf.mul(power, this.loc), tf.mul(0.5, tf.square(tf.mul(power, this.scale)))));
      }
      return super.expect(statistic);
    });
  }
}

/** In float64, where neither factor leaves the range. */
const varianceOp = scalarOpOr((m, s) => {
  const square = tf.square(s!);
  return tf.mul(tf.expm1(square), tf.exp(tf.add(tf.mul(2, m!), square)));
})(
  (m, s) => Math.expm1(s * s) * Math.exp(2 * m + s * s),
  (m, s) => 2 * Math.expm1(s * s) * Math.exp(2 * m + s * s),
  (m, s) => 2 * s * (Math.exp(s * s) + Math.expm1(s * s)) * Math.exp(2 * m + s * s),
);

const standardized = (x: number, m: number, s: number): number => (Math.log(x) - m) / s;
const density = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);

/** In float64: a log of float32 has too few digits for a small scale. */
const cdfOp = scalarOpOr((x, m, s) => ndtrOp(tf.div(tf.sub(tf.log(x!), m!), s!)))(
  (x, m, s) => ndtr(standardized(x, m, s)),
  (x, m, s) => (x > 0 ? density(standardized(x, m, s)) / (x * s) : 0),
  (x, m, s) => -density(standardized(x, m, s)) / s,
  (x, m, s) => (x > 0 ? (-density(standardized(x, m, s)) * standardized(x, m, s)) / s : 0),
);

/** The smallest positive float32: the density at 0 is 0. */
const MIN_POSITIVE = 2 ** -149;
