import { createRng } from '@latents/math';
import { fit, fullBatch, History, NonFiniteError } from '@latents/training';
import { describe, expect, test } from 'vitest';
import { collect, playerOf } from './readings.js';

const data = { ...fullBatch('all', 6), perEpoch: 3 };
const rng = () => createRng(4);

describe('order', () => {
  test('each player moves on each batch, in order; the last ends the step', async () => {
    const log: string[] = [];
    const readings = await collect(
      fit([playerOf('D', undefined, log), playerOf('G', undefined, log)], data, { steps: 2, rng: rng() }),
    );
    expect(log).toEqual(['D 0', 'G 0', 'D 1', 'G 1']);
    expect(readings.map(({ player, step, endsStep }) => [player, step, endsStep])).toEqual([
      ['D', 0, false],
      ['G', 0, true],
      ['D', 1, false],
      ['G', 1, true],
    ]);
    expect(readings[0]).toMatchObject({ epoch: 0, examples: 6, nats: 0, terms: { term: 0 }, side: 'lower' });
  });

  test('a player moves only when the reader asks', async () => {
    const log: string[] = [];
    const stream = fit([playerOf('D', undefined, log), playerOf('G', undefined, log)], data, { steps: 5, rng: rng() });
    for await (const reading of stream) if (reading.step === 1) break;
    expect(log).toEqual(['D 0', 'G 0', 'D 1']);
  });

  test('epochs, and a single player', async () => {
    const readings = await collect(fit(playerOf('a'), data, { epochs: 2, rng: rng() }));
    expect(readings.map(({ step, epoch }) => [step, epoch])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 1],
      [4, 1],
      [5, 1],
    ]);
    expect(await collect(fit(playerOf('a'), data, { steps: 0, rng: rng() }))).toEqual([]);
  });
});

describe('randomness', () => {
  test('a step draws the same whether the run starts before it or at it', async () => {
    const [whole, late] = [playerOf('a'), playerOf('a')];
    const stream = rng();
    await collect(fit(whole, data, { steps: 6, rng: stream }));
    stream.uniform();
    stream.split();
    const readings = await collect(fit(late, data, { steps: 6, startAt: 4, rng: stream }));
    expect(readings.map(({ step }) => step)).toEqual([4, 5]);
    expect(late.draws).toEqual(whole.draws.slice(4));
  });

  test('players and steps draw from streams of their own', async () => {
    const players = [playerOf('a'), playerOf('b')];
    await collect(fit(players, data, { steps: 5, rng: rng() }));
    expect(new Set(players.flatMap(({ draws }) => draws)).size).toBe(10);
  });
});

describe('stopping', () => {
  test('abort between two players: the step under way is finished', async () => {
    const log: string[] = [];
    const stop = new AbortController();
    const stream = fit([playerOf('D', undefined, log), playerOf('G', undefined, log)], data, {
      steps: 5,
      rng: rng(),
      signal: stop.signal,
    });
    for await (const { player, step } of stream) if (player === 'D' && step === 1) stop.abort();
    expect(log).toEqual(['D 0', 'G 0', 'D 1', 'G 1']);
  });

  test('aborted before it starts', async () => {
    const readings = await collect(fit(playerOf('a'), data, { steps: 5, rng: rng(), signal: AbortSignal.abort() }));
    expect(readings).toEqual([]);
  });

  test('a stop button pressed from a timer is heard: the event loop gets its turn', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    let steps = 0;
    for await (const _ of fit(playerOf('a'), data, { steps: 1e9, rng: rng(), signal: stop.signal })) steps++;
    expect(steps).toBeGreaterThan(0);
  });

  test.each([Number.NaN, Infinity, -Infinity])('a move that reports %s', async (bad) => {
    const nats = (step: number) => (step === 2 ? bad : 1);
    const error = await collect(fit(playerOf('EM', nats), data, { steps: 5, rng: rng() })).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error).toMatchObject({ name: 'NonFiniteError', player: 'EM', step: 2, term: 'term' });
    expect((error as Error).message).toMatch(
      /step 2: expected a finite number for 'term' of player 'EM', got (NaN|-?Infinity)\./,
    );
  });

  test('a bound that is not finite though its terms are', async () => {
    const player = playerOf('a');
    const broken = { ...player, take: () => ({ ...player.take('', { step: 0, rng: rng() }), nats: Number.NaN }) };
    const run = collect(fit(broken as typeof player, data, { steps: 1, rng: rng() }));
    await expect(run).rejects.toMatchObject({ term: 'bound' });
  });

  test('what a player throws is passed on', async () => {
    const broken = { ...playerOf('a'), take: () => Promise.reject(new Error('no')) };
    await expect(collect(fit(broken, data, { steps: 1, rng: rng() }))).rejects.toThrow('no');
  });
});

