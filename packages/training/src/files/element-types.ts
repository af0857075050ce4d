import type { NumericArray } from '@latents/math';
import { float32FromBfloat16, float32FromFloat16 } from './half-precision.js';

/** An element type of the safetensors format that this reader takes. */
export type Dtype =
  | 'F64'
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'I64'
  | 'I32'
  | 'I16'
  | 'I8'
  | 'U64'
  | 'U32'
  | 'U16'
  | 'U8'
  | 'BOOL';

interface ElementType {
  /** Size of one element in bytes. */
  readonly size: number;
  /** Copies the elements out of the file. Throws an Error that continues "expected ..." if a conversion would lose anything. */
  readonly read: (bytes: Uint8Array) => NumericArray;
}

/** Reads of each element type. Typed arrays are assumed little-endian, as on every platform that JavaScript runs on today. */
export const ELEMENT_TYPES: Readonly<Record<Dtype, ElementType>> = {
  F64: { size: 8, read: (bytes) => new Float64Array(copyOf(bytes)) },
  F32: { size: 4, read: (bytes) => new Float32Array(copyOf(bytes)) },
  F16: { size: 2, read: float32FromFloat16 },
  BF16: { size: 2, read: float32FromBfloat16 },
  I64: { size: 8, read: (bytes) => float64FromInteger64(bytes, 'getInt32', 'getBigInt64') },
  I32: { size: 4, read: (bytes) => new Int32Array(copyOf(bytes)) },
  I16: { size: 2, read: (bytes) => new Int16Array(copyOf(bytes)) },
  I8: { size: 1, read: (bytes) => new Int8Array(copyOf(bytes)) },
  U64: { size: 8, read: (bytes) => float64FromInteger64(bytes, 'getUint32', 'getBigUint64') },
  U32: { size: 4, read: (bytes) => new Uint32Array(copyOf(bytes)) },
  U16: { size: 2, read: (bytes) => new Uint16Array(copyOf(bytes)) },
  U8: { size: 1, read: (bytes) => new Uint8Array(copyOf(bytes)) },
  BOOL: { size: 1, read: booleans },
};

/** Returns whether a text names an element type that this reader takes. */
export function isDtype(text: string): text is Dtype {
  return Object.hasOwn(ELEMENT_TYPES, text);
}

/** Typed arrays need an aligned buffer, and the caller may reuse the bytes of the file: so the elements are copied. */
function copyOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy.buffer;
}

function float64FromInteger64(
  bytes: Uint8Array,
  high: 'getInt32' | 'getUint32',
  exact: 'getBigInt64' | 'getBigUint64',
): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(bytes.length / 8);
  for (let i = 0; i < values.length; i++) {
    const value = view[high](8 * i + 4, true) * 2 ** 32 + view.getUint32(8 * i, true);
    if (!Number.isSafeInteger(value)) {
      throw new RangeError(
        `integers from -(2^53 - 1) to 2^53 - 1, which float64 holds exactly, got ${view[exact](8 * i, true)} at position ${i}. Convert it where it was saved`,
      );
    }
    values[i] = value;
  }
  return values;
}

function booleans(bytes: Uint8Array): Uint8Array {
  const position = bytes.findIndex((byte) => byte > 1);
  if (position >= 0) throw new RangeError(`bytes 0 and 1, got ${bytes[position]} at position ${position}`);
  return new Uint8Array(copyOf(bytes));
}
