import { createRng, type NamedArrays, type NdArray, type Rng } from '@latents/math';

import {
  type ByteStore,
  checkpoint,
  earlyStopping,
  fit,
  fullBatch,
  type Json,
  type ModelConfig,
  type Player,
  type Reading,
  resume,
} from '@latents/training';
import { beforeEach, describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../src/files/safetensors.js';
import { collect, streamOf } from '../fit/readings.js';

/** A model of one number and players with one each, moved by random amounts: any state not restored shows. */
function world(config: ModelConfig = { kind: 'walk' }, players = ['a', 'a/b'], settings: Json = { learningRate: 1 }) {
  const x = Float64Array.of(0);
  const model = {
    config,
    parameters: { x: { shape: [], data: x } },
    assign(arrays: NamedArrays) {
      x[0] = arrays['x']!.data[0]!;
    },
  };
  const moves = players.map((player): Player<null> & { speed: number } => {
    const move = {
      name: player,
      settings,
      speed: 1,
      take: (_: null, { rng }: { rng: Rng }) => {
        move.speed *= 1 + 0.1 * rng.normal();
        x[0]! += move.speed * rng.normal();
        return { nats: x[0]!, of: 'x', side: 'exact', direction: 'up', sound: true, terms: {} } as const;
      },
      state: async (): Promise<NamedArrays> => ({ speed: { shape: [], data: Float64Array.of(move.speed) } }),
      restore: async (state: NamedArrays) => {
        if (Object.keys(state).join() !== 'speed') throw new Error(`player ${player}: expected speed`);
        move.speed = state['speed']!.data[0]!;
      },
    };
    return move;
  });
  return { model, x, players: moves, seen: () => [x[0]!, ...moves.map(({ speed }) => speed)] };
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
    if (context.step === 7) w.x[0] = value;
    return move;
  };
  w.players.pop();
  const { model, players } = w;
  const rng = createRng(9);
  const readings = fit(players, data, { steps: 12, rng, startAt: 4 });
  await expect(collect(checkpoint(readings, { store, every: 4, model, players, rng }))).rejects.toThrow(
    `checkpoint after step 7: expected finite weights, got ${value} in 'x' at index 0.`,
  );
  expect(store.bytes).toBe(kept);
});

/** A store whose bytes are those of the last checkpoint at a multiple of 4: what a kill leaves, without the last write. */
function killed(): ReturnType<typeof memory> {
  const store = memory();
  const write = store.write;
  let writes = 0;
  store.write = async (bytes) => {
    writes += 1;
    if (writes > kept) return;
    await write(bytes);
  };
  let kept = Number.POSITIVE_INFINITY;
  const keep = (n: number) => {
    kept = n;
  };
  return Object.assign(store, { keep });
}

