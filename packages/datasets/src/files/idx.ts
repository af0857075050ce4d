import { type NdArray, ndArray, sizeOfShape } from '@latents/math';
import { bytesOf } from './bytes.js';
import { gunzip, type InflateOptions, isGzip } from './gunzip.js';

/** The array that each element type of an IDX file is decoded to; bytes and shorts widen to 32 bits. */
export interface IdxArrays {
  uint8: Uint8Array;
  int8: Int32Array;
  int16: Int32Array;
  int32: Int32Array;
  float32: Float32Array;
  float64: Float64Array;
}

/** The element types of the IDX format. */
export type IdxType = keyof IdxArrays;

interface Format {
  readonly type: IdxType;
  readonly bytes: number;
  readonly decode: (view: DataView, count: number) => IdxArrays[IdxType];
}

const FORMATS: Readonly<Record<number, Format>> = {
  8: { type: 'uint8', bytes: 1, decode: (v, n) => new Uint8Array(v.buffer, v.byteOffset, n).slice() },
  9: { type: 'int8', bytes: 1, decode: (v, n) => Int32Array.from({ length: n }, (_, i) => v.getInt8(i)) },
  11: { type: 'int16', bytes: 2, decode: (v, n) => Int32Array.from({ length: n }, (_, i) => v.getInt16(2 * i)) },
  12: { type: 'int32', bytes: 4, decode: (v, n) => Int32Array.from({ length: n }, (_, i) => v.getInt32(4 * i)) },
  13: { type: 'float32', bytes: 4, decode: (v, n) => Float32Array.from({ length: n }, (_, i) => v.getFloat32(4 * i)) },
  14: { type: 'float64', bytes: 8, decode: (v, n) => Float64Array.from({ length: n }, (_, i) => v.getFloat64(8 * i)) },
};

/**
 * The array in the bytes of an uncompressed IDX file, of the file's own shape (`[60000, 28, 28]` for the images of
 * MNIST, `[60000]` for its labels). Every element type of the format is read. Give `type` to refuse any other and to
 * get the precise array type.
 *
 * @example
 * ```ts
 * import { decodeIdx } from '@latents/datasets';
 *
 * const labels = decodeIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4), 'uint8');
 * labels.shape; // => [3]
 * labels.data; // => Uint8Array.of(5, 0, 4)
 * ```
 * @throws TypeError for what is neither bytes nor a buffer.
 * @throws RangeError if the bytes are not one whole IDX file of that type, neither shorter nor longer.
 * @see LeCun, Cortes & Burges, "The MNIST database of handwritten digits", "the IDX file format"
 */
export function decodeIdx(bytes: Uint8Array | ArrayBuffer): NdArray;
export function decodeIdx<T extends IdxType>(bytes: Uint8Array | ArrayBuffer, type: T): NdArray<IdxArrays[T]>;
export function decodeIdx(source: Uint8Array | ArrayBuffer, type?: IdxType): NdArray {
  const bytes = bytesOf('decodeIdx(bytes)', source);
  if (isGzip(bytes)) throw problem('an uncompressed file', 'gzip data', 'Use parseIdx, which inflates them');
  const { format, shape, start, size } = readHeader(bytes, type);
  if (bytes.length !== size) {
    const advice = bytes.length < size ? 'The file is cut off' : 'Something follows the array';
    throw problem(`${size} bytes for ${format.type} of shape [${shape}]`, `${bytes.length}`, advice);
  }
  const elements = new DataView(bytes.buffer, bytes.byteOffset + start);
  return ndArray(shape, format.decode(elements, sizeOfShape(shape)));
}

/**
 * Returns the array in the bytes of an IDX file, which may be gzipped: {@link decodeIdx} after inflating. Inflating stops at the size
 * that the header declares, and before it starts to fill memory if that is more than `maxBytes`.
 *
 * @example
 * ```ts
 * import { parseIdx } from '@latents/datasets';
 *
 * const file = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255);
 * const gzipped = new Blob([file]).stream().pipeThrough(new CompressionStream('gzip'));
 * const images = await parseIdx(new Uint8Array(await new Response(gzipped).arrayBuffer()), 'uint8');
 * images.shape; // => [1, 2]
 * ```
 * @throws RangeError (the promise rejects) if the gzip data are corrupt or larger than declared or allowed, or as {@link decodeIdx} does.
 */
export async function parseIdx(
  bytes: Uint8Array | ArrayBuffer,
  type?: undefined,
  options?: InflateOptions,
): Promise<NdArray>;
export async function parseIdx<T extends IdxType>(
  bytes: Uint8Array | ArrayBuffer,
  type: T,
  options?: InflateOptions,
): Promise<NdArray<IdxArrays[T]>>;
export async function parseIdx(
  bytes: Uint8Array | ArrayBuffer,
  type?: IdxType,
  options?: InflateOptions,
): Promise<NdArray> {
  const sizeOf = (start: Uint8Array) => (isWholeHeader(start) ? readHeader(start, type).size : undefined);
  const where = 'parseIdx(bytes, type, options)';
  const inflated = await gunzip(bytesOf(where, bytes), where, options, sizeOf);
  return type === undefined ? decodeIdx(inflated) : decodeIdx(inflated, type);
}

interface Header {
  readonly format: Format;
  readonly shape: readonly number[];
  /** Number of bytes before the elements. */
  readonly start: number;
  /** Number of bytes of the whole file. */
  readonly size: number;
}

function isWholeHeader(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes.length >= 4 + 4 * bytes[3]!;
}

function readHeader(bytes: Uint8Array, type: IdxType | undefined): Header {
  if (bytes.length < 4) throw problem('a header of at least 4 bytes', `${bytes.length} bytes`);
  const format = FORMATS[bytes[2]!];
  const rank = bytes[3]!;
  if (bytes[0] !== 0 || bytes[1] !== 0 || format === undefined) {
    throw problem(
      'a file that starts 0x00 0x00 and a type 0x08, 0x09 or 0x0b to 0x0e',
      Array.from(bytes.subarray(0, 4), hex).join(' '),
      'Check that it is an IDX file',
    );
  }
  if (rank === 0) throw problem('at least one dimension', '0');
  if (type !== undefined && format.type !== type) throw problem(`elements of type ${type}`, format.type);
  const start = 4 + 4 * rank;
  if (bytes.length < start) {
    throw problem(`a header of ${start} bytes for ${rank} dimensions`, `${bytes.length} bytes`, 'The file is cut off');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { format, shape, start, size: start + sizeOfShape(shape) * format.bytes };
}

function problem(expected: string, got: string, advice?: string): RangeError {
  return new RangeError(`decodeIdx(bytes): expected ${expected}, got ${got}.${advice ? ` ${advice}.` : ''}`);
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
