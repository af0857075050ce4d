import { AdamW, ExponentialMovingAverage } from '@latents/core';
import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import {
  type ByteStore,
  batches,
  checkpoint,
  cosineDecay,
  fit,
  linearWarmUp,
  readParameters,
  resume,
  sigmoidAnnealing,
} from '@latents/training';
import { describe, expect, test } from 'vitest';
import { bits, smallVae } from './readings.js';

/** Everything anew, as in a new process; all comforts on. */
async function run(store: ByteStore, until: number) {
  const model = smallVae();
  const average = new ExponentialMovingAverage({ variables: model.parameters, decay: 0.8 });
  const players = model
    .players({
      optimizer: new AdamW({ learningRate: 1, weightDecay: 0.1 }),
      learningRate: linearWarmUp({ steps: 4, next: cosineDecay({ from: 0.05, steps: 12 }) }),
      beta: sigmoidAnnealing({ midpoint: 8, width: 2 }),
      clipNorm: 2,
    })
    .map((step) => average.follow(step));
  const from = await resume({ store, model, players });
  const rng = from?.rng ?? createRng(6);
  const data = batches(bits(50, 12), { size: 16, rng: createRng(5) });
  const readings = [];
  const stream = fit(players, data, { steps: until, rng, startAt: from?.step ?? 0 });
  for await (const reading of checkpoint(stream, { store, every: 1, model, players, rng })) readings.push(reading);
  return {
    readings,
    weights: await readParameters(model.parameters),
    averages: await average.swappedIn(() => readParameters(model.parameters)),
  };
}

function memory(): ByteStore {
  let saved: Uint8Array | undefined;
  return {
    write: async (bytes) => {
      saved = bytes.slice();
    },
    read: async () => saved,
  };
}

describe.each(['cpu', 'wasm'] as const)('%s: AdamW, warm-up, cosine, annealing, clipping and average', (backend) => {
  test.each([1, 7, 11])('stopped after step %i and resumed: the same run, bit for bit', async (killedAt) => {
    await useBackend(backend);
    const whole = await run(memory(), 16);
    const store = memory();
    const before = await run(store, killedAt);
    const after = await run(store, 16);
    expect([...before.readings, ...after.readings]).toEqual(whole.readings);
    expect(after.weights).toEqual(whole.weights);
    expect(after.averages).toEqual(whole.averages);
    expect(after.averages).not.toEqual(after.weights);
  });
});
