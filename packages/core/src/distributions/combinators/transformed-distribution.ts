import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from '../../operations/index.js';
import { condition } from '../base/condition.js';
import { constantDraw } from '../base/constant.js';
import { absent, Distribution, type Draw } from '../base/distribution.js';
import { onEvents, SIMPLEX_EVENTS } from '../base/event.js';
import { sumLast } from '../base/sum-last.js';
import type { Support } from '../base/support.js';
import { type Bijector, mapped } from '../bijectors/bijector.js';

/**
 * The distribution of `bijector.forward(x)` for x from `base`: log p(y) = log p(x) - log |det dy/dx|. `sampleAndLogProb` never
 * inverts the bijector, so it is exact where a saturated sigmoid or tanh has no inverse left.
 *
 * @example
 * ```ts
 * import { bijectors, Normal, TransformedDistribution } from '@latents/core';
 *
 * const base = new Normal({ loc: 0, scale: 1 });
 * const squashed = new TransformedDistribution({ base, bijector: bijectors.tanh() });
 * squashed.logProb(tf.scalar(0)).dataSync()[0]; // => -0.9189385
 * ```
 *
 * @throws RangeError if the bijector maps more axes together than the base's events and batch have.
 */
export class TransformedDistribution<D extends Distribution = Distribution> extends Distribution {
  override readonly family = 'transformed';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[];
  override readonly reparameterized: boolean;
  readonly base: D;
  readonly bijector: Bijector;
  /** Batch axes of the base that the bijector takes into the event. */
  private readonly taken: number;

  constructor({ base, bijector }: { readonly base: D; readonly bijector: Bijector }) {
    super();
    const rank = base.batchShape.length;
    this.taken = Math.max(0, bijector.eventRank - base.eventShape.length);
    if (this.taken > rank) {
      throw new RangeError(
        `new TransformedDistribution({ base, bijector }): expected at least ${bijector.eventRank} axes for '${bijector.name}', got batch [${base.batchShape}] and event [${base.eventShape}].`,
      );
    }
    this.base = base;
    this.bijector = bijector;
    this.batchShape = base.batchShape.slice(0, rank - this.taken);
    this.eventShape = bijector.forwardShape([...base.batchShape.slice(rank - this.taken), ...base.eventShape]);
    this.reparameterized = base.reparameterized;
  }

  override get closedEntropy(): boolean {
    return false;
  }

  override get support(): Support {
    return this.base.support.kind === 'interval' || this.base.support.kind === 'vectors'
      ? this.imageOf(this.base.support)
      : { kind: 'unspecified' };
  }

  /** The image of the whole line or space is known; that of a part of it is not asked for. */
  private imageOf(support: Support): Support {
    const whole =
      support.kind === 'vectors' ||
      (support.kind === 'interval' && support.low === -Infinity && support.high === Infinity);
    return whole && this.bijector.eventRank === this.eventShape.length ? this.bijector.image : { kind: 'unspecified' };
  }

  private logProbFrom(baseLogProb: tf.Tensor, logDeterminant: tf.Tensor): tf.Tensor {
    const eventRank = this.base.eventShape.length + this.taken;
    const volume = sumLast(logDeterminant, eventRank - this.bijector.eventRank);
    return tf.sub(sumLast(baseLogProb, this.taken), volume);
  }

  override logProb(y: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const { image } = this.bijector;
      if (image.kind === 'simplex')
        return onEvents(y, SIMPLEX_EVENTS, 1 / y.shape.at(-1)!, (v) => this.logProbOfImage(v));
      const { low, high } = image.kind === 'interval' ? image : { low: -Infinity, high: Infinity };
      const bounded = (low !== -Infinity || high !== Infinity) && typeof low === 'number' && typeof high === 'number';
      if (!bounded) return this.logProbOfImage(y);
      // Outside the image the inverse is NaN, and so would be its gradient.
      const inside = condition((v) => tf.logicalAnd(tf.greater(v!, low), tf.less(v!, high)), y);
      const logProb = this.logProbOfImage(tf.where(inside, y, tf.fill(y.shape, pointBetween(low, high))));
      const axes = this.eventShape.map((_, i) => y.rank - this.eventShape.length + i);
      const whole = condition((v) => tf.greater(v!, 0), tf.min(tf.cast(inside, 'float32'), axes), logProb);
      const unknown = stopGradient(y, (v) =>
        tf.add(tf.fill(logProb.shape, -Infinity), tf.sum(tf.where(tf.isNaN(v), v, tf.zerosLike(v)), axes)),
      );
      return tf.where(whole, logProb, unknown);
    });
  }

  private logProbOfImage(y: tf.Tensor): tf.Tensor {
    const x = this.bijector.inverse(y);
    return this.logProbFrom(this.base.logProb(x), this.bijector.logDeterminant(x));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const draw = () => this.bijector.forward(this.base.sample(rng, sampleShape));
    return this.reparameterized ? tf.tidy(draw) : constantDraw(draw);
  }

  override sampleAndLogProb(rng: Rng, sampleShape: readonly number[] = []): Draw {
    if (!this.reparameterized) return super.sampleAndLogProb(rng, sampleShape);
    const [sample, logProb] = tf.tidy(() => {
      const drawn = this.base.sampleAndLogProb(rng, sampleShape);
      const { value, logDeterminant } = mapped(this.bijector, drawn.sample);
      return [value, this.logProbFrom(drawn.logProb, logDeterminant)] as [tf.Tensor, tf.Tensor];
    });
    return { sample, logProb };
  }

  /** That of the bases, for the same bijector: a bijection changes no divergence. */
  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'transformed' || (p as TransformedDistribution).bijector !== this.bijector) return undefined;
    return tf.tidy(() => {
      const kl = this.base.klTo((p as TransformedDistribution).base);
      return kl && sumLast(kl, this.taken);
    });
  }

  override mean(): tf.Tensor {
    throw absent(this.family, 'mean()', 'Estimate it from samples.');
  }

  override variance(): tf.Tensor {
    throw absent(this.family, 'variance()', 'Estimate it from samples.');
  }

  override mode(): tf.Tensor {
    throw absent(this.family, 'mode()', 'The mode is not that of the base: the volume counts.');
  }

  override entropy(): tf.Tensor {
    throw absent(this.family, 'entropy()', 'Estimate it from log-probabilities of samples.');
  }
}

/** A number between two, of which one may be infinite. */
function pointBetween(low: number, high: number): number {
  if (low === -Infinity) return high - 1;
  return high === Infinity ? low + 1 : (low + high) / 2;
}
