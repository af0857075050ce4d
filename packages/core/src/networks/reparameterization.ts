import type { Rng } from '@latents/math';
import type { Json } from '@latents/training';
import type * as tf from '@tensorflow/tfjs-core';
import type { ApplyOptions } from './network.js';

/** A kernel as a function of variables. */
export interface Kernel {
  /** By what a layer calls them: `'kernel'` is moved by training. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** The kernel that a layer multiplies by; a new tensor, or the variable itself. */
  value(options?: ApplyOptions): tf.Tensor;
}

/** Makes a kernel of its initial value, whose variable it takes over. */
export interface Reparameterization {
  (kernel: tf.Variable, rng: Rng): Kernel;
  /** Plain JSON description: `'spectralNorm'`. */
  readonly config?: Json;
}

/** Returns the description of what kernels are made of: null for plain variables, `'unknown'` without a description. */
export function describeKernels(reparameterize: Reparameterization | undefined): Json {
  if (reparameterize === undefined || reparameterize === plainKernel) return null;
  return reparameterize.config ?? 'unknown';
}

/** A kernel that is a variable. */
export function plainKernel(kernel: tf.Variable): Kernel {
  return { variables: { kernel }, value: () => kernel };
}
