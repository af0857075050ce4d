import { ExponentialMovingAverage } from '@latents/core';
import { createGan, type DiscriminatorOptions, type GanPlayersOptions, hinge, nonSaturating, r1 } from '@latents/gan';
import { createRng, ndArray } from '@latents/math';
import { useBackend } from '@latents/testing';
import { type ByteStore, batches, checkpoint, fit, readParameters, resume } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const data = ndArray([16, 2], createRng(0).fillNormal(new Float32Array(32)));
const small = () => createGan({ dataDim: 2, hidden: [6], rng: createRng(1) });
const adams = (more: DiscriminatorOptions = {}) => ({
  generator: { optimizer: tf.train.adam(1e-2) },
  discriminator: { optimizer: tf.train.adam(1e-2), ...more },
});

function memory(): ByteStore {
  let kept: Uint8Array | undefined;
  return {
    write: async (bytes) => {
      kept = bytes;
    },
    read: async () => kept,
  };
}

/** The bounds of a run that is killed after so many steps, or goes on to the end from where the store stands. */
async function run(store: ByteStore, steps: number): Promise<number[]> {
  const gan = small();
  const players = gan.players(adams({ replay: { size: 8 } }));
  const from = await resume({ store, model: gan, players });
  const rng = from?.rng ?? createRng(2);
  const readings = fit(players, batches(data, { size: 8, rng: createRng(3) }), {
    steps,
    startAt: from?.step ?? 0,
    rng,
  });
  const nats: number[] = [];
  for await (const reading of checkpoint(readings, { store, every: 2, model: gan, players, rng }))
    nats.push(reading.nats);
  return nats;
}

it('a killed run, both optimizers and the replay with it, goes on to the same numbers', async () => {
  const whole = await run(memory(), 6);
  const store = memory();
  const first = await run(store, 4);
  expect([...first, ...(await run(store, 6))]).toEqual(whole);
});

it.each([0, 1])('NaN in player %i stops the run with its name, and the last checkpoint is kept', async (index) => {
  const store = memory();
  const gan = small();
  const players = gan.players(adams());
  const name = players[index]!.name;
  const rng = createRng(4);
  const readings = fit(players, batches(data, { size: 8, rng: createRng(5) }), { steps: 9, rng });
  let good: unknown;
  const doomed = async () => {
    for await (const { step, endsStep } of checkpoint(readings, { store, every: 2, model: gan, players, rng })) {
      // The checkpoint of step 1 holds these weights.
      if (step === 1 && endsStep) good = await readParameters(gan.parameters);
      if (step === 2 && endsStep) {
        tf.tidy(() => gan.parameters[`${name}/dense1/bias`]!.assign(tf.fill([index === 0 ? 1 : 2], Number.NaN)));
      }
    }
  };
  // D is first to see what either player's NaN does.
  await expect(doomed()).rejects.toThrow(new RegExp(`stopped at step 3: .* of player '${name}', got NaN`));
  const other = small();
  const players2 = other.players(adams());
  expect((await resume({ store, model: other, players: players2 }))!.step).toBe(2);
  expect(await readParameters(other.parameters)).toEqual(good);
});

it.each<[string, GanPlayersOptions]>([
  ['objective', { objective: hinge() }],
  ['smoothing of the objective', { objective: nonSaturating({ smoothing: 0.1 }) }],
  ['objective of G alone', { generator: { objective: hinge() } }],
  ['penalty', { discriminator: { penalties: [r1()] } }],
  ['number of updates', { discriminator: { criticSteps: 2 } }],
  ['instance noise', { instanceNoise: 0.5 }],
  ['kind of batches', { discriminator: { separateBatches: false } }],
  ['replay', { discriminator: { replay: { size: 3 } } }],
  ['learning rate', { generator: { learningRate: 1e-5 } }],
  ['clipping', { discriminator: { clipNorm: 1 } }],
])('a run is not resumed with another %s', async (_, changed) => {
  const store = memory();
  const gan = small();
  const players = gan.players();
  const rng = createRng(2);
  const readings = fit(players, batches(data, { size: 8, rng: createRng(3) }), { steps: 1, rng });
  for await (const _ of checkpoint(readings, { store, every: 1, model: gan, players, rng }));
  const other = small();
  const before = await readParameters(other.parameters);
  const others = other.players(changed);
  await expect(resume({ store, model: other, players: others })).rejects.toThrow(/expected players\.[01]\..* got /);
  expect(await readParameters(other.parameters)).toEqual(before);
});

it('without an optimizer a player has the Adam of DCGAN', () => {
  for (const { settings } of small().players()) {
    expect(settings).toMatchObject({ optimizer: 'Adam', learningRate: 2e-4, beta1: 0.5, beta2: 0.999 });
  }
  const [scheduled] = small().players({ discriminator: { learningRate: () => 1e-3 } });
  expect(scheduled!.settings).toMatchObject({ learningRate: 'schedule', beta1: 0.5 });
});

it('the average of G generates, apart from G itself', async () => {
  const gan = small();
  const average = new ExponentialMovingAverage({ variables: gan.parts.generator.variables, decay: 0.9 });
  const before = [...gan.sample(3, createRng(6)).dataSync()];
  const [d, g] = gan.players(adams());
  const readings = fit([d!, average.follow(g!)], batches(data, { size: 8, rng: createRng(7) }), {
    steps: 3,
    rng: createRng(8),
  });
  const weight = () => [...gan.parameters['generator/dense1/kernel']!.dataSync()];
  const path: number[][] = [];
  for await (const { endsStep } of readings) if (endsStep) path.push(weight());
  // Corrected for its start: 0.81, 0.9 and 1 over their sum.
  const expected = path[0]!.map((_, i) => (0.81 * path[0]![i]! + 0.9 * path[1]![i]! + path[2]![i]!) / 2.71);
  average.swappedIn(weight).forEach((v, i) => {
    expect(v).toBeCloseTo(expected[i]!, 5);
  });
  const now = [...gan.sample(3, createRng(6)).dataSync()];
  const averaged = average.swappedIn(() => [...gan.sample(3, createRng(6)).dataSync()]);
  expect(averaged).not.toEqual(now);
  expect(averaged).not.toEqual(before);
  expect([...gan.sample(3, createRng(6)).dataSync()]).toEqual(now);
});
