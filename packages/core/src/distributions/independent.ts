import * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng/index.js';
import { Distribution } from './distribution.js';

/**
 * Takes the last `rank` axes of a distribution's batch as axes of one event of independent coordinates: log-probabilities
 * and entropies are summed over them.
 *
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
    if (!Number.isInteger(rank) || rank < 0 || rank > axes) {
      throw new RangeError(
        `new Independent(base, rank): expected an integer from 0 to ${axes}, the batch axes of shape [${base.batchShape}], got ${rank}.`,
      );
    }
    this.base = base;
    this.rank = rank;
    this.batchShape = base.batchShape.slice(0, axes - rank);
    this.eventShape = [...base.batchShape.slice(axes - rank), ...base.eventShape];
    this.reparameterized = base.reparameterized;
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => sumLast(this.base.logProb(x), this.rank));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return this.base.sample(rng, sampleShape);
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
}

/** The sum over the last `rank` axes: always one new tensor. */
export function sumLast(values: tf.Tensor, rank: number): tf.Tensor {
  if (rank === 0) return values.clone();
  return tf.sum(
    values,
    Array.from({ length: rank }, (_, i) => values.rank - rank + i),
  );
}
