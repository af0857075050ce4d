import { checkSize, isNdArray, type NamedArrays, type NdArray, type NumericArray } from '@latents/math';
import type { NamedParameters, Stored } from './model.js';

/** Returns copies of the present values of parameters. */
export async function readParameters(parameters: NamedParameters): Promise<NamedArrays> {
  const entries = Object.entries(parameters).map(async ([name, parameter]): Promise<[string, NdArray]> => {
    const values: NumericArray = isNdArray(parameter) ? parameter.data : await parameter.data();
    // A copy: a model may go on computing on the memory that it hands out.
    return [name, { shape: [...parameter.shape], data: values.slice() as NumericArray }];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Returns copies of the present weights of a model, read as the model does. */
export function readWeights(model: Pick<Stored, 'parameters' | 'read'>): Promise<NamedArrays> {
  return model.read?.() ?? readParameters(model.parameters);
}

/**
 * Checks that arrays have the names and shapes of parameters, and finite values.
 *
 * @param where Start of the error message: `'load(model, source)'`.
 * @throws Error that names the first parameter without an array, pair of different shapes, array without a parameter, or
 * array with a value that is not finite.
 * @throws RangeError if an array holds fewer or more numbers than its shape says.
 */
export function checkArrays(
  where: string,
  parameters: Readonly<Record<string, { readonly shape: readonly number[] }>>,
  arrays: NamedArrays,
): void {
  for (const [name, { shape }] of Object.entries(parameters)) {
    const array = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
    if (array === undefined || array.shape.length !== shape.length || array.shape.join() !== shape.join()) {
      const got = array === undefined ? 'none' : `[${array.shape}]`;
      throw new Error(
        `${where}: expected '${name}' of shape [${shape}], got ${got}. The weights belong to a model of another architecture.`,
      );
    }
  }
  const unknown = Object.keys(arrays).find((name) => !Object.hasOwn(parameters, name));
  if (unknown !== undefined) {
    throw new Error(
      `${where}: expected ${Object.keys(parameters).join(', ')}, got '${unknown}' too. The weights belong to a model of another architecture.`,
    );
  }
  for (const [name, array] of Object.entries(arrays)) checkSize(where, `'${name}'`, array);
  checkFiniteWeights(where, arrays);
}

/** Throws an Error that names the first array with a value that is not finite. */
export function checkFiniteWeights(where: string, arrays: NamedArrays): void {
  for (const [name, { data }] of Object.entries(arrays)) {
    for (let i = 0; i < data.length; i++) {
      if (!Number.isFinite(data[i])) {
        throw new Error(`${where}: expected finite weights, got ${data[i]} in '${name}' at index ${i}.`);
      }
    }
  }
}
