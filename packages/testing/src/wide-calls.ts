import * as tf from '@tensorflow/tfjs';

/** A shader of tfjs's webgpu backend binds at most 8 buffers, and one of them is the result. */
const MOST_INPUTS = 7;

/** Operations that the webgpu backend splits into groups of 7 inputs itself (its kernels/Concat_impl). */
const SPLIT: ReadonlySet<string> = new Set(['Concat', 'Pack']);

/**
 * Returns the operations of tfjs that a function calls with more inputs than a webgpu shader can read, one line per call. The webgpu
 * backend drops such a call without an error. An operation whose number of inputs grows with a model must not be used.
 *
 * @param act A function, or an asynchronous function, that runs on any backend.
 * @returns names of operations with their number of inputs; empty if all calls are narrow enough
 */
export async function wideCalls(act: () => unknown): Promise<string[]> {
  const { kernels } = await tf.profile(async () => {
    await act();
    return [];
  });
  return kernels
    .filter(({ name, inputShapes }) => inputShapes.length > MOST_INPUTS && !SPLIT.has(name))
    .map(({ name, inputShapes }) => `${name} of ${inputShapes.length} inputs`);
}