describe('refused', () => {
  const run = async (options: object, players: ReturnType<typeof playerOf>[] = [playerOf('a')]) =>
    collect(fit(players, data, { rng: rng(), ...options }));

  test('epochs and steps: both, neither, or no counts', async () => {
    await expect(run({})).rejects.toThrow(/expected either epochs or steps, got both or neither/);
    await expect(run({ epochs: 1, steps: 1 })).rejects.toThrow(/got both or neither/);
    for (const bad of [-1, 1.5, Number.NaN, Infinity]) {
      await expect(run({ epochs: bad })).rejects.toThrow(/\{ epochs \}\): expected a non-negative integer/);
      await expect(run({ steps: bad })).rejects.toThrow(/\{ steps \}\): expected a non-negative integer/);
      await expect(run({ steps: 1, startAt: bad })).rejects.toThrow(/\{ startAt \}\): expected a non-negative integer/);
    }
  });

  test('no players, two of one name', async () => {
    await expect(run({ steps: 1 }, [])).rejects.toThrow(/expected at least one player, got none/);
    await expect(run({ steps: 1 }, [playerOf('a'), playerOf('a')])).rejects.toThrow(/distinct names, got 'a' twice/);
  });

  test('data that are no batches, players that are none, no rng: at once, before anything runs', () => {
    const player = playerOf('a');
    const table = { shape: [2, 1], data: new Float32Array(2) };
    for (const none of [table, [1, 2], undefined, { at: () => ({ batch: '', examples: 1 }) }]) {
      expect(() => fit(player, none as never, { steps: 1, rng: rng() })).toThrow(
        /expected batches with perEpoch and at\(step\), got .*Use batches\(data, \{ size, rng \}\)/,
      );
    }
    expect(() => fit({} as never, data, { steps: 1, rng: rng() })).toThrow(/expected players, as model.players\(\)/);
    expect(() => fit(undefined as never, data, { steps: 1, rng: rng() })).toThrow(/expected players/);
    expect(() => fit(player, data, { steps: 1, rng: 42 as never })).toThrow(
      /\{ rng \}\): expected a stream as from createRng\(seed\), got number/,
    );
  });

  test('a second run on a model under training, until the first one ends, is left or fails', async () => {
    const model = {};
    const player = { ...playerOf('a'), model };
    const start = () => fit(player, data, { steps: 3, rng: rng() });
    const first = start();
    await first.next();
    await expect(start().next()).rejects.toThrow(/expected a model that no other run is training/);
    await first.return();
    for await (const _ of start()) break;
    await expect(
      collect(fit({ ...player, take: () => Promise.reject(new Error('no')) }, data, { steps: 1, rng: rng() })),
    ).rejects.toThrow('no');
    expect(await collect(start())).toHaveLength(3);
    // Another model is trained beside it.
    const other = fit({ ...playerOf('a'), model: {} }, data, { steps: 1, rng: rng() });
    const again = start();
    await again.next();
    expect(await collect(other)).toHaveLength(1);
  });
});

describe('History', () => {
  test('series, recent means, and a round trip through JSON', async () => {
    const history = new History();
    const players = [playerOf('D', (s) => s), playerOf('G', (s) => -s)];
    for await (const reading of fit(players, data, { steps: 4, rng: rng() })) history.add(reading);
    expect(history.players()).toEqual(['D', 'G']);
    expect(history.series('G')).toEqual([
      [0, -0],
      [1, -1],
      [2, -2],
      [3, -3],
    ]);
    expect(history.series('D', 'term')).toEqual(history.series('D'));
    expect(history.series('D', 'rate')).toEqual([]);
    expect(history.recent('D', 3)).toBe(2);
    expect(history.recent('D', 100)).toBe(1.5);
    expect(history.recent('Q', 3)).toBeNaN();
    const again = History.fromJSON(JSON.parse(JSON.stringify(history)));
    expect(JSON.stringify(again)).toBe(JSON.stringify(history));
    expect(again.recent('D', 3)).toBe(2);
    again.add(history.readings[0]!);
    expect(history.readings).toHaveLength(8);
  });

  test('what is no array is refused', () => {
    expect(() => History.fromJSON({} as never)).toThrow(/expected an array of readings, got object/);
  });
});
