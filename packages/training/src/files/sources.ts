import type { ByteStore } from './byte-store.js';
import { isBytes } from './bytes.js';
import { bytesOfResponse, fetchBytes } from './fetch-bytes.js';
import { describeValue } from './quote.js';

/**
 * A place that bytes are read from: the bytes themselves, a Blob or File that a user chose, the Response of a fetch, an
 * absolute URL, or a store.
 */
export type Source = Uint8Array | ArrayBuffer | Blob | Response | URL | string | ByteStore;

/** Options of {@link bytesOf}. */
export interface BytesOptions {
  /** Upper limit of the number of bytes. Unlimited by default. A download stops as soon as it exceeds the limit. */
  readonly maxBytes?: number;
  /** Signal that aborts the download of a URL. */
  readonly signal?: AbortSignal;
}

/**
 * Reads all bytes of a source. A Uint8Array is returned as it is, without a copy.
 *
 * @param source Bytes, Blob, File, Response, absolute URL or store.
 * @param options Limit of the size, and a signal that aborts a download.
 * @throws TypeError if the source is of another kind, a text that is no absolute URL, or a URL that cannot be fetched.
 * @throws Error if a fetch fails or its status is not 2xx. The message names both.
 * @throws Error if a page of HTML came back, which many servers send in place of a missing file.
 * @throws Error if a store is empty.
 * @throws RangeError if there are more than `maxBytes` bytes, or `maxBytes` is no integer >= 0.
 *
 * @example
 * ```ts
 * import { bytesOf } from '@latents/training';
 *
 * await bytesOf(new Blob(['abc'])); // => Uint8Array.of(97, 98, 99)
 * await bytesOf('data:,abc'); // => Uint8Array.of(97, 98, 99)
 * ```
 */
export async function bytesOf(source: Source, options: BytesOptions = {}): Promise<Uint8Array> {
  const { maxBytes = Number.POSITIVE_INFINITY } = options;
  if (maxBytes !== Number.POSITIVE_INFINITY && (!Number.isInteger(maxBytes) || maxBytes < 0)) {
    throw new RangeError(
      `bytesOf(source, { maxBytes }): expected an integer >= 0 or Infinity, got ${describeValue(maxBytes)}.`,
    );
  }
  const bytes = await readSource(source, { ...options, maxBytes });
  checkLimit(bytes.length, maxBytes);
  return bytes;
}

async function readSource(source: Source, options: BytesOptions & { readonly maxBytes: number }): Promise<Uint8Array> {
  if (isBytes(source)) return source;
  if (typeof source === 'string') return fetchBytes(source, options);
  // Tags, unlike instanceof, hold across realms and for classes of other libraries.
  const tag = Object.prototype.toString.call(source).slice(8, -1);
  if (tag === 'URL') return fetchBytes((source as URL).href, options);
  if (tag === 'Response') return bytesOfResponse(source as Response, options.maxBytes);
  if (tag === 'ArrayBuffer') return new Uint8Array(source as ArrayBuffer);
  if (tag === 'Blob' || tag === 'File') {
    checkLimit((source as Blob).size, options.maxBytes);
    return new Uint8Array(await (source as Blob).arrayBuffer());
  }
  if (isStore(source)) return bytesOfStore(source);
  throw new TypeError(
    `bytesOf(source): expected a Uint8Array, ArrayBuffer, Blob, File, Response, URL, absolute URL in a string, or a store with read(), got ${describeValue(source)}.`,
  );
}

async function bytesOfStore(store: ByteStore): Promise<Uint8Array> {
  const bytes: unknown = await store.read();
  if (isBytes(bytes)) return bytes;
  if (bytes === undefined) {
    throw new Error(
      'bytesOf(store): expected a store that was written to, got an empty one. Check its path or key, or write to it first.',
    );
  }
  throw new TypeError(
    `bytesOf(store): expected store.read() to resolve to a Uint8Array or undefined, got ${describeValue(bytes)}.`,
  );
}

function checkLimit(length: number, maxBytes: number): void {
  if (length > maxBytes) {
    throw new RangeError(`bytesOf(source, { maxBytes }): expected at most ${maxBytes} bytes, got ${length}.`);
  }
}

function isStore(source: unknown): source is ByteStore {
  return typeof source === 'object' && source !== null && 'read' in source && typeof source.read === 'function';
}
