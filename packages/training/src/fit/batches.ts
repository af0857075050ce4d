import { checkInteger, isNdArray, type NdArray, type Rng, sizeOfShape, takeRows } from '@latents/math';

/** Data of one array or several with the same number of rows (`{ x, y }`). */
export type Rows = NdArray | Readonly<Record<string, NdArray>>;

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
  readonly transform?: (rows: D, rng: Rng) => B;
}

/**
 * Shuffled minibatches, a new order each epoch.
 *
 * @example
 * ```ts
 * import { batches } from '@latents/training';
 * import { createRng, ndArray } from '@latents/math';
 *
 * const data = ndArray([5, 1], Float32Array.of(0, 1, 2, 3, 4));
 * const stream = batches(data, { size: 2, rng: createRng(0) });
 * stream.perEpoch; // => 3
 * stream.at(2).batch.shape; // => [1, 1]
 * ```
 * @throws RangeError if the data are empty or contain NaN or infinity, if arrays differ in rows, or if `size` is not
 * an integer from 1 to the number of rows.
 */
export function batches<D extends Rows, B = D>(data: D, options: BatchOptions<D, B>): Batches<B> {
  const { size, rng, last = 'keep', transform } = options;
  const n = countRows(data);
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
      const rows = pick(data, chosen);
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

function pick<D extends Rows>(data: D, indices: Uint32Array): D {
  if (isNdArray(data)) return takeRows(data, indices) as D;
  return Object.fromEntries(
    Object.entries(data).map(([name, rows]) => [name, takeRows(rows, indices)]),
  ) as unknown as D;
}

function countRows(data: Rows): number {
  const named: [string, NdArray][] = isNdArray(data) ? [['data', data]] : Object.entries(data);
  const first = named[0]?.[1].shape[0] ?? 0;
  for (const [name, { shape, data: values }] of named) {
    if (shape[0] !== first) {
      throw new RangeError(`batches(data): expected ${first} rows in every array, got ${shape[0]} in '${name}'.`);
    }
    if (values.length !== sizeOfShape(shape)) {
      throw new RangeError(
        `batches(data): expected ${sizeOfShape(shape)} numbers in '${name}' of shape [${shape}], got ${values.length}.`,
      );
    }
    for (let i = 0; i < values.length; i++) {
      if (!Number.isFinite(values[i])) {
        throw new RangeError(
          `batches(data): expected finite values, got ${values[i]} in '${name}' at index ${i} (row ${Math.floor((i * first) / values.length)}).`,
        );
      }
    }
  }
  if (first === 0) throw new RangeError('batches(data): expected at least one row, got none.');
  return first;
}
