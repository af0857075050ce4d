import { createRng } from '@latents/math';
import {
  type Batches,
  type ByteStore,
  checkpoint,
  fit,
  type Player,
  type Reading,
  resume,
  type Stored,
} from '@latents/training';

/** A store in memory. */
export function memory(): ByteStore & { bytes: Uint8Array | undefined } {
  const store = {
    bytes: undefined as Uint8Array | undefined,
    write: async (bytes: Uint8Array) => {
      store.bytes = bytes.slice();
    },
    read: async () => store.bytes,
  };
  return store;
}

/** The readings of a stream, in a list. */
export async function collect(readings: AsyncIterable<Reading>): Promise<Reading[]> {
  const list: Reading[] = [];
  for await (const reading of readings) list.push(reading);
  return list;
}

/** Goes on with the run of a store, or begins it, until step `until`: its readings. */
export async function goOn<B>(
  { model, players }: { readonly model: Stored; readonly players: Player<B> | readonly Player<B>[] },
  data: Batches<B>,
  until: number,
  store: ByteStore,
): Promise<Reading[]> {
  const from = await resume({ model, players, store });
  const rng = from?.rng ?? createRng(7);
  const readings = fit(players, data, { steps: until, rng, startAt: from?.step ?? 0 });
  return collect(checkpoint(readings, { model, players, store, every: 100, rng }));
}
