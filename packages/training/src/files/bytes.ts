/**
 * Returns whether a value is a Uint8Array, made in any realm (a frame, a worker, a test environment) or as a Node Buffer.
 *
 * @param value Any value.
 */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && (value as Partial<Uint8Array>)[Symbol.toStringTag] === 'Uint8Array';
}
