import { checkOptions, checkPositiveInteger } from '@latents/math';

/** Limit of the inflated size. */
export interface InflateOptions {
  /** Largest number of bytes to inflate to (default 2^30, 1 GiB). A gzip file can hold 1,000 times its own size. */
  readonly maxBytes?: number;
}

const MAX_BYTES = 2 ** 30;

/** Returns whether the bytes start with the magic number of gzip. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Returns the bytes, inflated if they start with the magic number of gzip, else unchanged. Inflating uses the platform's
 * `DecompressionStream` (every current browser, Node from 18), which checks length and checksum. It stops at the first
 * piece that passes `maxBytes` or the declared size, so the memory in use stays near the smaller of them.
 *
 * @param what Name of the caller, for error messages.
 * @param sizeOf Returns the size that the first bytes declare, or undefined if they are too few. It may throw if they are
 * no header at all.
 * @throws RangeError if the gzip data are corrupt or cut off.
 * @throws RangeError if they hold more bytes than `maxBytes`, or than the declared size.
 */
export async function gunzip(
  bytes: Uint8Array,
  what: string,
  options: InflateOptions = {},
  sizeOf: (start: Uint8Array) => number | undefined = () => undefined,
): Promise<Uint8Array> {
  checkOptions(what, options, ['maxBytes']);
  const { maxBytes = MAX_BYTES } = options;
  checkPositiveInteger(what, maxBytes, 'maxBytes');
  if (!isGzip(bytes)) return bytes;
  const inflated = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = inflated.getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  let declared: number | undefined;
  try {
    for (;;) {
      const piece = await nextPiece(reader, bytes, what);
      if (piece === undefined) return joined(pieces, size);
      pieces.push(piece);
      size += piece.length;
      declared ??= sizeOf(pieces.length === 1 ? piece : joined(pieces, size));
      checkSize(size, declared, maxBytes, what);
    }
  } catch (error) {
    // The stream is already broken if its data are corrupt: the first error is the one to report.
    await reader.cancel().catch(() => {});
    throw error;
  }
}

function checkSize(size: number, declared: number | undefined, maxBytes: number, what: string): void {
  if (Math.max(size, declared ?? 0) > maxBytes) {
    const got = declared === undefined ? 'more' : `${declared}`;
    throw new RangeError(
      `${what}: expected at most ${maxBytes} bytes of inflated data, got ${got}. If you trust the file, give a larger maxBytes.`,
    );
  }
  if (size > (declared ?? size)) {
    throw new RangeError(
      `${what}: expected the ${declared} bytes that the header declares, got more. Something follows the array: fetch the file again.`,
    );
  }
}

async function nextPiece(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  bytes: Uint8Array,
  what: string,
): Promise<Uint8Array | undefined> {
  try {
    return (await reader.read()).value;
  } catch (error) {
    throw new RangeError(
      `${what}: expected a whole gzip file, got ${bytes.length} bytes that start like one but do not inflate. The file is corrupt or cut off: fetch it again.`,
      { cause: error },
    );
  }
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const out = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
