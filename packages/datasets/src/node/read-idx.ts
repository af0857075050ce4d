import { readFile } from 'node:fs/promises';
import type { NdArray } from '@latents/math';
import type { InflateOptions } from '../files/gunzip.js';
import { type IdxArrays, type IdxType, parseIdx } from '../files/idx.js';

/**
 * Returns the array in an IDX file, gzipped or not, on disk. Inflating stops as in `parseIdx`.
 *
 * @example
 * ```ts
 * import { writeFile } from 'node:fs/promises';
 * import { readIdx } from '@latents/datasets/node';
 *
 * await writeFile('labels-idx1-ubyte', Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4));
 * const labels = await readIdx('labels-idx1-ubyte', 'uint8');
 * labels.data; // => Uint8Array.of(5, 0, 4)
 * ```
 * @throws Error (the promise rejects) if the file cannot be read or, naming the file, is not such an IDX file.
 */
export async function readIdx(path: string, type?: undefined, options?: InflateOptions): Promise<NdArray>;
export async function readIdx<T extends IdxType>(
  path: string,
  type: T,
  options?: InflateOptions,
): Promise<NdArray<IdxArrays[T]>>;
export async function readIdx(path: string, type?: IdxType, options?: InflateOptions): Promise<NdArray> {
  const bytes = await readFile(path);
  try {
    return await (type === undefined ? parseIdx(bytes, undefined, options) : parseIdx(bytes, type, options));
  } catch (cause) {
    throw new Error(`readIdx('${path}'): ${(cause as Error).message}`, { cause });
  }
}
