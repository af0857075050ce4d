import * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng/index.js';
import { Distribution } from './distribution.js';
import { normalNoise } from './noise.js';
import { broadcastShape, checkParameter, type Parameter, shapeOf, spread } from './parameter.js';

export interface NormalOptions {
  readonly loc: Parameter;
  /** The standard deviation (not the variance), positive. Broadcasts with `loc`. */
  readonly scale: Parameter;
  /** Check the parameters (default true). */
  readonly validate?: boolean;
}

export interface LogVarianceOptions {
  readonly loc: Parameter;
  /** log sigma^2: any real number, so what a network puts out needs no positive transform. */
  readonly logVariance: Parameter;
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * The normal distribution N(loc, scale^2), one independent variable an entry.
 *
 * @example
 * ```ts
 * import { Normal } from '@latents/core';
 *
 * const p = new Normal({ loc: 0, scale: 2 });
 * p.logProb(tf.scalar(0)).dataSync()[0]; // => -1.6120857
 * ```
 * @throws RangeError if an entry of `scale` is not positive and finite, or of `loc` not finite.
 */
export class Normal extends Distribution {
  override readonly family = 'normal';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[] = [];
  override readonly reparameterized = true;
  readonly loc: Parameter;
  /** Which of the two forms the spread was given in. */
  readonly spread: { readonly scale: Parameter } | { readonly logVariance: Parameter };

  constructor(options: NormalOptions | LogVarianceOptions) {
    super();
    this.loc = options.loc;
    const given = 'scale' in options ? options.scale : options.logVariance;
    this.spread = 'scale' in options ? { scale: given } : { logVariance: given };
    this.batchShape = broadcastShape('new Normal({ loc, scale })', shapeOf(options.loc), shapeOf(given));
    if ('scale' in options && options.validate !== false) {
      checkParameter('new Normal({ loc })', options.loc, 'a finite mean', Number.isFinite);
      checkParameter(
        'new Normal({ scale })',
        given,
        'a positive finite standard deviation',
        (s) => s > 0 && s < Infinity,
      );
    }
  }

  /** N(loc, exp(logVariance)): the form for network outputs, where no value of `logVariance` is out of range. */
  static fromLogVariance(options: LogVarianceOptions): Normal {
    return new Normal(options);
  }

  /** The standard deviation. */
  scale(): tf.Tensor {
    const { spread: s } = this;
    return tf.tidy(() => ('scale' in s ? tensorOf(s.scale) : tf.exp(tf.mul(s.logVariance, 0.5))));
  }

  /** log of the standard deviation. */
  logScale(): tf.Tensor {
    const { spread: s } = this;
    return tf.tidy(() => ('scale' in s ? tf.log(s.scale) : tf.mul(s.logVariance, 0.5)));
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const standardized = tf.div(tf.sub(x, this.loc), this.scale());
      return standardized.square().mul(-0.5).sub(this.logScale()).sub(HALF_LOG_TWO_PI);
    });
  }

  /** loc + scale * epsilon, epsilon ~ N(0, 1) (ERRATA E9: the scale, not the variance). */
  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => tf.add(this.loc, normalNoise(rng, [...sampleShape, ...this.batchShape]).mul(this.scale())));
  }

  override mean(): tf.Tensor {
    return spread(this.loc, this.batchShape);
  }

  override mode(): tf.Tensor {
    return this.mean();
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => spread(this.scale().square(), this.batchShape));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => spread(this.logScale().add(0.5 + HALF_LOG_TWO_PI), this.batchShape));
  }
}

function tensorOf(value: Parameter): tf.Tensor {
  return typeof value === 'number' ? tf.scalar(value) : value.clone();
}
