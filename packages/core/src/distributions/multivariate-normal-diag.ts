import * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng/index.js';
import { Distribution } from './distribution.js';
import { sumLast } from './independent.js';
import { type LogVarianceOptions, Normal, type NormalOptions } from './normal.js';

/**
 * The multivariate normal distribution N(loc, diag(scale^2)) over vectors.
 *
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
    return tf.tidy(() => sumLast(this.coordinates.logProb(x), 1));
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
}
