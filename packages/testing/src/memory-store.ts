import type { ByteStore, Reading } from '@latents/training';

/** Returns a store in memory, which shows the bytes that were written last. */
export function memoryStore(): ByteStore & { readonly bytes: Uint8Array | undefined } {
  const store = {
    bytes: undefined as Uint8Array | undefined,
    write: async (bytes: Uint8Array) => {
      store.bytes = bytes.slice();
    },
    read: async () => store.bytes,
  };
  return store;
}

/** Returns the readings of a stream in a list. */
export async function collect(readings: AsyncIterable<Reading>): Promise<Reading[]> {
  const list: Reading[] = [];
  for await (const reading of readings) list.push(reading);
  return list;
}
