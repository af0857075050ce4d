import type { Rng } from '@latents/math';
import { digamma, lgamma, trigamma } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { condition } from '../base/condition.js';
import { type DrawCoordinates, pointOf } from '../base/coordinates.js';
import { Distribution } from '../base/distribution.js';
import { expectEvents } from '../base/event.js';
import { checkParameter, POSITIVE } from '../base/parameter.js';
import { standardLogGamma } from '../base/standard-log-gamma.js';
import type { Support } from '../base/support.js';
import type { Validation } from '../base/univariate.js';
import * as composed from './dirichlet-composed.js';
import { rowOpOr } from './last-axis.js';

export interface DirichletOptions extends Validation {
  /** `[...batchShape, categories]`, positive. */
  readonly concentration: tf.Tensor;
}

/**
 * The Dirichlet distribution over probability vectors. Samples are differentiable in the concentration (implicit gradients
 * through gammas).
 *
 * @example
 * ```ts
 * import { Dirichlet } from '@latents/core';
 *
 * const p = new Dirichlet({ concentration: tf.tensor1d([3, 2, 1]) });
 * p.mean().dataSync()[0]; // => 0.5
 * ```
 * @throws RangeError if `concentration` is a scalar, has fewer than two categories, or an entry is not positive and finite.
 */
export class Dirichlet extends Distribution {
  override readonly family = 'dirichlet';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[];
  override readonly reparameterized = true;
  readonly concentration: tf.Tensor;

  constructor({ concentration, validate = true }: DirichletOptions) {
    super();
    if (!(concentration.shape.at(-1)! >= 2)) {
      throw new RangeError(
        `new Dirichlet({ concentration }): expected [..., categories] with at least 2, got shape [${concentration.shape}].`,
      );
    }
    this.concentration = concentration;
    this.batchShape = concentration.shape.slice(0, -1);
    this.eventShape = concentration.shape.slice(-1);
    if (validate) {
      checkParameter('new Dirichlet({ concentration })', concentration, POSITIVE.expected, POSITIVE.holds);
    }
  }

  override get support(): Support {
    return { kind: 'simplex' };
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    expectEvents(this.family, x, this.eventShape);
    return logDensity(x, this.concentration);
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => pointOf(this.sampleCoordinates(rng, sampleShape)));
  }

  override sampleCoordinates(rng: Rng, sampleShape: readonly number[] = []): DrawCoordinates {
    const shape = [...sampleShape, ...this.concentration.shape];
    return { of: 'log', value: tf.tidy(() => tf.logSoftmax(standardLogGamma(rng, this.concentration, shape))) };
  }

  override logProbAt({ of, value }: DrawCoordinates): tf.Tensor | undefined {
    return of === 'log' ? logDensityOfLog(value, this.concentration) : undefined;
  }

  private total(): tf.Tensor {
    return tf.sum(this.concentration, -1, true);
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => tf.div(this.concentration, this.total()));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => {
      const mean = this.mean();
      return tf.div(tf.mul(mean, tf.sub(1, mean)), tf.add(this.total(), 1));
    });
  }

  /** Inside where all concentrations exceed 1; else the corner, or the even mix of corners, where the density is largest. */
  override mode(): tf.Tensor {
    return tf.tidy(() => {
      const above = tf.relu(tf.sub(this.concentration, 1));
      const sum = tf.sum(above, -1, true);
      const largest = tf.max(this.concentration, -1, true);
      const ties = tf.cast(
        condition((c, most) => tf.equal(c!, most!), this.concentration, largest),
        'float32',
      );
      const corner = tf.div(ties, tf.sum(ties, -1, true));
      const inside = condition((s) => tf.greater(s!, 0), tf.mul(tf.onesLike(above), sum));
      return tf.where(inside, tf.div(above, tf.maximum(sum, 1e-30)), corner);
    });
  }

  override entropy(): tf.Tensor {
    return entropyOp(this.concentration);
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'dirichlet') return undefined;
    return klOp(this.concentration, (p as Dirichlet).concentration);
  }
}

const fill = (out: Float64Array, f: (i: number) => number): void => {
  for (let i = 0; i < out.length; i++) out[i] = f(i);
};
const sumOf = (row: Float64Array, f: (value: number, i: number) => number): number =>
  row.reduce((sum, value, i) => sum + f(value, i), 0);
const total = (row: Float64Array): number => sumOf(row, (v) => v);
const logBeta = (a: Float64Array): number => sumOf(a, lgamma) - lgamma(total(a));

const logDensity = rowOpOr(composed.logDensity)(
  (x, a) => {
    if (x!.some(Number.isNaN)) return Number.NaN;
    if (x!.some((v) => !(v >= 0 && v <= 1)) || Math.abs(total(x!) - 1) > 1e-4) return -Infinity;
    return sumOf(x!, (v, i) => (a![i] === 1 ? 0 : (a![i]! - 1) * Math.log(v))) - logBeta(a!);
  },
  (out, x, a) => fill(out, (i) => (a![i] === 1 ? 0 : (a![i]! - 1) / x![i]!)),
  (out, x, a) => {
    const centre = digamma(total(a!));
    fill(out, (i) => Math.log(x![i]!) + centre - digamma(a![i]!));
  },
);

const entropyOp = rowOpOr(composed.entropy)(
  (a) => {
    const t = total(a!);
    return logBeta(a!) + (t - a!.length) * digamma(t) - sumOf(a!, (v) => (v - 1) * digamma(v));
  },
  (out, a) => {
    const t = total(a!);
    const common = (t - a!.length) * trigamma(t);
    fill(out, (i) => common - (a![i]! - 1) * trigamma(a![i]!));
  },
);

const klOp = rowOpOr(composed.kl)(
  (a, b) => {
    const centre = digamma(total(a!));
    return logBeta(b!) - logBeta(a!) + sumOf(a!, (v, i) => (v - b![i]!) * (digamma(v) - centre));
  },
  (out, a, b) => {
    const common = (total(b!) - total(a!)) * trigamma(total(a!));
    fill(out, (i) => (a![i]! - b![i]!) * trigamma(a![i]!) + common);
  },
  (out, a, b) => {
    const shift = digamma(total(a!)) - digamma(total(b!));
    fill(out, (i) => digamma(b![i]!) - digamma(a![i]!) + shift);
  },
);

/** The log-density by the logarithms of the shares, which may underflow. */
const logDensityOfLog = rowOpOr(composed.logDensityOfLog)(
  (logs, a) => sumOf(logs!, (log, i) => (a![i] === 1 ? 0 : (a![i]! - 1) * log)) - logBeta(a!),
  (out, _, a) => fill(out, (i) => a![i]! - 1),
  (out, logs, a) => {
    const centre = digamma(total(a!));
    fill(out, (i) => logs![i]! + centre - digamma(a![i]!));
  },
);
