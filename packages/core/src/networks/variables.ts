import { type NamedArrays, type NdArray, sizeOfShape } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

import type { NamedVariables } from './index.js';

/** Copies of the present values of variables. */
export async function readVariables(variables: NamedVariables): Promise<NamedArrays> {
  const entries = Object.entries(variables).map(
    async ([name, variable]): Promise<[string, NdArray]> => [
      name,
      // A copy: the cpu backend hands out the memory it computes on.
      { shape: variable.shape, data: ((await variable.data()) as Float32Array).slice() },
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
    if (
      array === undefined ||
      array.shape.length !== shape.length ||
      array.shape.join() !== shape.join() ||
      array.data.length !== sizeOfShape(shape)
    ) {
      const got = array === undefined ? 'none' : `[${array.shape}] with ${array.data.length} numbers`;
      throw new Error(
        `${where}: expected '${name}' of shape [${shape}], got ${got}. The file belongs to a model of another architecture.`,
      );
    }
  }
  const unknown = Object.keys(arrays).find((name) => !Object.hasOwn(variables, name));
  if (unknown !== undefined) {
    throw new Error(
      `${where}: expected ${Object.keys(variables).join(', ')}, got '${unknown}' too. The file belongs to a model of another architecture.`,
    );
  }
  for (const [name, variable] of Object.entries(variables)) {
    const { shape, data } = arrays[name]!;
    const copy = variable.dtype === 'float32' ? Float32Array.from(data) : Int32Array.from(data);
    tf.tidy(() => variable.assign(tf.tensor(copy, [...shape], variable.dtype as 'float32' | 'int32')));
  }
}
