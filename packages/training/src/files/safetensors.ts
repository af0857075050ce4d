import { type NamedArrays, type NdArray, type NumericArray, sizeOfShape } from '@latents/math';

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
 * The bytes of a `.safetensors` file: what Python's `safetensors` reads. The same arrays give the same bytes, in whatever
 * order they were put in.
 *
 * @example
 * ```ts
 * import { decodeSafetensors, encodeSafetensors } from '@latents/training';
 * import { ndArray } from '@latents/math';
 *
 * const bytes = encodeSafetensors({ arrays: { w: ndArray([2], Float32Array.of(1, 2)) }, metadata: { made: 'here' } });
 * decodeSafetensors(bytes).metadata; // => { made: 'here' }
 * ```
 * @throws RangeError if an array's shape does not fit its data, or its name is `__metadata__`, which the format keeps.
 */
export function encodeSafetensors({ arrays, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  // Widest elements first keep every array aligned to its own size.
  const entries = Object.entries(arrays).sort(
    ([a, x], [b, y]) => y.data.BYTES_PER_ELEMENT - x.data.BYTES_PER_ELEMENT || (a < b ? -1 : 1),
  );
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, data }] of entries) {
    if (name === '__metadata__' || sizeOfShape(shape) !== data.length) {
      throw new RangeError(
        `encodeSafetensors({ arrays }): expected a name other than '__metadata__' and a shape that fits the data, got '${name}' of shape [${shape}] with ${data.length} numbers.`,
      );
    }
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
  if (!isTexts(metadata)) throw corrupt(`metadata of texts by name, got ${JSON.stringify(metadata)}`);
  const places = Object.entries(entries).map(([name, entry]) => placeOf(name, entry));
  // Arrays lie end to end, in any order, and fill the file: a hole, an overlap or a rest is a sign of corruption.
  let filled = 0;
  for (const { name, begin, end } of [...places].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== filled) throw corrupt(`'${name}' to begin at byte ${filled}, got ${begin}`);
    filled = end;
  }
  if (filled !== body.length) throw corrupt(`${filled} bytes of arrays, got ${body.length}`);
  return { arrays: Object.fromEntries(places.map((place) => [place.name, arrayAt(place, body)])), metadata };
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; body: Uint8Array } {
  if (bytes.length < 8) throw corrupt(`at least 8 bytes, got ${bytes.length}`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > bytes.length - 8) throw corrupt(`a header of ${length} bytes, got ${bytes.length - 8}`);
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
    if (typeof header === 'object' && header !== null && !Array.isArray(header))
      return { header: { ...header }, body: bytes.subarray(8 + length) };
  } catch {
    // Said below, with what was expected.
  }
  throw corrupt('a header that is a JSON object, got something else');
}

interface Place {
  readonly name: string;
  readonly make: ArrayConstructor;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function placeOf(name: string, entry: unknown): Place {
  const {
    dtype,
    shape,
    data_offsets: offsets,
  } = (entry ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    throw corrupt(`a shape and two offsets for '${name}', got ${JSON.stringify(entry)}`);
  }
  const make = typeof dtype === 'string' && Object.hasOwn(CONSTRUCTORS, dtype) ? CONSTRUCTORS[dtype] : undefined;
  if (make === undefined) {
    throw new Error(
      `decodeSafetensors: expected '${name}' to be one of ${Object.keys(CONSTRUCTORS).join(', ')}, got ${String(dtype)}. Convert it where it was saved.`,
    );
  }
  const [begin, end] = offsets as [number, number];
  const size = sizeOfShape(shape) * make.BYTES_PER_ELEMENT;
  if (end - begin !== size) throw corrupt(`${size} bytes of '${name}', got ${end - begin}`);
  return { name, make, shape, begin, end };
}

function arrayAt({ make, shape, begin, end }: Place, body: Uint8Array): NdArray {
  return { shape, data: new make(Uint8Array.from(body.subarray(begin, end)).buffer) };
}

function isTexts(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === 'string')
  );
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
