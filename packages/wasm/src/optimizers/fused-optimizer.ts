import * as tf from '@tensorflow/tfjs';
import { currentRuntime } from '../install/training-kernels.js';
import type { Runtime } from '../runtime/runtime.js';
import { Moments, type NamedTensor } from './moments.js';

/** A parameter, its gradient, and its running averages. */
export interface Update {
  readonly parameter: tf.Variable;
  readonly gradient: tf.Tensor;
  readonly moments: readonly tf.Variable[];
}

/**
 * A `tf.Optimizer` whose update is one pass over each parameter, in place, where the training kernels are installed, and
 * the same formula in tfjs's operations elsewhere. Its state is saved with `getWeights` and restored with `setWeights`;
 * a resumed run gives the same bits as an unbroken one.
 */
export abstract class FusedOptimizer extends tf.Optimizer {
  /** May be changed between steps. */
  learningRate: number;
  protected readonly moments: Moments;

  constructor(learningRate: number, kinds: readonly string[]) {
    super();
    this.learningRate = positive('learningRate', learningRate);
    this.moments = new Moments(kinds);
  }

  /** One step: moves the parameters in place with the second module. */
  protected abstract updateInPlace(runtime: Runtime, update: Update): void;
  /** The same step in tfjs's operations: the new averages, then the new parameter. */
  protected abstract updated(update: Update): readonly [parameter: tf.Tensor, ...moments: tf.Tensor[]];

  override applyGradients(gradients: Record<string, tf.Tensor> | NamedTensor[]): void {
    const runtime = currentRuntime();
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
      const update = { parameter, gradient, moments: this.moments.of(parameter) };
      if (runtime !== undefined) inPlace(runtime, update, () => this.updateInPlace(runtime, update));
      else this.assign(update);
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

  private assign(update: Update): void {
    tf.tidy(() => {
      const [parameter, ...moments] = this.updated(update);
      update.moments.forEach((moment, i) => {
        moment.assign(moments[i]!);
      });
      update.parameter.assign(parameter);
    });
  }
}

function inPlace(runtime: Runtime, { parameter, moments }: Update, write: () => void): void {
  for (const variable of [parameter, ...moments]) {
    // Another tensor may share these numbers (a clone, a reshape): it must keep them.
    if (!runtime.soleOwner(variable)) tf.tidy(() => variable.assign(variable.mul(1)));
  }
  write();
  runtime.renew(parameter, parameter.size);
}

/** The value, checked to be a positive finite number. */
export function positive(name: string, value: number): number {
  if (!(value > 0 && value < Infinity))
    throw new RangeError(`${name}: expected a positive finite number, got ${value}.`);
  return value;
}

/** The value, checked to lie in [0, 1). */
export function fraction(name: string, value: number): number {
  if (!(value >= 0 && value < 1)) throw new RangeError(`${name}: expected a number from 0 to below 1, got ${value}.`);
  return value;
}
