import { isNdArray, type NdArray } from '@latents/math';

/** Rows `[n, d]`; NaN is refused unless it says "not observed" by `missing`. */
export interface MixtureData {
  readonly x: NdArray;
  /** How often each row counts, `[n]`, finite and >= 0. */
  readonly weights?: NdArray;
  /** The component of each row where it is known, `[n]`; -1 where not. */
  readonly labels?: NdArray;
  /** Whether NaN in `x` means a value that was not observed (default false: an error). */
  readonly missing?: boolean;
}

/** Rows alone, or with weights, labels, gaps. */
export type MixtureInput = NdArray | MixtureData;

/**
 * The input, checked.
 *
 * @throws RangeError naming the function, what was expected and what was found.
 */
export function checkedMixtureData(input: MixtureInput, name: string, d?: number, components?: number): MixtureData {
  const data: MixtureData = isNdArray(input) ? { x: input } : input;
  const { x, weights, labels, missing = false } = data;
  const [n, width] = x.shape;
  if (x.shape.length !== 2 || !n || !width || (d !== undefined && width !== d) || x.data.length !== n * width) {
    throw new RangeError(`${name}(data): expected rows of shape [n, ${d ?? 'd'}] with n >= 1, got [${x.shape}].`);
  }
  for (let i = 0; i < x.data.length; i++) {
    const value = x.data[i]!;
    if (!Number.isFinite(value) && !(missing && Number.isNaN(value))) {
      throw new RangeError(
        `${name}(data): expected finite values, got ${value} at row ${Math.floor(i / width)}, column ${i % width}. ${Number.isNaN(value) ? 'If NaN means "not observed", pass { x, missing: true }.' : 'Remove the row or clip it.'}`,
      );
    }
  }
  for (const [key, array] of Object.entries({ weights, labels })) {
    if (array && (array.shape.length !== 1 || array.shape[0] !== n || array.data.length !== n)) {
      throw new RangeError(`${name}({ ${key} }): expected shape [${n}], one a row, got [${array.shape}].`);
    }
  }
  if (weights) {
    let total = 0;
    for (const w of weights.data) {
      if (!(w >= 0 && w < Infinity))
        throw new RangeError(`${name}({ weights }): expected finite numbers >= 0, got ${w}.`);
      total += w;
    }
    if (total === 0) throw new RangeError(`${name}({ weights }): expected a positive sum, got 0.`);
  }
  for (const label of labels?.data ?? []) {
    if (!Number.isInteger(label) || label < -1 || (components !== undefined && label >= components)) {
      throw new RangeError(
        `${name}({ labels }): expected integers from -1 (unknown) to ${components === undefined ? 'components - 1' : components - 1}, got ${label}.`,
      );
    }
  }
  return data;
}
