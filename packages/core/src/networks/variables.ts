import type { NamedArrays } from '@latents/math';
import { checkArrays } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import type { NamedVariables } from './network.js';

/**
 * Gives variables the values of arrays of the same names and shapes. All are checked before any is changed.
 *
 * @param where Start of the error message: `'vae.assign(arrays)'`.
 * @throws Error that names the first variable without an array, pair of different shapes, array without a variable, or
 * array with a value that is not finite.
 */
export function assignVariables(where: string, variables: NamedVariables, arrays: NamedArrays): void {
  checkArrays(where, variables, arrays);
  for (const [name, variable] of Object.entries(variables)) {
    const { shape, data } = arrays[name]!;
    const copy = variable.dtype === 'float32' ? Float32Array.from(data) : Int32Array.from(data);
    tf.tidy(() => variable.assign(tf.tensor(copy, [...shape], variable.dtype as 'float32' | 'int32')));
  }
}
