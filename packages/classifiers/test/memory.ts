import type { ByteStore, Reading } from '@latents/training';

/** A store in memory. */
export function memory(): ByteStore {
  let held: Uint8Array | undefined;
  return {
    write: async (bytes) => {
      held = bytes.slice();
    },
    read: async () => held,
  };
}

/** The readings of a stream, in a list. */
export async function collect(readings: AsyncIterable<Reading>): Promise<Reading[]> {
  const list: Reading[] = [];
  for await (const reading of readings) list.push(reading);
  return list;
}
