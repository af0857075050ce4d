import { type AdamOptions, AdamRule, type MomentUpdate } from '@latents/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime/runtime.js';
import { FusedOptimizer } from './fused-optimizer.js';

/**
 * Adam, and AdamW with `weightDecay`: `m = b1 m + (1 - b1) g`, `v = b2 v + (1 - b2) g^2`,
 * `w = (1 - rate decay) w - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)`. Its averages follow the
 * variable, not the position as tfjs's do, so one optimizer may be given different variables at different steps.
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { Adam } from '@latents/wasm';
 *
 * const x = tf.variable(tf.scalar(3));
 * const optimizer = new Adam({ learningRate: 0.1 });
 * for (let step = 0; step < 200; step++) optimizer.minimize(() => x.square().asScalar(), false, [x]);
 * Math.abs(x.arraySync() as number) < 0.1; // => true
 * ```
 * @throws RangeError for settings outside their ranges.
 * @see Kingma & Ba 2015, algorithm 1; Loshchilov & Hutter 2019, algorithm 2
 */
export class Adam extends FusedOptimizer {
  static readonly className: string = 'LatentsAdam';
  readonly rule: AdamRule;

  constructor({ learningRate, ...options }: AdamOptions) {
    super(learningRate, ['m', 'v']);
    this.rule = new AdamRule(options);
  }

  override getConfig(): { [name: string]: number } {
    return { learningRate: this.learningRate, ...this.rule.toConfig() };
  }

  protected override updateInPlace(runtime: Runtime, { parameter, gradient, moments }: MomentUpdate): void {
    const { beta1, beta2, epsilon } = this.rule;
    const { rate, scale, decay } = this.rule.factors(this.learningRate, this.iterations);
    runtime.kernels.adam(
      runtime.pointer(parameter),
      runtime.pointer(gradient),
      runtime.pointer(moments[0]!),
      runtime.pointer(moments[1]!),
      parameter.size,
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      rate,
      scale,
      epsilon,
      decay,
    );
  }

  protected override updated(update: MomentUpdate): [tf.Tensor, tf.Tensor, tf.Tensor] {
    return this.rule.updated(update, this.learningRate, this.iterations);
  }
}
