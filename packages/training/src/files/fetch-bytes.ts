import { describeValue, quote } from './quote.js';

/** Schemes that `fetch` takes in a page and in Node. */
const FETCHED = ['http:', 'https:', 'data:', 'blob:'];

/**
 * Fetches all bytes under an absolute URL.
 *
 * @throws TypeError if `text` is no absolute URL, or of a scheme that fetch does not take.
 * @throws Error if the fetch fails or its status is not 2xx. What `signal` was aborted with is passed on.
 */
export async function fetchBytes(
  text: string,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal?: AbortSignal },
): Promise<Uint8Array> {
  const href = checkedUrl(text);
  let response: Response;
  try {
    response = await fetch(href, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(
      `bytesOf(url): expected an answer from ${quote(href, 100)}, got ${quote(reasonOf(error), 100)}. Check the address, the connection and, in a page, that the server allows other origins (CORS).`,
      { cause: error },
    );
  }
  try {
    return await bytesOfResponse(response, maxBytes, href);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/**
 * Reads the body of a response, and stops once there are more than `maxBytes` bytes.
 *
 * @param href The address, for a response that does not know its own.
 * @throws Error if the status is not 2xx, the body was read before or breaks off, or it is a page of HTML.
 * @throws RangeError if the body has more than `maxBytes` bytes.
 */
export async function bytesOfResponse(response: Response, maxBytes: number, href = ''): Promise<Uint8Array> {
  const where = quote(response.url || href || 'a Response without URL', 100);
  if (!response.ok) {
    throw new Error(
      `bytesOf(source): expected a status of 200 to 299 from ${where}, got ${response.status} ${response.statusText.slice(0, 60)}`.trimEnd() +
        '. Check the address.',
    );
  }
  if (response.bodyUsed) {
    throw new Error(
      `bytesOf(response): expected a body that was not read yet from ${where}, got one that was. Pass response.clone().`,
    );
  }
  if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) {
    throw new Error(
      `bytesOf(source): expected a binary file from ${where}, got an HTML page. Many servers send one in place of a missing file: check the address.`,
    );
  }
  try {
    return await readBody(response, maxBytes);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    if (error instanceof Error && error.name === 'AbortError') throw error;
    throw new Error(
      `bytesOf(source): expected the whole body from ${where}, got ${quote(reasonOf(error), 100)}. Try again.`,
      { cause: error },
    );
  }
}

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  if (maxBytes === Number.POSITIVE_INFINITY || response.body === null) {
    return new Uint8Array(await response.arrayBuffer());
  }
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    length += next.value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw new RangeError(`bytesOf(source, { maxBytes }): expected at most ${maxBytes} bytes, got ${length} or more.`);
    }
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function checkedUrl(text: string): string {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    // Reported below.
  }
  // A scheme of one letter is a drive of Windows.
  if (url === undefined || /^[a-z]:$/i.test(url.protocol)) {
    throw new TypeError(
      `bytesOf(text): expected an absolute URL, got ${quote(text, 100)}. For a file in Node pass fileStore(path), for a path on this page's server new URL(path, location.href).`,
    );
  }
  if (FETCHED.includes(url.protocol)) return url.href;
  const advice =
    url.protocol === 'file:' ? 'For a file in Node pass fileStore(path).' : `Pass ${storeFor(url.protocol)}.`;
  throw new TypeError(
    `bytesOf(url): expected a URL of ${FETCHED.join(', ')}, got ${quote(text, 100)}, which cannot be fetched. ${advice}`,
  );
}

function storeFor(scheme: string): string {
  return scheme === 'indexeddb:' || scheme === 'localstorage:' ? 'browserStore(key)' : 'the bytes or a store';
}

/** The innermost reason: Node says "fetch failed", and only the cause says why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return describeValue(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
