import type { NamedArrays, NdArray, NumericArray } from '../arrays/index.js';

/** The contents of a `.safetensors` file. */
export interface Safetensors {
  readonly arrays: NamedArrays;
  /** Free text by key. */
  readonly metadata: Readonly<Record<string, string>>;
}

type ArrayConstructor = { new (buffer: ArrayBuffer): NumericArray; readonly BYTES_PER_ELEMENT: number };

const CONSTRUCTORS: Readonly<Record<string, ArrayConstructor>> = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  U8: Uint8Array,
};

/**
 * The bytes of a `.safetensors` file: what Python's `safetensors` reads. Arrays are written in the order of their names.
 *
 * @example
 * ```ts
 * import { decodeSafetensors, encodeSafetensors, ndArray } from '@latents/core';
 *
 * const bytes = encodeSafetensors({ arrays: { w: ndArray([2], Float32Array.of(1, 2)) }, metadata: { made: 'here' } });
 * decodeSafetensors(bytes).metadata; // => { made: 'here' }
 * ```
 */
export function encodeSafetensors({ arrays, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  // Widest elements first keep every array aligned to its own size.
  const entries = Object.entries(arrays).sort(
    ([a, x], [b, y]) => y.data.BYTES_PER_ELEMENT - x.data.BYTES_PER_ELEMENT || (a < b ? -1 : 1),
  );
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, data }] of entries) {
    header[name] = { dtype: dtypeOf(data), shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const unpadded = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(unpadded.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(unpadded, 8);
  let at = 8 + headerLength;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * The arrays and metadata of a `.safetensors` file, of element types F32, F64, I32 and U8.
 *
 * @throws Error for a truncated or corrupt file, or an element type that JavaScript has no array for: names what was
 * expected and what was found.
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { header, body } = readHeader(bytes);
  const { __metadata__: metadata = {}, ...entries } = header;
  const arrays: Record<string, NdArray> = {};
  for (const [name, entry] of Object.entries(entries)) arrays[name] = readArray(name, entry, body);
  return { arrays, metadata: metadata as Record<string, string> };
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; body: Uint8Array } {
  if (bytes.length < 8) throw corrupt(`at least 8 bytes, got ${bytes.length}`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > bytes.length - 8) throw corrupt(`a header of ${length} bytes, got ${bytes.length - 8}`);
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
    if (typeof header === 'object' && header !== null)
      return { header: { ...header }, body: bytes.subarray(8 + length) };
  } catch {
    // Said below, with what was expected.
  }
  throw corrupt('a header that is a JSON object, got something else');
}

function readArray(name: string, entry: unknown, body: Uint8Array): NdArray {
  const {
    dtype,
    shape,
    data_offsets: offsets,
  } = (entry ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    throw corrupt(`a shape and two offsets for '${name}', got ${JSON.stringify(entry)}`);
  }
  const make = CONSTRUCTORS[String(dtype)];
  if (make === undefined) {
    throw new Error(
      `decodeSafetensors: expected '${name}' to be one of ${Object.keys(CONSTRUCTORS).join(', ')}, got ${String(dtype)}. Convert it where it was saved.`,
    );
  }
  const [begin, end] = offsets as [number, number];
  const size = shape.reduce((product, n) => product * n, make.BYTES_PER_ELEMENT);
  if (end - begin !== size || end > body.length) {
    throw corrupt(`${size} bytes of '${name}' at ${begin} to ${end}, got ${Math.min(end, body.length) - begin}`);
  }
  return { shape, data: new make(body.slice(begin, end).buffer) };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function dtypeOf(data: NumericArray): string {
  return Object.keys(CONSTRUCTORS).find((dtype) => data instanceof CONSTRUCTORS[dtype]!)!;
}

function corrupt(expectedAndGot: string): Error {
  return new Error(
    `decodeSafetensors: expected ${expectedAndGot}. The file is truncated, corrupt or of another format.`,
  );
}
