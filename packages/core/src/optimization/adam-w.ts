import type * as tf from '@tensorflow/tfjs-core';
import { type AdamOptions, AdamRule } from './adam-rule.js';
import { MomentOptimizer, type MomentUpdate } from './moment-optimizer.js';

/**
 * Adam with decoupled weight decay, on every backend: `m = b1 m + (1 - b1) g`, `v = b2 v + (1 - b2) g^2`,
 * `w = (1 - rate decay) w - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)`. The decay (default 0.01, PyTorch's) is
 * no part of the gradient, so that it isn't divided by its root mean square, and `clipNorm` does not see it. On the WASM
 * backend the `Adam` of `@latents/wasm` is the same in one pass.
 *
 * @example
 * ```ts
 * import { AdamW } from '@latents/core';
 *
 * const w = tf.variable(tf.scalar(3));
 * const optimizer = new AdamW({ learningRate: 0.1, weightDecay: 0.5 });
 * optimizer.applyGradients([{ name: w.name, tensor: tf.scalar(0) }]);
 * w.dataSync()[0]; // => 2.85
 * ```
 * @throws RangeError for settings outside their ranges.
 * @see Kingma & Ba 2015, algorithm 1; Loshchilov & Hutter 2019, algorithm 2
 */
export class AdamW extends MomentOptimizer {
  // As in @latents/wasm: their states are alike, and a checkpoint travels.
  static readonly className: string = 'LatentsAdam';
  readonly rule: AdamRule;

  constructor({ learningRate, weightDecay = 0.01, ...options }: AdamOptions) {
    super(learningRate, ['m', 'v']);
    this.rule = new AdamRule({ ...options, weightDecay });
  }

  override getConfig(): { [name: string]: number } {
    return { learningRate: this.learningRate, ...this.rule.toConfig() };
  }

  protected override updated(update: MomentUpdate): [tf.Tensor, tf.Tensor, tf.Tensor] {
    return this.rule.updated(update, this.learningRate, this.iterations);
  }
}
