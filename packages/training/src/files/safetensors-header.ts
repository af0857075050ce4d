import { checkedSize } from './checked-size.js';
import { type Dtype, ELEMENT_TYPES, isDtype } from './element-types.js';
import { describeValue, quote } from './quote.js';
import { type JsonObject, type JsonValue, parseStrictJson } from './strict-json.js';

/** Limit of the header's length in bytes, that of the Rust implementation. */
export const MAX_HEADER_LENGTH = 100_000_000;

/** An array's name, type, shape and place in the file. */
export interface Place {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** First byte of the array, counted from the end of the header. */
  readonly begin: number;
  /** The byte after the last. */
  readonly end: number;
}

/** Contents of a file's header, checked against the length of the file. */
export interface Header {
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of the header. */
  readonly places: readonly Place[];
  /** The bytes of all arrays. */
  readonly body: Uint8Array;
}

/**
 * Parses and validates the header of a `.safetensors` file.
 *
 * @param file The whole file.
 * @throws Error for a file that breaks a rule of the format.
 */
export function readHeader(file: Uint8Array): Header {
  if (file.length < 8) throw invalid(`at least 8 bytes, got ${file.length}`);
  const length = Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
  if (length > MAX_HEADER_LENGTH) throw invalid(`a header of at most ${MAX_HEADER_LENGTH} bytes, got ${length}`);
  if (length > file.length - 8) throw invalid(`a header of ${length} bytes, got ${file.length - 8}`);
  const header = parseHeader(file.subarray(8, 8 + length));
  const body = file.subarray(8 + length);
  const metadata = metadataOf(header.get('__metadata__'));
  const places = [...header].filter(([name]) => name !== '__metadata__').map(([name, entry]) => placeOf(name, entry));
  checkCoverage(places, body.length);
  return { metadata, places, body };
}

function parseHeader(bytes: Uint8Array): JsonObject {
  let text: string;
  try {
    // ignoreBOM keeps a byte order mark in the text, where the parser refuses it.
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid('a header of valid UTF-8, got other bytes');
  }
  if (!text.startsWith('{')) throw invalid(`a header that starts with '{', got ${quote(text.slice(0, 20))}`);
  try {
    return parseStrictJson(text) as JsonObject;
  } catch (error) {
    throw invalid(`a header of strict JSON: ${(error as SyntaxError).message}`);
  }
}

function metadataOf(value: JsonValue | undefined): Readonly<Record<string, string>> {
  // The Rust reader takes null for no metadata.
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw invalid(`'__metadata__' to map names to texts, got ${shown(value)}`);
  for (const [key, text] of value) {
    if (typeof text !== 'string') throw invalid(`a text under ${quote(key)} in '__metadata__', got ${shown(text)}`);
  }
  return Object.fromEntries(value) as Record<string, string>;
}

function placeOf(name: string, entry: JsonValue): Place {
  const label = quote(name);
  if (!isObject(entry)) throw invalid(`an object for ${label}, got ${shown(entry)}`);
  const dtype = entry.get('dtype');
  if (typeof dtype !== 'string' || !isDtype(dtype)) {
    throw invalid(
      `the dtype of ${label} to be one of ${Object.keys(ELEMENT_TYPES).join(', ')}, got ${shown(dtype)}. Convert another type where it was saved`,
    );
  }
  const shape = countsOf(`the shape of ${label}`, entry.get('shape'));
  const offsets = countsOf(`the data_offsets of ${label}`, entry.get('data_offsets'));
  const [begin, end] = offsets;
  if (begin === undefined || end === undefined || offsets.length !== 2) {
    throw invalid(
      `the data_offsets of ${label} to be a begin and an end, got ${offsets.slice(0, 3)} (${offsets.length} numbers)`,
    );
  }
  const size = checkedSize(shape);
  const bytes = size === undefined ? undefined : size * ELEMENT_TYPES[dtype].size;
  if (bytes !== end - begin) {
    throw invalid(
      `${bytes ?? 'fewer than 2^53'} bytes for ${label} of shape [${shape.slice(0, 8)}] and type ${dtype}, got ${end - begin}`,
    );
  }
  return { name, dtype, shape, begin, end };
}

/** The arrays must lie end to end, in any order, and fill the file. */
function checkCoverage(places: readonly Place[], length: number): void {
  let filled = 0;
  for (const { name, begin, end } of [...places].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== filled) throw invalid(`${quote(name)} to begin at byte ${filled}, got ${begin}`);
    filled = end;
  }
  if (filled !== length) throw invalid(`${filled} bytes of arrays, got ${length}`);
}

function countsOf(what: string, value: JsonValue | undefined): readonly number[] {
  if (!Array.isArray(value)) throw invalid(`${what} to be an array, got ${shown(value)}`);
  return value.map((item: JsonValue) => {
    const literal = typeof item === 'object' && item !== null && 'literal' in item ? item.literal : '';
    const count = /^(?:0|[1-9][0-9]*)$/.test(literal) ? Number(literal) : Number.NaN;
    if (!Number.isSafeInteger(count)) throw invalid(`${what} to hold integers from 0 to 2^53 - 1, got ${shown(item)}`);
    return count;
  });
}

function isObject(value: JsonValue): value is JsonObject {
  return value instanceof Map;
}

function shown(value: JsonValue | undefined): string {
  if (value instanceof Map) return 'an object';
  return typeof value === 'object' && value !== null && 'literal' in value
    ? value.literal.slice(0, 60)
    : describeValue(value);
}

function invalid(expectedAndGot: string): Error {
  return new Error(
    `openSafetensors(bytes): expected ${expectedAndGot}. The file is truncated, corrupt or of another format.`,
  );
}
