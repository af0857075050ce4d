import * as tf from '@tensorflow/tfjs-core';
import { fractionSetting, type MomentUpdate, positiveSetting } from './moment-optimizer.js';

/** The settings of Adam and AdamW. */
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

/** Adam's settings, checked, and its formula, for whoever keeps the averages. */
export class AdamRule {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;

  constructor({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 }: Omit<AdamOptions, 'learningRate'>) {
    this.beta1 = fractionSetting('beta1', beta1);
    this.beta2 = fractionSetting('beta2', beta2);
    this.epsilon = positiveSetting('epsilon', epsilon);
    this.weightDecay = weightDecay === 0 ? 0 : positiveSetting('weightDecay', weightDecay);
  }

  /** The bias corrections of step `t`, counted from 1, folded into a learning rate and a scale of the root. */
  factors(learningRate: number, t: number): { rate: number; scale: number; decay: number } {
    return {
      rate: learningRate / (1 - this.beta1 ** t),
      scale: 1 / Math.sqrt(1 - this.beta2 ** t),
      decay: 1 - learningRate * this.weightDecay,
    };
  }

  /** The parameter and its averages `m` and `v` after step `t`. */
  updated(
    { parameter, gradient, moments }: MomentUpdate,
    learningRate: number,
    t: number,
  ): [tf.Tensor, tf.Tensor, tf.Tensor] {
    const { rate, scale, decay } = this.factors(learningRate, t);
    const m = tf.add(tf.mul(moments[0]!, this.beta1), tf.mul(gradient, 1 - this.beta1));
    const v = tf.add(tf.mul(moments[1]!, this.beta2), tf.mul(tf.square(gradient), 1 - this.beta2));
    const step = tf.div(tf.mul(m, rate), tf.add(tf.mul(tf.sqrt(v), scale), this.epsilon));
    return [tf.sub(tf.mul(parameter, decay), step), m, v];
  }

  toConfig(): { beta1: number; beta2: number; epsilon: number; weightDecay: number } {
    const { beta1, beta2, epsilon, weightDecay } = this;
    return { beta1, beta2, epsilon, weightDecay };
  }
}
