import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import { type ByteStore, batches, checkpoint, fileStore, fit, readParameters, resume } from '@latents/training';
import type * as tf from '@tensorflow/tfjs';
import { afterAll, describe, expect, test } from 'vitest';
import { bits, OPTIMIZERS, smallVae, train } from './readings.js';

const folder = mkdtempSync(join(tmpdir(), 'latents-resume-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** New objects throughout, as in a new process; stops after `until` steps, killed after `killedAt`. */
async function run(path: string, optimizer: () => tf.Optimizer, until: number, killedAt = until) {
  const model = smallVae({ rng: createRng(99) });
  const first = smallVae();
  model.assign(await readParameters(first.parameters));
  const players = model.players({ optimizer: optimizer() });
  const file = fileStore(path);
  let dead = false;
  const store: ByteStore = {
    read: () => file.read(),
    // A killed process writes nothing on its way out.
    write: async (bytes) => (dead ? undefined : file.write(bytes)),
  };
  const from = await resume({ store, model, players });
  const rng = from?.rng ?? createRng(6);
  const data = batches(bits(50, 12), { size: 16, rng: createRng(5) });
  const readings = [];
  const stream = fit(players, data, { steps: until, rng, startAt: from?.step ?? 0 });
  for await (const reading of checkpoint(stream, { store, every: 5, model, players, rng })) {
    readings.push(reading);
    dead = reading.step + 1 === killedAt && killedAt < until;
    if (dead) break;
  }
  return { model, players, readings };
}

describe.each(['cpu', 'wasm'] as const)(
  '%s: a killed run, resumed, gives the numbers of one never killed, bit for bit',
  (backend) => {
    test.each(Object.entries(OPTIMIZERS))('%s', async (name, optimizer) => {
      await useBackend(backend);
      const whole = await train(16, optimizer);
      const path = join(folder, `${backend}-${name}.safetensors`);
      const { readings: before } = await run(path, optimizer, 16, 12);
      const { readings: after } = await run(path, optimizer, 16);
      expect(before).toEqual(whole.slice(0, 12));
      // The last checkpoint was after step 10.
      expect(after).toEqual(whole.slice(10));
    });
  },
);

describe('a checkpoint that does not fit', () => {
  const path = join(folder, 'fits.safetensors');
  const snapshot = async ({
    model,
    players,
  }: {
    model: ReturnType<typeof smallVae>;
    players: ReturnType<ReturnType<typeof smallVae>['players']>;
  }) => [await readParameters(model.parameters), ...(await Promise.all(players.map((player) => player.state!())))];

  test('truncated at hundreds of lengths: an error, and neither model nor optimizer is changed', async () => {
    await useBackend('cpu');
    await run(path, OPTIMIZERS.adam, 5);
    const whole = readFileSync(path);
    const model = smallVae({ rng: createRng(1) });
    const players = model.players({ optimizer: OPTIMIZERS.adam() });
    const before = await snapshot({ model, players });
    // Every 13th length within the header, then every 61st; core tries every one.
    for (let n = 0; n < whole.length; n += n < 4000 ? 13 : 61) {
      writeFileSync(join(folder, 'cut'), whole.subarray(0, n));
      await expect(resume({ store: fileStore(join(folder, 'cut')), model, players })).rejects.toThrow(
        /truncated, corrupt/,
      );
    }
    expect(await snapshot({ model, players })).toEqual(before);
  });

  test.each([
    ['wider layers', { hidden: [9] }, OPTIMIZERS.adam, /expected options.hidden.0 to be 9, got 8 in the file/],
    [
      'another optimizer',
      {},
      OPTIMIZERS.adamax,
      /expected players.0.settings.optimizer to be "Adamax", got "Adam" in the checkpoint/,
    ],
  ] as const)('%s', async (_, options, optimizer, message) => {
    await useBackend('cpu');
    await run(path, OPTIMIZERS.adam, 5);
    const model = smallVae({ ...options, rng: createRng(1) });
    const players = model.players({ optimizer: optimizer() });
    const before = await snapshot({ model, players });
    await expect(resume({ store: fileStore(path), model, players })).rejects.toThrow(message);
    expect(await snapshot({ model, players })).toEqual(before);
  });

  test('another kind of model', async () => {
    const model = { config: { kind: 'gan' }, parameters: {}, assign: () => {} };
    await expect(resume({ store: fileStore(path), model, players: [] })).rejects.toThrow(
      /expected a saved 'gan', got a 'vae'/,
    );
  });

  test('no temporary files are left', () => {
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
