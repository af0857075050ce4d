import { createRng } from '@latents/math';
import { collect } from '@latents/testing';
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
