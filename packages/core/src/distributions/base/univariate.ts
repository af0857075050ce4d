import * as tf from '@tensorflow/tfjs-core';
import { broadcastShape } from '../../operations/index.js';
import { Distribution } from './distribution.js';
import { type Check, checkParameter, type Parameter, shapeOf, spread } from './parameter.js';
import type { Statistic } from './statistic.js';

/** The parameters of a family by name, each with what must hold of its entries. */
export type CheckedParameters = Readonly<Record<string, readonly [Parameter, Check]>>;

/** Options that every family takes. */
export interface Validation {
  /** Check the parameters (default true). Reads them, so turn it off in hot loops. */
  readonly validate?: boolean | undefined;
}

/** A batch of independent scalar variables, whose parameters broadcast together. */
export abstract class Univariate extends Distribution {
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[] = [];

  constructor(name: string, parameters: CheckedParameters, validate = true) {
    super();
    const entries = Object.entries(parameters);
    const names = entries.map(([key]) => key).join(', ');
    this.batchShape = broadcastShape(`new ${name}({ ${names} })`, ...entries.map(([, [value]]) => shapeOf(value)));
    if (!validate) return;
    for (const [key, [value, { expected, holds }]] of entries) {
      checkParameter(`new ${name}({ ${key} })`, value, expected, holds);
    }
  }

  /** The first two moments, which every family knows; families override it for those they have beyond. */
  override expect(statistic: Statistic): tf.Tensor | undefined {
    if (statistic.of === 'x') return this.mean();
    if (statistic.of !== '(x - center)^2') return undefined;
    return tf.tidy(() => tf.add(this.variance(), tf.square(tf.sub(this.mean(), statistic.center))));
  }

  /** One value for the whole batch, or a parameter, spread to the batch shape: always one new tensor. */
  protected full(value: Parameter): tf.Tensor {
    return spread(value, this.batchShape);
  }
}
