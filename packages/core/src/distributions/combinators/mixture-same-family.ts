import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { logSumExp } from '../../operations/index.js';
import { CUMULATIVE, within } from '../base/condition.js';
import { constantDraw } from '../base/constant.js';
import { absent, Distribution } from '../base/distribution.js';
import { oneHot } from '../base/one-hot.js';
import type { Support } from '../base/support.js';
import type { Categorical } from '../integers/categorical.js';

export interface MixtureSameFamilyOptions<D extends Distribution> {
  /** Over the components; its batch shape is the mixture's. */
  readonly mixing: Categorical;
  /** Its last batch axis runs over the components. */
  readonly components: D;
}

/**
 * A mixture of distributions of one family, such as a Gaussian mixture: `components` holds them along its last batch axis.
 * Samples are not reparameterised (the choice of component is discrete).
 *
 * @example
 * ```ts
 * import { Categorical, MixtureSameFamily, Normal } from '@latents/core';
 *
 * const mixing = new Categorical({ logits: tf.zeros([2]) });
 * const components = new Normal({ loc: tf.tensor1d([-1, 3]), scale: 1 });
 * new MixtureSameFamily({ mixing, components }).mean().dataSync()[0]; // => 1
 * ```
 *
 * @throws RangeError if the batch shape of `components` is not that of `mixing` with the number of classes appended.
 */
export class MixtureSameFamily<D extends Distribution = Distribution> extends Distribution {
  override readonly family = 'mixture-same-family';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[];
  override readonly reparameterized = false;
  readonly mixing: Categorical;
  readonly components: D;

  constructor({ mixing, components }: MixtureSameFamilyOptions<D>) {
    super();
    const expected = [...mixing.batchShape, mixing.classes];
    if (`${components.batchShape}` !== `${expected}`) {
      throw new RangeError(
        `new MixtureSameFamily({ mixing, components }): expected components of batch shape [${expected}], got [${components.batchShape}].`,
      );
    }
    this.mixing = mixing;
    this.components = components;
    this.batchShape = mixing.batchShape;
    this.eventShape = components.eventShape;
  }

  override get closedEntropy(): boolean {
    return false;
  }

  override get support(): Support {
    const { support } = this.components;
    const bounds = support.kind === 'interval' || support.kind === 'integers' ? [support.low, support.high] : [];
    // The union of supports that differ by component is none of the kinds.
    return bounds.every((bound) => typeof bound === 'number') ? support : { kind: 'unspecified' };
  }

  /** x with an axis for the components. */
  private apart(x: tf.Tensor): tf.Tensor {
    return tf.expandDims(x, x.rank - this.eventShape.length);
  }

  /** log p(z, x) for each component z, `[..., components]`. */
  jointLogProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => tf.add(this.components.logProb(this.apart(x)), this.mixing.logProbabilities()));
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => logSumExp(this.jointLogProb(x)));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return constantDraw(() => {
      const chosen = oneHot(this.mixing.sample(rng, sampleShape), this.mixing.classes);
      const all = this.components.sample(rng, sampleShape);
      const mask = tf.reshape(tf.cast(chosen, 'float32'), [...chosen.shape, ...this.eventShape.map(() => 1)]);
      const axis = chosen.rank - 1;
      const full = tf.cast(tf.broadcastTo(mask, all.shape), 'bool');
      return tf.sum(tf.where(full, all, tf.zerosLike(all)), axis);
    });
  }

  private average(values: tf.Tensor): tf.Tensor {
    const weights = tf.softmax(this.mixing.logits);
    const shaped = tf.reshape(weights, [...weights.shape, ...this.eventShape.map(() => 1)]);
    return tf.sum(tf.mul(shaped, values), this.batchShape.length);
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.average(this.components.mean()));
  }

  /** The mean of the variances plus the variance of the means. */
  override variance(): tf.Tensor {
    return tf.tidy(() => {
      const spread = tf.square(tf.sub(this.components.mean(), tf.expandDims(this.mean(), this.batchShape.length)));
      return this.average(tf.add(this.components.variance(), spread));
    });
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    const average = (v: tf.Tensor) =>
      tf.sum(tf.mul(tf.softmax(this.mixing.logits), this.components.cdf(this.apart(v))), -1);
    return within(x, [-Infinity, Infinity], 0, average, CUMULATIVE);
  }

  override mode(): tf.Tensor {
    throw absent(this.family, 'mode()', 'Search for it from the modes of the components.');
  }

  override entropy(): tf.Tensor {
    throw absent(this.family, 'entropy()', 'Estimate it from log-probabilities of samples.');
  }
}
