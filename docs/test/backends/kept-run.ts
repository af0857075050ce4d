import { createVae } from '@latents/autoencoders';
import { createRng } from '@latents/math';
import { type ByteStore, checkpoint, fit, type Reading, readParameters, resume } from '@latents/training';
import { adam, batchesOf, bits, releaseOptimizers } from './backend-case.js';

/** Makes the small model of the cases about training. */
export const smallVae = () => createVae({ inputDim: 6, latentDim: 2, hidden: [5], rng: createRng(1) });

/** Returns its batches. */
export const smallBatches = () => batchesOf(bits(12, 6), 4);

/** Returns a store that keeps the last file. */
export function memory(): ByteStore {
  let kept: Uint8Array | undefined;
  return {
    read: async () => kept,
    write: async (bytes) => {
      kept = bytes.slice();
    },
  };
}

/**
 * Trains from where the store stands to `until`, with a checkpoint after every second step.
 *
 * @returns the step that it began at, the readings from there, and the weights at the end
 */
export async function keptRun(store: ByteStore, until: number, watch: (reading: Reading) => void = () => {}) {
  const model = smallVae();
  try {
    const players = model.players({ optimizer: adam() });
    const resumed = await resume({ model, players, store });
    const rng = resumed?.rng ?? createRng(4);
    const from = resumed?.step ?? 0;
    const readings = fit(players, smallBatches(), { steps: until, rng, startAt: from });
    const nats: number[] = [];
    for await (const reading of checkpoint(readings, { model, players, store, every: 2, rng })) {
      nats.push(reading.nats);
      watch(reading);
    }
    const weights = Object.values(await readParameters(model.parameters)).flatMap(({ data }) => [...data]);
    return { from, nats, weights };
  } finally {
    model.dispose();
    releaseOptimizers();
  }
}
