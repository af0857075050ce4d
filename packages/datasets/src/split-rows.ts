import {
  type ArraysOf,
  arraysOf,
  checkInteger,
  checkOptions,
  checkRng,
  type Rng,
  type Rows,
  takeRowsOf,
} from '@latents/math';

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
export function splitRows<D extends Rows>(
  data: D,
  options: { readonly validation: number; readonly rng: Rng },
): Split<ArraysOf<D>> {
  const { validation, rng } = options;
  checkOptions('splitRows(data, options)', options, ['validation', 'rng']);
  const { arrays, count: n } = arraysOf('splitRows(data)', data);
  if (n < 2) throw new RangeError(`splitRows(data): expected at least 2 rows, got ${n}.`);
  checkRng('splitRows(data, { rng })', rng);
  checkInteger('splitRows(data, { validation })', validation, 1, n - 1, `one less than the ${n} rows`);
  const order = rng.permutation(n);
  return {
    validation: takeRowsOf(arrays, order.subarray(0, validation)),
    train: takeRowsOf(arrays, order.subarray(validation)),
  };
}