describe('a killed run, resumed', () => {
  test.each([4, 5, 7, 8, 11])('after %i steps gives the numbers of one never killed', async (killedAt) => {
    const whole = await run(world(), memory(), 12);
    const store = killed() as ReturnType<typeof memory> & { keep(n: number): void };
    const saved = 4 * Math.floor(killedAt / 4);
    store.keep(saved / 4);
    await run(world(), store, killedAt);
    expect(await run(world(), { ...store, write: memory().write }, 12)).toEqual(whole.slice(2 * saved));
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

  test('before anything was written starts anew', async () => {
    expect(await resume({ store: memory(), ...world() })).toBeUndefined();
  });
});

describe('writes', () => {
  /** The steps that are written, and the readings that had been passed on by then. */
  async function writesOf(stream: AsyncIterable<Reading>, every: number, until = Number.POSITIVE_INFINITY) {
    const seen: string[] = [];
    const writes: [step: number, after: string][] = [];
    const store = {
      write: async (bytes: Uint8Array) => {
        const run = JSON.parse(decodeSafetensors(bytes).metadata['latents.run']!) as { step: number };
        writes.push([run.step, seen.at(-1)!]);
      },
      read: async () => undefined,
    };
    const { model, players } = world();
    for await (const { step, player } of checkpoint(stream, { store, every, model, players, rng: createRng(0) })) {
      seen.push(`${step}${player}`);
      if (seen.length >= until) break;
    }
    return writes;
  }

  test('after every few steps, when all players have moved and the reading was passed on, and at the end', async () => {
    expect(await writesOf(streamOf([1, 2, 3, 4, 5], ['a', 'b']), 2)).toEqual([
      [2, '1b'],
      [4, '3b'],
      [5, '4b'],
    ]);
    expect(await writesOf(streamOf([1, 2], ['a']), 2)).toEqual([[2, '1a']]);
    expect(await writesOf(streamOf([1, 2, 3]), 100)).toEqual([[3, '2a']]);
  });

  test('when the loop is left between two steps, not in the middle of one', async () => {
    expect(await writesOf(streamOf([1, 2, 3], ['a', 'b']), 100, 4)).toEqual([[2, '1b']]);
    expect(await writesOf(streamOf([1, 2, 3], ['a', 'b']), 100, 3)).toEqual([]);
  });

  test('when the run is aborted: the step under way is finished and kept', async () => {
    const stop = new AbortController();
    const store = memory();
    const { model, players } = world();
    const rng = createRng(9);
    const readings = fit(players, data, { steps: 12, rng, signal: stop.signal });
    for await (const { step } of checkpoint(readings, { store, every: 100, model, players, rng })) {
      if (step === 6) stop.abort();
    }
    expect((await resume({ store, ...world() }))?.step).toBe(7);
    expect(await run(world(), store, 12)).toEqual((await run(world(), memory(), 12)).slice(14));
  });

  test('not when training fails', async () => {
    async function* failing() {
      yield* streamOf([1, 2]);
      throw new Error('no');
    }
    const store = memory();
    const { model, players } = world();
    const readings = checkpoint(failing(), { store, every: 100, model, players, rng: createRng(0) });
    await expect(collect(readings)).rejects.toThrow('no');
    expect(store.bytes).toBeUndefined();
  });
});

test('early stopping is kept: a resumed run stops where an unbroken one does', async () => {
  const values = [5, 4, 3, 2, 1, 0, 0, 0];
  const rule = () => earlyStopping({ evaluate: ({ step }) => values[step]!, every: 1, patience: 3 });
  const lastStep = async (store: ByteStore, until: number) => {
    const { model, players } = world();
    const stopping = rule();
    const from = await resume({ store, model, players, stopping });
    const rng = from?.rng ?? createRng(9);
    const readings = fit(players, data, { steps: until, rng, startAt: from?.step ?? 0 });
    const kept = { store, every: 1, model, players, rng, stopping };
    return (await collect(checkpoint(stopping.watch(readings), kept))).at(-1)?.step;
  };
  expect(await lastStep(memory(), 8)).toBe(3);
  const store = memory();
  expect(await lastStep(store, 2)).toBe(1);
  expect(await lastStep(store, 8)).toBe(3);
  expect(await lastStep(store, 8)).toBeUndefined();
  const { model, players } = world();
  await expect(resume({ store, model, players })).rejects.toThrow(
    "got 'stopping/stopping' too. Give resume the early stopping that the run had.",
  );
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
  /** The checkpoint with another description of the run, or other arrays. */
  function edited(edit: (file: { run: Record<string, unknown>; arrays: Record<string, NdArray> }) => void): Uint8Array {
    const { arrays, metadata } = decodeSafetensors(bytes);
    const file = { run: JSON.parse(metadata['latents.run']!) as Record<string, unknown>, arrays: { ...arrays } };
    edit(file);
    return encodeSafetensors({
      arrays: file.arrays,
      metadata: { ...metadata, 'latents.run': JSON.stringify(file.run) },
    });
  }

  test('truncated at every length', async () => {
    for (let n = 0; n < bytes.length; n += 7) await refused(bytes.subarray(0, n), /truncated, corrupt/);
  });

  test('another kind of model', async () => {
    await refused(bytes, /expected a saved 'vae', got a 'walk'/, world({ kind: 'vae' }));
  });

  test('a model of the same shapes and another description', async () => {
    await refused(
      bytes,
      /expected activation to be "tanh", got absent in the file/,
      world({ kind: 'walk', activation: 'tanh' }),
    );
  });

  test('players with other settings, unless the difference is meant', async () => {
    const slower = () => world({ kind: 'walk' }, ['a', 'a/b'], { learningRate: 0.5 });
    await refused(bytes, /expected players\.0\.settings\.learningRate to be 0\.5, got 1 in the checkpoint/, slower());
    const { model, players } = slower();
    const store = { ...memory(), read: async () => bytes };
    expect((await resume({ store, model, players, ignore: ['learningRate'] }))?.step).toBe(4);
  });

  test('a player that the run did not have', async () => {
    await refused(bytes, /expected players\.2 to be .*"c".*, got absent/, world({ kind: 'walk' }, ['a', 'a/b', 'c']));
  });

  test('a player that is not given', async () => {
    await refused(bytes, /expected players\.1 to be absent, got .*a\/b/, world({ kind: 'walk' }, ['a']));
  });

  test('no weights', async () => {
    await refused(
      edited(({ arrays }) => void delete arrays['model/x']),
      /expected 'x' of shape \[\], got none/,
    );
  });

  test('a state that a player refuses: the players restored before are put back', async () => {
    await refused(
      edited(({ arrays }) => void delete arrays['player/a%2Fb/speed']),
      /player a\/b: expected speed/,
    );
  });

  test.each([
    ['weights', 'model/x'],
    ['slots', 'player/a/speed'],
  ])('%s that are not finite', async (_, name) => {
    for (const value of [Number.NaN, Infinity]) {
      await refused(
        edited(({ arrays }) => Object.assign(arrays, { [name]: { shape: [], data: Float64Array.of(value) } })),
        /expected finite weights, got (NaN|Infinity)/,
      );
    }
  });

  test.each([
    ['a step that is no count', { step: -1 }, /expected step, rng and players/],
    ['no random state', { rng: null }, /expected the state of a philox4x32-10 generator/],
    ['a random state of another generator', { rng: { algorithm: 'pcg' } }, /philox4x32-10 generator, got 'pcg'/],
  ])('%s', async (_, change, message) => {
    await refused(
      edited(({ run }) => void Object.assign(run, change)),
      message,
    );
  });

  test('metadata that is no JSON, and a file that is no checkpoint', async () => {
    const { arrays, metadata } = decodeSafetensors(bytes);
    await refused(
      encodeSafetensors({ arrays, metadata: { ...metadata, 'latents.run': '{' } }),
      /expected JSON under 'latents.run'/,
    );
    await refused(encodeSafetensors({ arrays, metadata: {} }), /expected a checkpoint, got a file without/);
  });
});
