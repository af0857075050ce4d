import { checkPositive } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { Moments, type NamedTensor } from './moments.js';

/** A parameter, its gradient, and its running averages. */
export interface MomentUpdate {
  readonly parameter: tf.Variable;
  readonly gradient: tf.Tensor;
  readonly moments: readonly tf.Variable[];
}

/**
 * A `tf.Optimizer` with running averages for each parameter, kept by variable and not by position as tfjs does. Its state is
 * saved with `getWeights` and restored with `setWeights`; a resumed run gives the same bits as an unbroken one.
 */
export abstract class MomentOptimizer extends tf.Optimizer {
  /** May be changed between steps. */
  learningRate: number;
  protected readonly moments: Moments;

  /** @param kinds The names of a parameter's averages. Throws a RangeError for a rate that is not positive and finite. */
  constructor(learningRate: number, kinds: readonly string[]) {
    super();
    this.learningRate = positiveSetting('learningRate', learningRate);
    this.moments = new Moments(kinds);
  }

  /** One step: the new parameter, then its new averages. */
  protected abstract updated(update: MomentUpdate): readonly [parameter: tf.Tensor, ...moments: tf.Tensor[]];

  override applyGradients(gradients: Record<string, tf.Tensor> | NamedTensor[]): void {
    const named = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    this.incrementIterations();
    for (const { name, tensor: gradient } of named) {
      if (gradient === null || gradient === undefined) continue;
      const parameter = tf.engine().registeredVariables[name];
      if (parameter === undefined) {
        throw new Error(`applyGradients: expected the name of a variable, got '${name}'. Was it disposed?`);
      }
      this.move({ parameter, gradient, moments: this.moments.of(parameter) });
    }
  }

  override async getWeights(): Promise<NamedTensor[]> {
    return [await this.saveIterations(), ...this.moments.weights()];
  }

  override async setWeights(weights: NamedTensor[]): Promise<void> {
    this.moments.restore(await this.extractIterations(weights));
  }

  override dispose(): void {
    this.moments.dispose();
  }

  /** Gives a parameter and its averages what `updated` says. */
  protected move(update: MomentUpdate): void {
    tf.tidy(() => {
      const [parameter, ...moments] = this.updated(update);
      update.moments.forEach((moment, i) => {
        moment.assign(moments[i]!);
      });
      update.parameter.assign(parameter);
    });
  }
}

/** The value, checked to be a positive finite number. */
export function positiveSetting(name: string, value: number): number {
  checkPositive(name, value);
  return value;
}

/** The value, checked to lie in [0, 1). */
export function fractionSetting(name: string, value: number): number {
  if (!(value >= 0 && value < 1)) throw new RangeError(`${name}: expected a number from 0 to below 1, got ${value}.`);
  return value;
}
