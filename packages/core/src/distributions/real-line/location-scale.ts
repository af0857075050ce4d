import * as tf from '@tensorflow/tfjs-core';
import { type Outside, within } from '../base/condition.js';
import { FINITE, type Parameter, POSITIVE } from '../base/parameter.js';
import { REAL_LINE, type Support } from '../base/support.js';
import { type CheckedParameters, Univariate, type Validation } from '../base/univariate.js';

/** A place and a width. */
export interface LocationScaleOptions extends Validation {
  readonly loc: Parameter;
  readonly scale: Parameter;
}

/** A family on the real line whose members are loc + scale z for one standard variable z. */
export abstract class LocationScale extends Univariate {
  override readonly reparameterized = true;
  readonly loc: Parameter;
  readonly scale: Parameter;

  /** @param shape Parameters of the standard variable, if there are any. */
  protected constructor(name: string, { loc, scale, validate }: LocationScaleOptions, shape: CheckedParameters = {}) {
    super(name, { ...shape, loc: [loc, FINITE], scale: [scale, POSITIVE] }, validate);
    this.loc = loc;
    this.scale = scale;
  }

  override get support(): Support {
    return REAL_LINE;
  }

  /** z of `x`, `[..., ...batch]`. Call it inside `tf.tidy`. */
  protected standardized(x: tf.Tensor): tf.Tensor {
    return tf.div(tf.sub(x, this.loc), this.scale);
  }

  /**
   * Returns `values(z)` for finite `x`, and the values `outside` at the infinities.
   *
   * @internal
   */
  protected onLine(x: tf.Tensor, values: (z: tf.Tensor) => tf.Tensor, outside?: Outside): tf.Tensor {
    return within(x, [-Infinity, Infinity], this.loc, (v) => values(this.standardized(v)), outside);
  }

  /** loc + scale z. Call it inside `tf.tidy`. */
  protected located(z: tf.Tensor): tf.Tensor {
    return tf.add(this.loc, tf.mul(this.scale, z));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(this.loc));
  }
}
