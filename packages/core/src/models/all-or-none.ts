/** A part of a model that owns memory: a network, a prior, a noise space. */
interface Part {
  dispose(): void;
}

/**
 * Runs a function that makes several parts, and frees the parts made so far if it throws. A refused factory then leaves no
 * tensor behind.
 *
 * @param make Makes the parts, and passes each through `part` as soon as it exists.
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
export function allOrNone<T>(make: (part: <P extends Part>(made: P) => P) => T): T {
  const made: Part[] = [];
  try {
    return make((part) => {
      made.push(part);
      return part;
    });
  } catch (error) {
    for (const part of made.reverse()) part.dispose();
    throw error;
  }
}
