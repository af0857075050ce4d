import { createRng, ndArray } from '@latents/math';
import { fullBatch, History, progressBar, train } from '@latents/training';
import { describe, expect, test } from 'vitest';
import { collect } from '../fit/readings.js';
import { createCounter, memory } from './world.js';

const data = ndArray([5, 1], Float32Array.of(1, 2, 3, 4, 5));

describe('train', () => {
  test('makes batches and players by default: every example once per epoch', async () => {
    const counter = createCounter({ size: 1 });
    const readings = train(counter, data, { epochs: 2, batchSize: 2, rng: createRng(0) });
    expect(readings.steps).toBe(6);
    const history = new History();
    for await (const reading of readings) history.add(reading);
    expect(history.readings.map(({ examples }) => examples)).toEqual([2, 2, 1, 2, 2, 1]);
    expect(counter.x[0]).toBe(30);
  });

  test('hands the remaining options to the players, and takes batches as they are', async () => {
    const counter = createCounter({ size: 1 });
    await collect(train(counter, fullBatch(data, 5), { steps: 3, rate: 10, rng: createRng(0) }));
    expect(counter.x[0]).toBe(450);
  });

  test('is a function of its seed', async () => {
    const nats = async (seed: number) =>
      (await collect(train(createCounter({ size: 1 }), data, { epochs: 3, batchSize: 1, rng: createRng(seed) }))).map(
        (reading) => reading.nats,
      );
    expect(await nats(1)).toEqual(await nats(1));
    expect(await nats(1)).not.toEqual(await nats(2));
  });

  test('goes on from its checkpoint: a killed run ends in the same numbers', async () => {
    const run = async (store: ReturnType<typeof memory>, steps: number) => {
      const counter = createCounter({ size: 1 });
      const readings = train(counter, data, {
        steps,
        batchSize: 2,
        rng: createRng(5),
        checkpoint: { store, every: 2 },
      });
      return [...(await collect(readings)).map(({ nats }) => nats), counter.x[0]];
    };
    const whole = await run(memory(), 9);
    const store = memory();
    await run(store, 4);
    expect(await run(store, 9)).toEqual(whole.slice(4));
  });

  test('carries its number of steps to the progress bar', async () => {
    const written: string[] = [];
    const readings = train(createCounter({ size: 1 }), data, { epochs: 1, rng: createRng(0) });
    await collect(progressBar(readings, { to: { write: (text) => void written.push(text) } }));
    expect(written.at(-1)).toContain('1/1');
    expect(() => train(createCounter({ size: 1 }), data, { epochs: 1 } as never)).toThrow(
      /train\(model, data, \{ rng \}\): expected a stream as from createRng\(seed\), got undefined/,
    );
  });
});
