import { checkInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { broadcastShape } from '../../operations/index.js';
import type { DrawCoordinates } from '../base/coordinates.js';
import { Distribution, type Draw, type GaussianForm } from '../base/distribution.js';
import { expectEvents } from '../base/event.js';
import { spread } from '../base/parameter.js';
import { sumLast } from '../base/sum-last.js';
import type { Support } from '../base/support.js';
import type { Normal } from '../real-line/normal.js';
import { klOfGaussians } from '../vectors/gaussian-kl.js';

/**
 * Takes the last `rank` axes of a distribution's batch as axes of one event of independent coordinates: log-probabilities
 * and entropies are summed over them.
 *
 * @example
 * ```ts
 * import { Independent, Normal } from '@latents/core';
 *
 * const p = new Independent(new Normal({ loc: tf.zeros([4, 3]), scale: 1 }), 1);
 * p.batchShape; // => [4]
 * p.eventShape; // => [3]
 * ```
 * @throws RangeError if `rank` is not an integer from 0 to the number of batch axes.
 */
export class Independent<D extends Distribution = Distribution> extends Distribution {
  override readonly family = 'independent';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[];
  override readonly reparameterized: boolean;
  readonly base: D;
  readonly rank: number;

  constructor(base: D, rank: number) {
    super();
    const axes = base.batchShape.length;
    checkInteger('new Independent(base, rank)', rank, 0, axes, `the batch axes of shape [${base.batchShape}]`);
    this.base = base;
    this.rank = rank;
    this.batchShape = base.batchShape.slice(0, axes - rank);
    this.eventShape = [...base.batchShape.slice(axes - rank), ...base.eventShape];
    this.reparameterized = base.reparameterized;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    expectEvents(this.family, x, this.eventShape);
    return this.base.sumLogProb(x, this.rank);
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return this.base.sample(rng, sampleShape);
  }

  override sampleAndLogProb(rng: Rng, sampleShape: readonly number[] = []): Draw {
    return tf.tidy(() => {
      const { sample, logProb } = this.base.sampleAndLogProb(rng, sampleShape);
      return { sample, logProb: sumLast(logProb, this.rank) };
    }) as Draw & tf.TensorContainerObject;
  }

  override sampleCoordinates(rng: Rng, sampleShape: readonly number[] = []): DrawCoordinates | undefined {
    return this.base.sampleCoordinates(rng, sampleShape);
  }

  override logProbAt(at: DrawCoordinates): tf.Tensor | undefined {
    return tf.tidy(() => {
      const logProb = this.base.logProbAt(at);
      return logProb && sumLast(logProb, this.rank);
    });
  }

  override mean(): tf.Tensor {
    return this.base.mean();
  }

  override variance(): tf.Tensor {
    return this.base.variance();
  }

  override mode(): tf.Tensor {
    return this.base.mode();
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => sumLast(this.base.entropy(), this.rank));
  }

  override get closedEntropy(): boolean {
    return this.base.closedEntropy;
  }

  override get support(): Support {
    return this.rank === 0 ? this.base.support : { kind: 'product', of: this.base.support };
  }

  /** The base, if it holds the coordinates of these events themselves. */
  override marginals(): Distribution | undefined {
    return this.base.eventShape.length === 0 ? this.base : this.base.marginals();
  }

  /** Independent normals along one axis are a multivariate normal. */
  override gaussian(): GaussianForm | undefined {
    const normals = this.base as Distribution;
    return normals.family === 'normal' && this.rank === 1 ? gaussianOfNormals(normals as Normal) : undefined;
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    return tf.tidy(() => {
      if (p.family !== 'independent') return klOfGaussians(this, p);
      const other = p as Independent;
      const kl = other.rank === this.rank ? this.base.klTo(other.base) : undefined;
      return kl && sumLast(kl, this.rank);
    });
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    return expectedOverMarginals(this.base, q, this.rank);
  }
}

/** E_q of a sum of log-probabilities of q's coordinates: all it takes is their marginals. */
export function expectedOverMarginals(p: Distribution, q: Distribution, rank: number): tf.Tensor | undefined {
  return tf.tidy(() => {
    const marginals = p.eventShape.length === 0 ? q.marginals() : undefined;
    const expected = marginals && p.expectedLogProb(marginals);
    return (
      expected && sumLast(spread(expected, broadcastShape('klDivergence(q, p)', expected.shape, p.batchShape)), rank)
    );
  });
}

/** Independent normals `[..., n]` as a multivariate normal with a diagonal factor. */
export function gaussianOfNormals(normals: Normal): GaussianForm {
  const scale = tf.mul(normals.scale(), tf.ones([...normals.batchShape]));
  return { loc: normals.mean(), scaleTril: tf.mul(tf.expandDims(scale, -1), tf.eye(scale.shape.at(-1)!)) };
}
