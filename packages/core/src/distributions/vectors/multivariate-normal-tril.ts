import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { broadcastShape, randomNormal } from '../../operations/index.js';
import { cholesky, diagonal, hostValues, transposeLast, triangularSolve } from '../../special/index.js';
import { Distribution, type GaussianForm } from '../base/distribution.js';
import { expectEvents, FINITE_EVENTS, onEvents } from '../base/event.js';
import { checkParameter, FINITE, spread } from '../base/parameter.js';
import type { Support } from '../base/support.js';
import type { Validation } from '../base/univariate.js';
import { Normal } from '../real-line/normal.js';
import { klOfGaussians } from './gaussian-kl.js';

export interface MultivariateNormalTriLOptions extends Validation {
  /** `[..., n]`. */
  readonly loc: tf.Tensor;
  /** Lower triangular with a positive diagonal, `[..., n, n]`: the Cholesky factor of the covariance. */
  readonly scaleTril: tf.Tensor;
}

/**
 * The multivariate normal N(loc, L L'), L = scaleTril.
 *
 * @example
 * ```ts
 * import { MultivariateNormalTriL } from '@latents/core';
 *
 * const p = new MultivariateNormalTriL({ loc: tf.zeros([2]), scaleTril: tf.eye(2) });
 * p.entropy().dataSync()[0]; // => 1 + Math.log(2 * Math.PI)
 * ```
 * @throws RangeError if the shapes do not fit, an entry is not finite, the diagonal is not positive, or the upper triangle is
 * not zero, naming the entry.
 */
export class MultivariateNormalTriL extends Distribution {
  override readonly family = 'multivariate-normal-tril';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[];
  override readonly reparameterized = true;
  readonly loc: tf.Tensor;
  readonly scaleTril: tf.Tensor;

  constructor({ loc, scaleTril, validate = true }: MultivariateNormalTriLOptions) {
    super();
    const n = loc.shape.at(-1);
    const where = 'new MultivariateNormalTriL({ loc, scaleTril })';
    if (loc.rank < 1 || scaleTril.rank < 2 || scaleTril.shape.at(-1) !== n || scaleTril.shape.at(-2) !== n) {
      throw new RangeError(
        `${where}: expected loc [..., n] and scaleTril [..., n, n], got [${loc.shape}] and [${scaleTril.shape}].`,
      );
    }
    this.loc = loc;
    this.scaleTril = scaleTril;
    this.batchShape = broadcastShape(where, loc.shape.slice(0, -1), scaleTril.shape.slice(0, -2));
    this.eventShape = [n!];
    if (!validate) return;
    checkParameter('new MultivariateNormalTriL({ loc })', loc, FINITE.expected, FINITE.holds);
    checkTriangle(scaleTril, n!);
  }

  /**
   * N(loc, covariance), by the Cholesky factor of `[..., n, n]`. Makes a tensor, which the caller frees with the distribution.
   *
   * @throws RangeError naming the batch index of a covariance that is not symmetric or not positive definite.
   */
  static fromCovariance({ loc, covariance }: { readonly loc: tf.Tensor; readonly covariance: tf.Tensor }) {
    return new MultivariateNormalTriL({ loc, scaleTril: cholesky(covariance) });
  }

  override get support(): Support {
    return { kind: 'vectors' };
  }

  private logDeterminant(): tf.Tensor {
    return tf.sum(tf.log(diagonal(this.scaleTril)), -1);
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    expectEvents(this.family, x, this.eventShape);
    return onEvents(x, FINITE_EVENTS, 0, (v) => this.logDensity(v));
  }

  private logDensity(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const n = this.eventShape[0]!;
      const white = this.whitened(tf.sub(x, this.loc), n);
      return tf.sub(
        tf.sub(tf.mul(-0.5, tf.sum(tf.square(white), -1)), this.logDeterminant()),
        0.5 * n * Math.log(2 * Math.PI),
      );
    });
  }

  /** L^-1 of each residual: all of them are columns of one solve where there is one factor, which is not copied to each. */
  private whitened(residual: tf.Tensor, n: number): tf.Tensor {
    if (this.scaleTril.rank > 2) return tf.squeeze(triangularSolve(this.scaleTril, tf.expandDims(residual, -1)), [-1]);
    const columns = tf.transpose(tf.reshape(residual, [-1, n]));
    return tf.reshape(tf.transpose(triangularSolve(this.scaleTril, columns)), residual.shape);
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => {
      const noise = randomNormal(rng, [...sampleShape, ...this.batchShape, ...this.eventShape]);
      if (this.scaleTril.rank === 2) {
        const rows = tf.matMul(tf.reshape(noise, [-1, this.eventShape[0]!]), this.scaleTril, false, true);
        return tf.add(this.loc, tf.reshape(rows, noise.shape));
      }
      // L eps as a sum over the columns: one product for any batch and sample shape.
      return tf.add(this.loc, tf.sum(tf.mul(this.scaleTril, tf.expandDims(noise, -2)), -1));
    });
  }

  override mean(): tf.Tensor {
    return spread(this.loc, [...this.batchShape, ...this.eventShape]);
  }

  override mode(): tf.Tensor {
    return this.mean();
  }

  override variance(): tf.Tensor {
    const shape = [...this.batchShape, ...this.eventShape];
    return tf.tidy(() => spread(tf.sum(tf.square(this.scaleTril), -1), shape));
  }

  /** `[...batchShape, n, n]`. */
  covariance(): tf.Tensor {
    return tf.tidy(() => tf.matMul(this.scaleTril, transposeLast(this.scaleTril)));
  }

  override entropy(): tf.Tensor {
    const constant = 0.5 * this.eventShape[0]! * (1 + Math.log(2 * Math.PI));
    return tf.tidy(() => spread(tf.add(this.logDeterminant(), constant), this.batchShape));
  }

  override gaussian(): GaussianForm {
    return { loc: this.loc, scaleTril: this.scaleTril };
  }

  override marginals(): Distribution {
    return new Normal({ loc: this.mean(), scale: tf.sqrt(this.variance()), validate: false });
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    return klOfGaussians(this, p);
  }
}

function checkTriangle(scaleTril: tf.Tensor, n: number): void {
  const data = hostValues(scaleTril);
  if (data === undefined) return;
  for (let i = 0; i < data.length; i++) {
    const [row, column] = [Math.floor(i / n) % n, i % n];
    const value = data[i]!;
    const right = column > row ? value === 0 : column === row ? value > 0 && value < Infinity : Number.isFinite(value);
    if (!right) {
      const expected =
        column > row ? 'zeros above the diagonal' : column === row ? 'a positive diagonal' : 'finite entries';
      throw new RangeError(
        `new MultivariateNormalTriL({ scaleTril }): expected ${expected}, got ${value} at [${row}, ${column}] of batch index ${Math.floor(i / (n * n))}.`,
      );
    }
  }
}
