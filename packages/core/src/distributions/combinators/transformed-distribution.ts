import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from '../../operations/index.js';
import { CUMULATIVE, condition, within } from '../base/condition.js';
import { constantDraw } from '../base/constant.js';
import { absent, Distribution, type Draw } from '../base/distribution.js';
import { onEvents, SIMPLEX_EVENTS } from '../base/event.js';
import type { Parameter } from '../base/parameter.js';
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

  /**
   * P(Y <= y), by the distribution function of the base, for maps that rise or fall everywhere.
   *
   * @throws Error if events are vectors, the bijector is not a monotone elementwise map, or the base is on the integers.
   */
  override cdf(y: tf.Tensor): tf.Tensor {
    const direction = this.directionOf('TransformedDistribution.cdf(y)');
    const { image } = this.bijector;
    const known = image.kind === 'interval' && typeof image.low === 'number' && typeof image.high === 'number';
    const [low, high] = known ? [image.low as number, image.high as number] : [-Infinity, Infinity];
    const below = (v: tf.Tensor) => {
      const p = this.base.cdf(this.bijector.inverse(v));
      return mirrored(p, direction());
    };
    return within(y, [low, high], pointBetween(low, high), below, CUMULATIVE);
  }

  /** The image of a quantile of the base: at p where the map rises, and at 1 - p where it falls. See {@link cdf}. */
  override icdf(p: tf.Tensor): tf.Tensor {
    const direction = this.directionOf('TransformedDistribution.icdf(p)');
    return tf.tidy(() => this.bijector.forward(this.base.icdf(mirrored(p, direction()))));
  }

  private directionOf(method: string): () => Parameter {
    const { direction } = this.bijector;
    const scalar = this.eventShape.length === 0 && this.base.eventShape.length === 0;
    if (direction && scalar && this.base.support.kind !== 'integers') return direction;
    throw absent(this.family, method, 'It needs numbers on an interval and a map that rises or falls everywhere.');
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

/** p where a direction is 1, and 1 - p where it is -1. */
function mirrored(p: tf.Tensor, direction: Parameter): tf.Tensor {
  if (typeof direction === 'number') return direction > 0 ? p.clone() : tf.sub(1, p);
  return tf.add(tf.mul(direction, p), tf.mul(0.5, tf.sub(1, direction)));
}

/** A number between two, of which any may be infinite. */
function pointBetween(low: number, high: number): number {
  if (low === -Infinity && high === Infinity) return 0;
  if (low === -Infinity) return high - 1;
  return high === Infinity ? low + 1 : (low + high) / 2;
}
