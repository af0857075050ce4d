import * as tf from '@tensorflow/tfjs-core';

/** A part of a model that owns memory: a network, a prior, a noise space. */
export interface OwnedPart {
  dispose(): void;
}

/**
 * Runs a function that makes several parts. If it throws, all variables that were made meanwhile are freed, also those of a part
 * that failed halfway. A refused factory then leaves no tensor behind.
 *
 * @param make Makes the parts. It passes each part that owns more than variables (constant masks, say) through `part` as soon
 * as the part exists, so that the part is disposed.
 * @returns The result of `make`.
 * @throws What `make` throws.
 * @example
 * ```ts
 * import { allOrNone, createRng, mlp } from '@latents/core';
 *
 * const rng = createRng(0);
 * const tensors = tf.memory().numTensors;
 * try {
 *   allOrNone((part) => {
 *     const encoder = part(mlp({ inputDim: 4, hidden: [], outputDim: 2, rng }));
 *     const decoder = part(mlp({ inputDim: 2, hidden: [-1], outputDim: 4, rng }));
 *     return { encoder, decoder };
 *   });
 * } catch {}
 * tf.memory().numTensors - tensors; // => 0
 * ```
 */
export function allOrNone<T>(make: (part: <P extends OwnedPart>(made: P) => P) => T): T {
  const made: OwnedPart[] = [];
  const before = new Set(Object.values(tf.engine().registeredVariables));
  try {
    return make((part) => {
      made.push(part);
      return part;
    });
  } catch (error) {
    for (const part of made.reverse()) part.dispose();
    for (const variable of Object.values(tf.engine().registeredVariables)) {
      if (!before.has(variable)) variable.dispose();
    }
    throw error;
  }
}
