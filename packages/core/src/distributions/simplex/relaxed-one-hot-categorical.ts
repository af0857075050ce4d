import { checkPositive, type Rng } from '@latents/math';
import { lgamma } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { logSumExp } from '../../operations/index.js';
import { type DrawCoordinates, pointOf } from '../base/coordinates.js';
import { absent, Distribution, type Draw } from '../base/distribution.js';
import { expectEvents, onEvents, SIMPLEX_EVENTS } from '../base/event.js';
import { gumbelNoise } from '../base/noise.js';
import { oneHot } from '../base/one-hot.js';
import type { Support } from '../base/support.js';
import { Categorical, type CategoricalOptions } from '../integers/categorical.js';

export type RelaxedOneHotCategoricalOptions = CategoricalOptions & {
  /** Towards 0 the draws approach one-hot vectors. One number for the whole batch. */
  readonly temperature: number;
  /**
   * Draw one-hot vectors whose gradient is that of the soft draw (default false). `logProb` is of soft
   * vectors still, and `sampleAndLogProb` gives that of the soft draw next to the hard one.
   */
  readonly straightThrough?: boolean;
};

/**
 * The concrete (Gumbel-softmax) distribution over the simplex: softmax((logits + G) / temperature), G standard Gumbels.
 *
 * @example
 * ```ts
 * import { RelaxedOneHotCategorical } from '@latents/core';
 *
 * const p = new RelaxedOneHotCategorical({ temperature: 1, logits: tf.zeros([3]) });
 * p.logProb(tf.fill([3], 1 / 3)).dataSync()[0]; // => Math.LN2
 * ```
 * @see Maddison, Mnih & Teh 2017, eq. 6; Jang, Gu & Poole 2017
 */
export class RelaxedOneHotCategorical extends Distribution {
  override readonly family = 'relaxed-one-hot-categorical';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[];
  override readonly reparameterized = true;
  readonly temperature: number;
  readonly straightThrough: boolean;
  /** What it tends to. */
  readonly categorical: Categorical;

  constructor({ temperature, straightThrough = false, ...weights }: RelaxedOneHotCategoricalOptions) {
    super();
    checkPositive('new RelaxedOneHotCategorical({ temperature })', temperature);
    this.categorical = new Categorical(weights);
    this.temperature = temperature;
    this.straightThrough = straightThrough;
    this.batchShape = this.categorical.batchShape;
    this.eventShape = [this.categorical.classes];
  }

  override get closedEntropy(): boolean {
    return false;
  }

  override get support(): Support {
    return { kind: 'simplex' };
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    expectEvents(this.family, x, this.eventShape);
    const inner = 1 / this.categorical.classes;
    return onEvents(x, SIMPLEX_EVENTS, inner, (v) => this.logProbAt({ of: 'log', value: tf.log(v) })!);
  }

  override sampleCoordinates(rng: Rng, sampleShape: readonly number[] = []): DrawCoordinates {
    const shape = [...sampleShape, ...this.batchShape, this.categorical.classes];
    const value = tf.tidy(() =>
      tf.logSoftmax(tf.div(tf.add(this.categorical.logits, gumbelNoise(rng, shape)), this.temperature)),
    );
    return { of: 'log', value };
  }

  override logProbAt({ of, value: log }: DrawCoordinates): tf.Tensor | undefined {
    if (of !== 'log') return undefined;
    return tf.tidy(() => {
      const n = this.categorical.classes;
      const score = tf.sub(this.categorical.logProbabilities(), tf.mul(log, this.temperature));
      const body = tf.sub(tf.sum(tf.sub(score, log), -1), tf.mul(logSumExp(score), n));
      return tf.add(body, lgamma(n) + (n - 1) * Math.log(this.temperature));
    });
  }

  /** Draws as {@link sample} does, with the log-probability of the soft vector, also where the draw is a one-hot vector. */
  override sampleAndLogProb(rng: Rng, sampleShape: readonly number[] = []): Draw {
    const [sample, logProb] = tf.tidy(() => {
      const at = this.sampleCoordinates(rng, sampleShape);
      return [this.pointsAt(at), this.logProbAt(at)] as [tf.Tensor, tf.Tensor];
    });
    return { sample, logProb };
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => this.pointsAt(this.sampleCoordinates(rng, sampleShape)));
  }

  private pointsAt(at: DrawCoordinates): tf.Tensor {
    return this.straightThrough ? harden(pointOf(at)) : pointOf(at);
  }

  override mean(): tf.Tensor {
    throw absent(this.family, 'mean()', 'Estimate it from samples.');
  }

  override variance(): tf.Tensor {
    throw absent(this.family, 'variance()', 'Estimate it from samples.');
  }

  override mode(): tf.Tensor {
    throw absent(this.family, 'mode()', 'At low temperatures the density is unbounded at the corners.');
  }

  override entropy(): tf.Tensor {
    throw absent(this.family, 'entropy()', 'Estimate it from log-probabilities of samples.');
  }
}

/** The nearest one-hot vectors, whose gradient passes through unchanged. */
function harden(soft: tf.Tensor): tf.Tensor {
  const op = tf.customGrad((input) => {
    const x = input as tf.Tensor;
    return {
      value: tf.cast(oneHot(tf.argMax(x, -1), x.shape.at(-1)!), 'float32'),
      gradFunc: (dy: tf.Tensor) => dy,
    };
  });
  return op(soft);
}
