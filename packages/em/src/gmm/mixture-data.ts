import { type ArrayInput, asNdArray, asTable, checkOptions, isNdArray, type NdArray } from '@latents/math';

/** Rows `[n, d]`; NaN is refused unless `missing` says that it means "not observed". A list of numbers is one column. */
export interface MixtureData {
  readonly x: ArrayInput;
  /** Weight of each row, `[n]`, finite and >= 0: the number of times that the row counts. */
  readonly weights?: ArrayInput;
  /** Component of each row where it is known, `[n]`; -1 where it is not. */
  readonly labels?: ArrayInput;
  /** Whether NaN in `x` means a value that was not observed (default false: an error). */
  readonly missing?: boolean;
}

/** Rows alone, or with weights, labels and gaps. */
export type MixtureInput = ArrayInput | MixtureData;

/** Mixture data after {@link checkedMixtureData}: plain arrays have become `NdArray`s. */
export interface CheckedMixtureData {
  readonly x: NdArray;
  readonly weights?: NdArray;
  readonly labels?: NdArray;
  readonly missing: boolean;
}

const KEYS = ['x', 'weights', 'labels', 'missing'] as const;

/**
 * Returns the input, checked.
 *
 * @param name The function that the input was given to.
 * @throws TypeError for what is not an array of numbers.
 * @throws RangeError naming the function, the expected and the given value.
 */
export function checkedMixtureData(
  input: MixtureInput,
  name: string,
  d?: number,
  components?: number,
): CheckedMixtureData {
  const data: MixtureData = isRecord(input) ? input : { x: input };
  checkOptions<MixtureData, typeof KEYS>(`${name}(data)`, data, KEYS);
  const { missing = false } = data;
  const x = asTable(`${name}(data)`, 'rows', data.x, d, { finite: false });
  const weights = data.weights && asNdArray(`${name}(data)`, 'weights', data.weights, { finite: false });
  const labels = data.labels && asNdArray(`${name}(data)`, 'labels', data.labels, { finite: false });
  const [n, width] = x.shape as [number, number];
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
  return { x, ...(weights && { weights }), ...(labels && { labels }), missing };
}

function isRecord(input: MixtureInput): input is MixtureData {
  return typeof input === 'object' && input !== null && !isNdArray(input) && 'x' in input;
}
