import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { broadcastShape, randomNormal } from '../../operations/index.js';
import { cholesky, logDeterminantFromCholesky, transposeLast } from '../../special/index.js';
import { Distribution, type GaussianForm } from '../base/distribution.js';
import { expectEvents, FINITE_EVENTS, onEvents } from '../base/event.js';
import { checkParameter, FINITE, POSITIVE, spread } from '../base/parameter.js';
import type { Support } from '../base/support.js';
import type { Validation } from '../base/univariate.js';
import { Normal } from '../real-line/normal.js';
import { rowOpOr } from '../simplex/last-axis.js';
import { klOfGaussians } from './gaussian-kl.js';
import { lowRankSquare } from './low-rank-square.js';

export interface LowRankMultivariateNormalOptions extends Validation {
  /** `[..., n]`. */
  readonly loc: tf.Tensor;
  /** `[..., n, r]`. */
  readonly covarianceFactor: tf.Tensor;
  /** Positive, `[..., n]`. */
  readonly covarianceDiagonal: tf.Tensor;
}

/**
 * The multivariate normal with covariance W W' + diag(d), W of `r` columns: for n dimensions its log-probability costs n r^2,
 * through the r x r matrix I + W' D^-1 W.
 *
 * @example
 * ```ts
 * import { LowRankMultivariateNormal } from '@latents/core';
 *
 * const p = new LowRankMultivariateNormal({ loc: tf.zeros([2]), covarianceFactor: tf.ones([2, 1]), covarianceDiagonal: tf.ones([2]) });
 * p.variance().dataSync()[0]; // => 2
 * ```
 */
export class LowRankMultivariateNormal extends Distribution {
  override readonly family = 'low-rank-multivariate-normal';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[];
  override readonly reparameterized = true;
  readonly loc: tf.Tensor;
  readonly covarianceFactor: tf.Tensor;
  readonly covarianceDiagonal: tf.Tensor;

  constructor({ loc, covarianceFactor, covarianceDiagonal, validate = true }: LowRankMultivariateNormalOptions) {
    super();
    const where = 'new LowRankMultivariateNormal({ loc, covarianceFactor, covarianceDiagonal })';
    const n = loc.shape.at(-1);
    if (
      !n ||
      covarianceFactor.rank < 2 ||
      covarianceFactor.shape.at(-2) !== n ||
      covarianceDiagonal.shape.at(-1) !== n
    ) {
      throw new RangeError(
        `${where}: expected shapes [..., n], [..., n, r] and [..., n], got [${loc.shape}], [${covarianceFactor.shape}] and [${covarianceDiagonal.shape}].`,
      );
    }
    this.loc = loc;
    this.covarianceFactor = covarianceFactor;
    this.covarianceDiagonal = covarianceDiagonal;
    this.eventShape = [n];
    this.batchShape = broadcastShape(
      where,
      loc.shape.slice(0, -1),
      covarianceFactor.shape.slice(0, -2),
      covarianceDiagonal.shape.slice(0, -1),
    );
    if (!validate) return;
    checkParameter('new LowRankMultivariateNormal({ loc })', loc, FINITE.expected, FINITE.holds);
    checkParameter(
      'new LowRankMultivariateNormal({ covarianceFactor })',
      covarianceFactor,
      FINITE.expected,
      FINITE.holds,
    );
    checkParameter(
      'new LowRankMultivariateNormal({ covarianceDiagonal })',
      covarianceDiagonal,
      POSITIVE.expected,
      POSITIVE.holds,
    );
  }

  override get support(): Support {
    return { kind: 'vectors' };
  }

  /** The Cholesky factor of the capacitance I + W' D^-1 W. */
  private capacitance(): tf.Tensor {
    const weighted = tf.div(transposeLast(this.covarianceFactor), tf.expandDims(this.covarianceDiagonal, -2));
    const rank = this.covarianceFactor.shape.at(-1)!;
    const batch = tf.backend_util.assertAndGetBroadcastShape(
      weighted.shape.slice(0, -2),
      this.covarianceFactor.shape.slice(0, -2),
    );
    const product = tf.matMul(weighted, spread(this.covarianceFactor, [...batch, this.eventShape[0]!, rank]));
    return cholesky(tf.add(product, tf.eye(rank)));
  }

  private halfLogDeterminant(factor: tf.Tensor): tf.Tensor {
    return tf.mul(tf.add(logDeterminantFromCholesky(factor), sumOfLogs(this.covarianceDiagonal)), 0.5);
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    expectEvents(this.family, x, this.eventShape);
    return onEvents(x, FINITE_EVENTS, 0, (v) => this.logDensity(v));
  }

  private logDensity(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const factor = this.capacitance();
      const constant = 0.5 * this.eventShape[0]! * Math.log(2 * Math.PI);
      const square = lowRankSquare(tf.sub(x, this.loc), this.covarianceFactor, this.covarianceDiagonal);
      return tf.sub(tf.sub(tf.mul(square, -0.5), this.halfLogDeterminant(factor)), constant);
    });
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => {
      const rank = this.covarianceFactor.shape.at(-1)!;
      const shape = [...sampleShape, ...this.batchShape];
      const shared = tf.sum(tf.mul(this.covarianceFactor, randomNormal(rng, [...shape, 1, rank])), -1);
      const own = tf.mul(tf.sqrt(this.covarianceDiagonal), randomNormal(rng, [...shape, ...this.eventShape]));
      return tf.add(this.loc, tf.add(shared, own));
    });
  }

  override mean(): tf.Tensor {
    return spread(this.loc, [...this.batchShape, ...this.eventShape]);
  }

  override mode(): tf.Tensor {
    return this.mean();
  }

  override variance(): tf.Tensor {
    return tf.tidy(() =>
      spread(tf.add(tf.sum(tf.square(this.covarianceFactor), -1), this.covarianceDiagonal), [
        ...this.batchShape,
        ...this.eventShape,
      ]),
    );
  }

  override entropy(): tf.Tensor {
    const constant = 0.5 * this.eventShape[0]! * (1 + Math.log(2 * Math.PI));
    return tf.tidy(() => spread(tf.add(this.halfLogDeterminant(this.capacitance()), constant), this.batchShape));
  }

  override gaussian(): GaussianForm {
    const n = this.eventShape[0]!;
    const product = tf.matMul(this.covarianceFactor, transposeLast(this.covarianceFactor));
    const covariance = tf.add(product, tf.mul(tf.eye(n), tf.expandDims(this.covarianceDiagonal, -1)));
    return { loc: this.loc, scaleTril: cholesky(covariance) };
  }

  override marginals(): Distribution {
    return new Normal({ loc: this.mean(), scale: tf.sqrt(this.variance()), validate: false });
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    return klOfGaussians(this, p);
  }
}

/** In float64: a sum of many logarithms in float32 is off by more than the rest of a log-probability. */
const sumOfLogs = rowOpOr((d) => tf.sum(tf.log(d!), -1))(
  (row) => row!.reduce((sum, v) => sum + Math.log(v), 0),
  (out, row) => out.set(row!.map((v) => 1 / v)),
);
