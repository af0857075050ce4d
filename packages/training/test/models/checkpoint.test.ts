import { createRng, type NamedArrays, type Rng } from '@latents/math';

import { type ByteStore, checkpoint, fit, fullBatch, type Player, resume } from '@latents/training';
import { beforeEach, describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../src/files/safetensors.js';
import { collect, streamOf } from '../fit/readings.js';

/** A model of one number and players with one each, moved by random amounts: any state not restored shows. */
function world(kind = 'walk', players = ['a', 'a/b']) {
  const model = {
    config: { kind },
    x: 0,
    state: async (): Promise<NamedArrays> => ({ x: { shape: [], data: Float64Array.of(model.x) } }),
    restore(state: NamedArrays) {
      if (state['x'] === undefined) throw new Error('walk: expected x');
      model.x = state['x'].data[0]!;
    },
  };
  const moves = players.map((player): Player<null> & { speed: number } => {
    const move = {
      name: player,
      speed: 1,
      take: (_: null, { rng }: { rng: Rng }) => {
        move.speed *= 1 + 0.1 * rng.normal();
        model.x += move.speed * rng.normal();
        return { nats: model.x, of: 'x', side: 'exact', direction: 'up', sound: true, terms: {} } as const;
      },
      state: async (): Promise<NamedArrays> => ({ speed: { shape: [], data: Float64Array.of(move.speed) } }),
      restore: async (state: NamedArrays) => {
        if (Object.keys(state).join() !== 'speed') throw new Error(`player ${player}: expected speed`);
        move.speed = state['speed']!.data[0]!;
      },
    };
    return move;
  });
  return { model, players: moves, seen: () => [model.x, ...moves.map(({ speed }) => speed)] };
}

function memory(): ByteStore & { bytes: Uint8Array | undefined } {
  const store = {
    bytes: undefined as Uint8Array | undefined,
    write: async (bytes: Uint8Array) => {
      store.bytes = bytes.slice();
    },
    read: async () => store.bytes,
  };
  return store;
}
const data = fullBatch(null, 1);

async function run(w: ReturnType<typeof world>, store: ByteStore, until: number, every = 4): Promise<number[]> {
  const { model, players } = w;
  const from = await resume({ store, model, players });
  const rng = from?.rng ?? createRng(9);
  const readings = fit(players, data, { steps: until, rng, startAt: from?.step ?? 0 });
  const all = await collect(checkpoint(readings, { store, every, model, players, rng }));
  return all.map(({ nats }) => nats);
}

test.each([Number.NaN, Infinity, -Infinity])('weights of %d are not written over finite ones', async (value) => {
  const w = world();
  const store = memory();
  await run(w, store, 4);
  const kept = store.bytes;
  expect(kept).toBeDefined();
  // The bound of step 7 is finite; what its move leaves is not.
  const [first] = w.players;
  const take = first!.take;
  first!.take = (batch, context) => {
    const move = take(batch, context);
    if (context.step === 7) w.model.x = value;
    return move;
  };
  w.players.pop();
  const { model, players } = w;
  const rng = createRng(9);
  const readings = fit(players, data, { steps: 12, rng, startAt: 4 });
  await expect(collect(checkpoint(readings, { store, every: 4, model, players, rng }))).rejects.toThrow(
    `checkpoint: expected finite weights after step 7, got ${value} in 'x'. The checkpoint before is kept.`,
  );
  expect(store.bytes).toBe(kept);
});

describe('a killed run, resumed', () => {
  test.each([4, 5, 7, 8, 11])('after %i steps gives the numbers of one never killed', async (killedAt) => {
    const whole = await run(world(), memory(), 12);
    const store = memory();
    await run(world(), store, killedAt);
    const rest = await run(world(), store, 12);
    const saved = 4 * Math.floor(killedAt / 4);
    expect(rest).toEqual(whole.slice(2 * saved));
  });

  test('in the middle of a step: what the half step did is not kept', async () => {
    const whole = await run(world(), memory(), 12);
    const store = memory();
    const { model, players } = world();
    const rng = createRng(9);
    const readings = fit(players, data, { steps: 12, rng });
    for await (const { step, player } of checkpoint(readings, { store, every: 1, model, players, rng })) {
      if (step === 6 && player === 'a') break;
    }
    expect(await run(world(), store, 12)).toEqual(whole.slice(12));
  });

  test('before the first checkpoint starts anew', async () => {
    const store = memory();
    await run(world(), store, 3);
    expect(await resume({ store, ...world() })).toBeUndefined();
  });
});

test('writes once every so many steps, when all players have moved', async () => {
  const steps: number[] = [];
  const store = { write: async () => void steps.push(at), read: async () => undefined };
  let at = 0;
  const { model, players } = world();
  for await (const reading of checkpoint(streamOf([1, 2, 3, 4, 5], ['a', 'b']), {
    ...{ store, every: 2, model, players, rng: createRng(0) },
  })) {
    at = reading.step + (reading.endsStep ? 0.5 : 0);
  }
  // Written after the first player's reading of the step was passed on, before the last one's is.
  expect(steps).toEqual([1, 3]);
});

test('a write that fails stops the run with its error', async () => {
  const store = { write: () => Promise.reject(new Error('ENOSPC')), read: async () => undefined };
  await expect(run(world(), store, 4)).rejects.toThrow('ENOSPC');
});

test.each([0, -1, 1.5, Number.NaN])('every %s is refused', async (every) => {
  await expect(run(world(), memory(), 1, every)).rejects.toThrow(/expected a positive integer, got/);
});

describe('a file that does not fit is refused, and nothing is changed', () => {
  let bytes: Uint8Array;
  beforeEach(async () => {
    const store = memory();
    await run(world(), store, 4);
    bytes = store.bytes!;
  });
  async function refused(broken: Uint8Array, message: RegExp, w = world()): Promise<void> {
    await run(w, memory(), 2);
    const before = w.seen();
    const store = { ...memory(), read: async () => broken };
    await expect(resume({ store, model: w.model, players: w.players })).rejects.toThrow(message);
    expect(w.seen()).toEqual(before);
  }
  /** The checkpoint with another stamp or other arrays. */
  function edited(
    edit: (file: { stamp: Record<string, unknown>; arrays: Record<string, unknown> }) => void,
  ): Uint8Array {
    const { arrays, metadata } = decodeSafetensors(bytes);
    const file = {
      stamp: JSON.parse(metadata['latents.checkpoint']!) as Record<string, unknown>,
      arrays: { ...arrays },
    };
    edit(file);
    return encodeSafetensors({
      arrays: file.arrays as NamedArrays,
      metadata: { 'latents.checkpoint': JSON.stringify(file.stamp) },
    });
  }

  test('truncated at every length', async () => {
    for (let n = 0; n < bytes.length; n++) await refused(bytes.subarray(0, n), /expected .*, got .*truncated, corrupt/);
  });

  test('another kind of model', async () => {
    await refused(bytes, /expected the checkpoint of a 'vae', got one of a 'walk'/, world('vae'));
  });

  test('a player that the run did not have: players and model are put back', async () => {
    await refused(bytes, /player c: expected speed/, world('walk', ['a', 'a/b', 'c']));
  });

  test('a player that is not given', async () => {
    await refused(
      bytes,
      /got 'player\/a%2Fb\/speed' too. Give resume the players that the run had/,
      world('walk', ['a']),
    );
  });

  test('no weights: the players, restored before, are put back', async () => {
    await refused(
      edited(({ arrays }) => delete arrays['model/x']),
      /walk: expected x/,
    );
  });

  test.each([
    ['a step that is no count', { step: -1 }, /expected kind, step and rng/],
    ['no kind', { kind: undefined }, /expected kind, step and rng/],
    ['no random state', { rng: null }, /expected the state of a philox4x32-10 generator/],
    ['a random state of another generator', { rng: { algorithm: 'pcg' } }, /philox4x32-10 generator, got 'pcg'/],
  ])('%s', async (_, change, message) => {
    await refused(
      edited(({ stamp }) => Object.assign(stamp, change)),
      message,
    );
  });

  test('metadata that is no JSON, and a file that is no checkpoint', async () => {
    const { arrays } = decodeSafetensors(bytes);
    await refused(
      encodeSafetensors({ arrays, metadata: { 'latents.checkpoint': '{' } }),
      /expected kind, step and rng/,
    );
    await refused(encodeSafetensors({ arrays, metadata: {} }), /expected a checkpoint, got a file without/);
  });
});
