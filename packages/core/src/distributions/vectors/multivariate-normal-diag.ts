import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { gaussianKl } from '../../operations/index.js';
import { Distribution, type Draw, type GaussianForm } from '../base/distribution.js';
import { expectEvents } from '../base/event.js';
import { sumLast } from '../base/sum-last.js';
import type { Support } from '../base/support.js';
import { expectedOverMarginals, gaussianOfNormals } from '../combinators/independent.js';
import { type LogVarianceOptions, Normal, type NormalOptions } from '../real-line/normal.js';
import { klOfGaussians } from './gaussian-kl.js';

/**
 * The multivariate normal distribution N(loc, diag(scale^2)) over vectors.
 *
 * @example
 * ```ts
 * import { MultivariateNormalDiag } from '@latents/core';
 *
 * const p = new MultivariateNormalDiag({ loc: tf.zeros([2]), scale: 1 });
 * p.logProb(tf.zeros([2])).dataSync()[0]; // => -Math.log(2 * Math.PI)
 * ```
 * @throws RangeError if `loc` and `scale` broadcast to no axis at all, or a parameter is out of range.
 */
export class MultivariateNormalDiag extends Distribution {
  override readonly family = 'multivariate-normal-diag';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[];
  override readonly reparameterized = true;
  /** The coordinates as a batch of independent normals. */
  readonly coordinates: Normal;

  constructor(options: NormalOptions | LogVarianceOptions) {
    super();
    this.coordinates = new Normal(options);
    const shape = this.coordinates.batchShape;
    if (shape.length === 0) {
      throw new RangeError(
        'new MultivariateNormalDiag({ loc, scale }): expected parameters [..., dimension], got scalars.',
      );
    }
    this.batchShape = shape.slice(0, -1);
    this.eventShape = shape.slice(-1);
  }

  /** N(loc, diag(exp(logVariance))). */
  static fromLogVariance(options: LogVarianceOptions): MultivariateNormalDiag {
    return new MultivariateNormalDiag(options);
  }

  /** N(0, I) over vectors of `dimension` entries, for `batch` independent draws at a time. */
  static standard(dimension: number, batch: readonly number[] = []): MultivariateNormalDiag {
    return new MultivariateNormalDiag({ loc: tf.zeros([...batch, dimension]), scale: 1, validate: false });
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    expectEvents(this.family, x, this.eventShape);
    return this.coordinates.sumLogProb(x, 1);
  }

  override sampleAndLogProb(rng: Rng, sampleShape: readonly number[] = []): Draw {
    return tf.tidy(() => {
      const { sample, logProb } = this.coordinates.sampleAndLogProb(rng, sampleShape);
      return { sample, logProb: sumLast(logProb, 1) };
    }) as Draw & tf.TensorContainerObject;
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return this.coordinates.sample(rng, sampleShape);
  }

  override mean(): tf.Tensor {
    return this.coordinates.mean();
  }

  override variance(): tf.Tensor {
    return this.coordinates.variance();
  }

  override mode(): tf.Tensor {
    return this.coordinates.mode();
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => sumLast(this.coordinates.entropy(), 1));
  }

  override get support(): Support {
    return { kind: 'vectors' };
  }

  override marginals(): Distribution {
    return this.coordinates;
  }

  override gaussian(): GaussianForm {
    return gaussianOfNormals(this.coordinates);
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== this.family) return klOfGaussians(this, p);
    const [from, to] = [this.coordinates, (p as MultivariateNormalDiag).coordinates];
    const [own, other] = [from.logVariance(), to.logVariance()];
    if (own !== undefined && other !== undefined) {
      return gaussianKl({ loc: from.loc, logVariance: own }, { loc: to.loc, logVariance: other });
    }
    // A scale may be too small for its square, so that the coordinates divide by it.
    return tf.tidy(() => sumLast(from.klTo(to)!, 1));
  }

  /** That of its coordinates, for any distribution whose marginals are known. */
  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    return expectedOverMarginals(this.coordinates, q, 1);
  }
}
