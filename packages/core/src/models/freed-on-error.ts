import * as tf from '@tensorflow/tfjs-core';

/**
 * Returns what a function makes. If the function throws, the variables that it had made are freed, so that a refused factory
 * leaves no tensor.
 *
 * @param make Makes networks or models; called once.
 * @throws What `make` throws.
 * @example
 * ```ts
 * import { freedOnError, mlp } from '@latents/core';
 * import { createRng } from '@latents/math';
 *
 * const rng = createRng(0);
 * const sizes = { hidden: [], outputDim: 2, rng };
 * freedOnError(() => [mlp({ inputDim: 4, ...sizes }), mlp({ inputDim: 2, ...sizes })]).length; // => 2
 * ```
 */
export function freedOnError<T>(make: () => T): T {
  const before = new Set(Object.values(tf.engine().registeredVariables));
  try {
    return make();
  } catch (error) {
    for (const variable of Object.values(tf.engine().registeredVariables)) {
      if (!before.has(variable)) variable.dispose();
    }
    throw error;
  }
}
