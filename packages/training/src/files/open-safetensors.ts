import type { NamedArrays, NdArray } from '@latents/math';
import { isBytes } from './bytes.js';
import { type Dtype, ELEMENT_TYPES } from './element-types.js';
import { describeValue, quote } from './quote.js';
import { readHeader } from './safetensors-header.js';

/** Type and shape of an array in a file. */
export interface TensorInfo {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
}

/** A `.safetensors` file whose header is read and whose arrays are not. */
export interface SafetensorsFile {
  /** Free text by key. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Type and shape of each array, by name, in the order of the header. */
  readonly tensors: Readonly<Record<string, TensorInfo>>;
  /**
   * Copies the arrays out of the file. F64 stays float64, F16 and BF16 become float32, I64 and U64 become float64, BOOL
   * becomes bytes 0 and 1, and every other type keeps its typed array. All conversions are exact.
   *
   * @throws Error if an I64 or U64 value lies beyond 2^53 - 1, or a BOOL is neither 0 nor 1. The error names the array.
   */
  read(): NamedArrays;
}

/**
 * Opens a `.safetensors` file: reads and checks its header, and allocates no array. Compare `tensors` with the shapes that
 * you expect, then call `read()`. The arrays together take the memory of the file (twice that for F16 and BF16).
 *
 * Everything that the Rust implementation refuses is refused. In addition, each key may stand only once in its object, the
 * header must start with `{`, and sizes end at 2^53 - 1.
 *
 * @param bytes The whole file, which must not change until `read` is called.
 * @throws TypeError if `bytes` is no Uint8Array.
 * @throws Error for a truncated or corrupt file, or an element type that JavaScript has no exact numbers for.
 * @see https://github.com/huggingface/safetensors#format
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { encodeSafetensors, openSafetensors } from '@latents/training';
 *
 * const bytes = encodeSafetensors({ arrays: { w: ndArray([2], Float32Array.of(1, 2)) }, metadata: {} });
 * const file = openSafetensors(bytes);
 * file.tensors; // => { w: { dtype: 'F32', shape: [2] } }
 * file.read()['w'].data; // => Float32Array.of(1, 2)
 * ```
 */
export function openSafetensors(bytes: Uint8Array): SafetensorsFile {
  if (!isBytes(bytes)) {
    throw new TypeError(
      `openSafetensors(bytes): expected a Uint8Array, got ${describeValue(bytes)}. Read other sources with bytesOf(source).`,
    );
  }
  const { metadata, places, body } = readHeader(bytes);
  return {
    metadata,
    tensors: Object.fromEntries(places.map(({ name, dtype, shape }) => [name, { dtype, shape }])),
    read: () =>
      Object.fromEntries(
        places.map(({ name, dtype, shape, begin, end }): [string, NdArray] => {
          try {
            return [name, { shape, data: ELEMENT_TYPES[dtype].read(body.subarray(begin, end)) }];
          } catch (error) {
            throw new Error(
              `openSafetensors(bytes).read(): expected ${quote(name)} of type ${dtype} to hold ${(error as Error).message}.`,
              { cause: error },
            );
          }
        }),
      ),
  };
}
