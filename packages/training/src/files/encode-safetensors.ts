import type { NamedArrays, NdArray } from '@latents/math';
import { checkedSize } from './checked-size.js';
import { type Dtype, ELEMENT_TYPES } from './element-types.js';
import { hasLoneSurrogate } from './lone-surrogate.js';
import { describeValue, quote } from './quote.js';
import { MAX_HEADER_LENGTH } from './safetensors-header.js';

/** Contents of a `.safetensors` file. */
export interface Safetensors {
  readonly arrays: NamedArrays;
  /** Free text by key. */
  readonly metadata: Readonly<Record<string, string>>;
}

const DTYPES: Readonly<Record<string, Dtype>> = {
  Float32Array: 'F32',
  Float64Array: 'F64',
  Int8Array: 'I8',
  Int16Array: 'I16',
  Int32Array: 'I32',
  Uint8Array: 'U8',
  Uint16Array: 'U16',
  Uint32Array: 'U32',
};

/**
 * Returns the bytes of a `.safetensors` file, which Python's `safetensors` reads. The same arrays and metadata give the same
 * bytes, in whatever order their keys stand. Each array is aligned to the size of its elements.
 *
 * @param contents Arrays and metadata by name.
 * @returns The whole file. Numbers are little-endian, as in the memory of every platform that JavaScript runs on today.
 * @throws RangeError if a shape holds a size that is no integer >= 0, or does not fit its data.
 * @throws RangeError if an array is named `__metadata__`, or the names and metadata need more than 100 MB.
 * @throws TypeError for a typed array other than float64, float32 and integers of 8 to 32 bits.
 * @throws TypeError if a metadata value is no text, or a name or text holds half of a surrogate pair.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { decodeSafetensors, encodeSafetensors } from '@latents/training';
 *
 * const bytes = encodeSafetensors({ arrays: { w: ndArray([2], Float32Array.of(1, 2)) }, metadata: { made: 'here' } });
 * decodeSafetensors(bytes).metadata; // => { made: 'here' }
 * ```
 */
export function encodeSafetensors({
  arrays,
  metadata = {},
}: Pick<Safetensors, 'arrays'> & Partial<Safetensors>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(arrays)
    .map(([name, array]) => ({ name, array, dtype: checkedDtype(name, array) }))
    // The widest elements come first, which keeps every array aligned to the size of its elements.
    .sort((a, b) => ELEMENT_TYPES[b.dtype].size - ELEMENT_TYPES[a.dtype].size || (a.name < b.name ? -1 : 1));
  const members = [`"__metadata__":${metadataText(metadata)}`];
  let length = 0;
  for (const { name, array, dtype } of entries) {
    const end = length + array.data.byteLength;
    // Joined by hand: an object would move names such as '7' to the front and lose '__proto__'.
    members.push(
      `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape: array.shape, data_offsets: [length, end] })}`,
    );
    length = end;
  }
  const header = new TextEncoder().encode(`{${members.join()}}`);
  const start = 8 + Math.ceil(header.length / 8) * 8;
  if (start - 8 > MAX_HEADER_LENGTH) {
    throw new RangeError(
      `encodeSafetensors({ arrays, metadata }): expected names, shapes and metadata of at most ${MAX_HEADER_LENGTH} bytes, got ${start - 8}. Put large data into arrays.`,
    );
  }
  const bytes = new Uint8Array(start + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.fill(0x20, 8, start).set(header, 8);
  let at = start;
  for (const { array } of entries) {
    const { buffer, byteOffset, byteLength } = array.data;
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

function checkedDtype(name: string, { shape, data }: NdArray): Dtype {
  const where = `encodeSafetensors({ arrays })`;
  if (name === '__metadata__') {
    throw new RangeError(`${where}: expected a name other than '__metadata__', which the format keeps for itself.`);
  }
  if (hasLoneSurrogate(name)) {
    throw new TypeError(
      `${where}: expected names of whole characters, got half of a surrogate pair in ${quote(name)}.`,
    );
  }
  const type = ArrayBuffer.isView(data) ? data[Symbol.toStringTag] : '';
  const dtype = Object.hasOwn(DTYPES, type) ? DTYPES[type] : undefined;
  if (dtype === undefined) {
    throw new TypeError(
      `${where}: expected ${quote(name)} to be one of ${Object.keys(DTYPES).join(', ')}, got ${describeValue(data)}.`,
    );
  }
  if (!Array.isArray(shape) || checkedSize(shape) !== data.length) {
    throw new RangeError(
      `${where}: expected the shape of ${quote(name)} to hold integers >= 0 with the product ${data.length}, got ${Array.isArray(shape) ? `[${shape.slice(0, 8)}]` : describeValue(shape)}.`,
    );
  }
  return dtype;
}

function metadataText(metadata: Readonly<Record<string, string>>): string {
  const texts = Object.entries(metadata).map(([key, text]) => {
    if (typeof text !== 'string' || hasLoneSurrogate(key) || hasLoneSurrogate(text)) {
      throw new TypeError(
        `encodeSafetensors({ metadata }): expected texts of whole characters, got ${describeValue(text)} under ${quote(key)}. Turn other values into texts, for example with JSON.stringify.`,
      );
    }
    return `${JSON.stringify(key)}:${JSON.stringify(text)}`;
  });
  return `{${texts.sort().join()}}`;
}
