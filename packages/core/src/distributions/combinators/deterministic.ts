import { checkInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from '../../operations/index.js';
import { condition } from '../base/condition.js';
import { Distribution } from '../base/distribution.js';
import { spread } from '../base/parameter.js';
import type { Support } from '../base/support.js';

/**
 * The point mass at `loc`. `logProb` is the log of its mass: 0 at `loc` and -infinity elsewhere. It has no density, and its
 * KL divergence to a continuous distribution is infinite: a basic autoencoder is not the limit of a VAE (ERRATA E5).
 *
 * @example
 * ```ts
 * import { Deterministic } from '@latents/core';
 *
 * const p = new Deterministic({ loc: tf.tensor1d([1, 2]), eventRank: 1 });
 * p.logProb(tf.tensor1d([1, 2])).dataSync()[0]; // => 0
 * ```
 */
export class Deterministic extends Distribution {
  override readonly family = 'deterministic';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[];
  override readonly reparameterized = true;
  readonly loc: tf.Tensor;

  /** `eventRank` says how many of the last axes of `loc` make one event (default 0). */
  constructor({ loc, eventRank = 0 }: { readonly loc: tf.Tensor; readonly eventRank?: number }) {
    super();
    checkInteger('new Deterministic({ loc, eventRank })', eventRank, 0, loc.rank, 'the rank of loc');
    this.loc = loc;
    this.batchShape = loc.shape.slice(0, loc.rank - eventRank);
    this.eventShape = loc.shape.slice(loc.rank - eventRank);
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const equal = tf.cast(
        condition((a, b) => tf.equal(a!, b!), x, this.loc),
        'float32',
      );
      const axes = this.eventShape.map((_, i) => equal.rank - this.eventShape.length + i);
      const log = tf.log(axes.length === 0 ? equal : tf.min(equal, axes));
      // 0, or NaN for an event that holds one.
      const unknown = stopGradient(x, (v) => tf.where(tf.isNaN(v), v, tf.zerosLike(v)));
      return tf.add(
        log,
        axes.length === 0
          ? unknown
          : tf.sum(
              unknown,
              axes.map((axis) => axis - equal.rank + x.rank),
            ),
      );
    });
  }

  override sample(_rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return spread(this.loc, [...sampleShape, ...this.loc.shape]);
  }

  override mean(): tf.Tensor {
    return this.loc.clone();
  }

  override variance(): tf.Tensor {
    return tf.zerosLike(this.loc);
  }

  override mode(): tf.Tensor {
    return this.loc.clone();
  }

  /** The entropy of a point mass as a discrete variable: 0. */
  override entropy(): tf.Tensor {
    return tf.zeros([...this.batchShape]);
  }

  override get support(): Support {
    return { kind: 'points' };
  }

  /** 0 where the points are the same, infinite elsewhere. */
  override klTo(p: Distribution): tf.Tensor | undefined {
    return p.family === 'deterministic' ? tf.tidy(() => tf.neg(p.logProb(this.loc))) : undefined;
  }

  override enumerateSupport(): tf.Tensor {
    return tf.expandDims(this.loc, 0);
  }
}
