import { MomentOptimizer, type MomentUpdate } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import { currentRuntime } from '../install/training-kernels.js';
import type { Runtime } from '../runtime/runtime.js';

/** An optimizer whose update is one pass over each parameter, in place, where the training kernels are installed, and core's elsewhere. */
export abstract class FusedOptimizer extends MomentOptimizer {
  /** One step: moves the parameters in place with the second module. */
  protected abstract updateInPlace(runtime: Runtime, update: MomentUpdate): void;

  protected override move(update: MomentUpdate): void {
    const runtime = currentRuntime();
    if (runtime !== undefined) inPlace(runtime, update, () => this.updateInPlace(runtime, update));
    else super.move(update);
  }
}

function inPlace(runtime: Runtime, { parameter, moments }: MomentUpdate, write: () => void): void {
  for (const variable of [parameter, ...moments]) {
    // Another tensor may share these numbers (a clone, a reshape): it must keep them.
    if (!runtime.soleOwner(variable)) tf.tidy(() => variable.assign(tf.mul(variable, 1)));
  }
  write();
  runtime.renew(parameter, parameter.size);
}
