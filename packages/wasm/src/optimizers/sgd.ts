import { fractionSetting, type MomentUpdate } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime/runtime.js';
import { FusedOptimizer } from './fused-optimizer.js';

/** The settings of {@link Sgd}. */
export interface SgdOptions {
  readonly learningRate: number;
  /** Decay of the velocity, in [0, 1) (default 0: plain gradient descent). */
  readonly momentum?: number;
  /** Whether the step looks ahead along the velocity (default false). */
  readonly nesterov?: boolean;
}

/**
 * Stochastic gradient descent with momentum: `u = momentum u + g`, `w = w - rate u`, or with Nesterov's look-ahead
 * `w = w - rate (g + momentum u)`. PyTorch's and tfjs's convention: the rate multiplies the velocity.
 *
 * @throws RangeError for settings outside their ranges.
 * @see Sutskever, Martens, Dahl & Hinton 2013, eqs. 1-4
 */
export class Sgd extends FusedOptimizer {
  static readonly className: string = 'LatentsSgd';
  readonly momentum: number;
  readonly nesterov: boolean;

  constructor({ learningRate, momentum = 0, nesterov = false }: SgdOptions) {
    super(learningRate, ['momentum']);
    this.momentum = fractionSetting('momentum', momentum);
    this.nesterov = nesterov;
  }

  override getConfig(): { [name: string]: number | boolean } {
    const { learningRate, momentum, nesterov } = this;
    return { learningRate, momentum, nesterov };
  }

  protected override updateInPlace(runtime: Runtime, { parameter, gradient, moments }: MomentUpdate): void {
    runtime.kernels.momentum(
      runtime.pointer(parameter),
      runtime.pointer(gradient),
      runtime.pointer(moments[0]!),
      parameter.size,
      this.learningRate,
      this.momentum,
      Number(this.nesterov),
    );
  }

  protected override updated({ parameter, gradient, moments }: MomentUpdate): [tf.Tensor, tf.Tensor] {
    const velocity = tf.add(tf.mul(moments[0]!, this.momentum), gradient);
    const step = this.nesterov ? tf.add(tf.mul(velocity, this.momentum), gradient) : velocity;
    return [tf.sub(parameter, tf.mul(step, this.learningRate)), velocity];
  }
}
