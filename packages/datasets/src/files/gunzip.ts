/** Whether the bytes start with the magic number of gzip. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The bytes, inflated if they start with the magic number of gzip, else as they are. Uses the platform's
 * `DecompressionStream` (every current browser, Node from 18), which checks length and checksum.
 *
 * @throws RangeError if the gzip data are corrupt or cut off; `what` names the caller in the message.
 */
export async function gunzip(bytes: Uint8Array, what: string): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const inflated = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    return new Uint8Array(await new Response(inflated).arrayBuffer());
  } catch (error) {
    throw new RangeError(
      `${what}: expected a whole gzip file, got ${bytes.length} bytes that start like one but do not inflate. The file is corrupt or cut off: fetch it again.`,
      { cause: error },
    );
  }
}
