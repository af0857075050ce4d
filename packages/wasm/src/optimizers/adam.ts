import type * as tf from '@tensorflow/tfjs';
import type { Runtime } from '../runtime/runtime.js';
import { FusedOptimizer, fraction, positive, type Update } from './fused-optimizer.js';

/** The settings of {@link Adam}. */
export interface AdamOptions {
  readonly learningRate: number;
  /** Decay of the mean of the gradients, in [0, 1) (default 0.9). */
  readonly beta1?: number;
  /** Decay of the mean of their squares, in [0, 1) (default 0.999). */
  readonly beta2?: number;
  /** Added to the root of the mean square (default 1e-8, PyTorch's; tfjs's own is 1e-7). */
  readonly epsilon?: number;
  /** AdamW's decoupled decay: each step multiplies the parameters by 1 - learningRate * weightDecay (default 0). */
  readonly weightDecay?: number;
}

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
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;

  constructor({ learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 }: AdamOptions) {
    super(learningRate, ['m', 'v']);
    this.beta1 = fraction('beta1', beta1);
    this.beta2 = fraction('beta2', beta2);
    this.epsilon = positive('epsilon', epsilon);
    this.weightDecay = weightDecay === 0 ? 0 : positive('weightDecay', weightDecay);
  }

  override getConfig(): { [name: string]: number } {
    const { learningRate, beta1, beta2, epsilon, weightDecay } = this;
    return { learningRate, beta1, beta2, epsilon, weightDecay };
  }

  protected override updateInPlace(runtime: Runtime, { parameter, gradient, moments }: Update): void {
    const { rate, scale, decay } = this.factors();
    runtime.kernels.adam(
      runtime.pointer(parameter),
      runtime.pointer(gradient),
      runtime.pointer(moments[0]!),
      runtime.pointer(moments[1]!),
      parameter.size,
      this.beta1,
      1 - this.beta1,
      this.beta2,
      1 - this.beta2,
      rate,
      scale,
      this.epsilon,
      decay,
    );
  }

  protected override updated({ parameter, gradient, moments }: Update): [tf.Tensor, tf.Tensor, tf.Tensor] {
    const { rate, scale, decay } = this.factors();
    const m = moments[0]!.mul(this.beta1).add(gradient.mul(1 - this.beta1));
    const v = moments[1]!.mul(this.beta2).add(gradient.square().mul(1 - this.beta2));
    const step = m.mul(rate).div(v.sqrt().mul(scale).add(this.epsilon));
    return [parameter.mul(decay).sub(step), m, v];
  }

  /** The bias corrections of this step, folded into a learning rate and a scale of the root. */
  private factors(): { rate: number; scale: number; decay: number } {
    return {
      rate: this.learningRate / (1 - this.beta1 ** this.iterations),
      scale: 1 / Math.sqrt(1 - this.beta2 ** this.iterations),
      decay: 1 - this.learningRate * this.weightDecay,
    };
  }
}
