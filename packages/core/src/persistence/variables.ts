import * as tf from '@tensorflow/tfjs';
import type { NamedArrays, NdArray } from '../arrays/index.js';
import type { NamedVariables } from '../networks/index.js';

/** The present values of variables. */
export async function readVariables(variables: NamedVariables): Promise<NamedArrays> {
  const entries = Object.entries(variables).map(
    async ([name, variable]): Promise<[string, NdArray]> => [
      name,
      { shape: variable.shape, data: (await variable.data()) as Float32Array },
    ],
  );
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * Gives variables the values of arrays of the same names and shapes. All are checked before any is changed.
 *
 * @throws Error that names the first variable without an array, array without a variable, or pair of different shapes.
 */
export function assignVariables(where: string, variables: NamedVariables, arrays: NamedArrays): void {
  for (const [name, { shape }] of Object.entries(variables)) {
    const array = arrays[name];
    if (array === undefined || array.shape.join() !== shape.join()) {
      const got = array === undefined ? 'none' : `[${array.shape}]`;
      throw new Error(
        `${where}: expected '${name}' of shape [${shape}], got ${got}. The file belongs to a model of another architecture.`,
      );
    }
  }
  const unknown = Object.keys(arrays).find((name) => !(name in variables));
  if (unknown !== undefined) {
    throw new Error(
      `${where}: expected ${Object.keys(variables).join(', ')}, got '${unknown}' too. The file belongs to a model of another architecture.`,
    );
  }
  for (const [name, variable] of Object.entries(variables)) {
    const { shape, data } = arrays[name]!;
    tf.tidy(() => variable.assign(tf.tensor(data as Float32Array, [...shape], variable.dtype as 'float32')));
  }
}
