import { checkInteger, isNdArray, type NdArray, type Rng, takeRows } from '@latents/math';

/** What {@link splitRows} gives back: the same arrays, each with some of the rows. */
export interface Split<D> {
  readonly train: D;
  readonly validation: D;
}

/**
 * Splits rows at random into a training and a validation set: `validation` rows drawn without replacement, the rest
 * for training, both in drawn order. The same seed gives the same split. Several arrays, `{ images, labels }`, are
 * split alike.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { createRng } from '@latents/math';
 * import { splitRows } from '@latents/datasets';
 *
 * const data = ndArray([5, 2], new Float32Array(10));
 * const { train, validation } = splitRows(data, { validation: 2, rng: createRng(0) });
 * train.shape; // => [3, 2]
 * validation.shape; // => [2, 2]
 * ```
 * @throws RangeError if there is nothing to split, if arrays differ in rows, or if `validation` is not an integer
 * that leaves at least one row on either side.
 */
export function splitRows<D extends NdArray | Readonly<Record<string, NdArray>>>(
  data: D,
  options: { readonly validation: number; readonly rng: Rng },
): Split<D> {
  const { validation, rng } = options;
  const n = countRows(data);
  checkInteger('splitRows(data, { validation })', validation, 1, n - 1, `one less than the ${n} rows`);
  const order = rng.permutation(n);
  return {
    validation: pick(data, order.subarray(0, validation)),
    train: pick(data, order.subarray(validation)),
  };
}

function pick<D extends NdArray | Readonly<Record<string, NdArray>>>(data: D, rows: Uint32Array): D {
  if (isNdArray(data)) return takeRows(data, rows) as NdArray as D;
  const picked = Object.entries(data).map(([name, array]) => [name, takeRows(array as NdArray, rows)]);
  return Object.fromEntries(picked) as D;
}

function countRows(data: NdArray | Readonly<Record<string, NdArray>>): number {
  const arrays: [string, NdArray][] = isNdArray(data) ? [['data', data]] : Object.entries(data);
  const n = arrays[0]?.[1].shape[0] ?? 0;
  if (n < 2) throw new RangeError(`splitRows(data): expected at least 2 rows, got ${n}.`);
  for (const [name, { shape }] of arrays) {
    if (shape[0] !== n) {
      throw new RangeError(`splitRows(data): expected ${n} rows in every array, got ${shape[0]} in '${name}'.`);
    }
  }
  return n;
}
