import {
  type ArraysOf,
  arraysOf,
  checkInteger,
  checkOneOf,
  checkOptions,
  checkRng,
  type Rng,
  type Rows,
  takeRowsOf,
} from '@latents/math';

export type { Rows };

/** The batches of a run, each a function of its number alone, so that a resumed run sees what an unbroken one does. */
export interface Batches<B> {
  /** How many batches make one pass over the data. */
  readonly perEpoch: number;
  /** The batch of step `step`, and how many examples it holds. */
  at(step: number): { readonly batch: B; readonly examples: number };
}

export interface BatchOptions<D extends Rows, B> {
  /** Examples a batch, at most the number of rows. */
  readonly size: number;
  /** Draws the order of each epoch, and whatever `transform` draws. */
  readonly rng: Rng;
  /** What to do with the last, smaller batch of an epoch (default `'keep'`). */
  readonly last?: 'keep' | 'drop';
  /** Applied to each batch as it is drawn: scaling, dynamic binarisation, corruption. */
  readonly transform?: (rows: ArraysOf<D>, rng: Rng) => B;
}

/**
 * Returns shuffled minibatches, in a new order each epoch.
 *
 * @param data One array `[n, ...]` or a record of arrays with n rows each: from `ndArray`, rows `number[][]`, or lists `number[]`.
 * @example
 * ```ts
 * import { createRng, ndArray } from '@latents/math';
 * import { batches } from '@latents/training';
 *
 * const data = ndArray([5, 1], Float32Array.of(0, 1, 2, 3, 4));
 * const stream = batches(data, { size: 2, rng: createRng(0) });
 * stream.perEpoch; // => 3
 * stream.at(2).batch.shape; // => [1, 1]
 * ```
 * @throws TypeError for data that are not arrays of numbers, or without `rng`.
 * @throws RangeError if the data are empty or contain NaN or infinity, or if arrays differ in rows.
 * @throws RangeError if `size` is not an integer from 1 to the number of rows, or for an unknown option.
 */
export function batches<D extends Rows, B = ArraysOf<D>>(data: D, options: BatchOptions<D, B>): Batches<B> {
  checkOptions('batches(data, options)', options, ['size', 'rng', 'last', 'transform']);
  const { size, rng, last = 'keep', transform } = options;
  const { arrays, count: n } = arraysOf('batches(data)', data);
  if (n === 0) throw new RangeError('batches(data): expected at least one row, got none.');
  checkOneOf('batches(data, { last })', last, ['keep', 'drop']);
  checkRng('batches(data, { rng })', rng);
  checkInteger('batches(data, { size })', size, 1, n, 'the number of rows');
  const perEpoch = last === 'drop' ? Math.floor(n / size) : Math.ceil(n / size);
  let epochShown = -1;
  let order: Uint32Array = new Uint32Array();
  return {
    perEpoch,
    at(step) {
      const epoch = Math.floor(step / perEpoch);
      const index = step % perEpoch;
      const epochRng = rng.fork(epoch);
      if (epoch !== epochShown) {
        order = epochRng.permutation(n);
        epochShown = epoch;
      }
      const chosen = order.subarray(index * size, (index + 1) * size);
      const rows = takeRowsOf(arrays, chosen);
      return {
        batch: transform ? transform(rows, epochRng.fork(index)) : (rows as unknown as B),
        examples: chosen.length,
      };
    },
  };
}

/** All the data as one batch, every step: what EM and other full-data algorithms train on. */
export function fullBatch<D>(data: D, examples: number): Batches<D> {
  return { perEpoch: 1, at: () => ({ batch: data, examples }) };
}
