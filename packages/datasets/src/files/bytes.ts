/**
 * Returns bytes as an array of bytes. A buffer, as `response.arrayBuffer()` gives, is not copied.
 *
 * @param what The caller, in error messages.
 * @throws TypeError for anything else.
 */
export function bytesOf(what: string, bytes: Uint8Array | ArrayBuffer): Uint8Array {
  if (bytes instanceof Uint8Array) return bytes;
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes);
  const got = (bytes as object | null)?.constructor?.name ?? String(bytes);
  throw new TypeError(
    `${what}: expected bytes, a Uint8Array or an ArrayBuffer, got ${got}. Text becomes bytes by new TextEncoder().encode(text).`,
  );
}
