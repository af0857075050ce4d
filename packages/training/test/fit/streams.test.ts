import { earlyStopping, progressBar } from '@latents/training';
import { describe, expect, test } from 'vitest';
import { collect, streamOf } from './readings.js';

describe('earlyStopping', () => {
  const run = async (values: readonly number[], options: object, players = ['a']) => {
    const evaluated: number[] = [];
    const best: number[] = [];
    const readings = await collect(
      earlyStopping({
        evaluate: ({ step, endsStep }) => {
          expect(endsStep).toBe(true);
          evaluated.push(step);
          return values[step]!;
        },
        every: 1,
        patience: 2,
        onBest: (value) => void best.push(value),
        ...options,
      }).watch(streamOf(values, players)),
    );
    return { last: readings.at(-1)?.step, evaluated, best };
  };

  test('stops after `patience` failures in a row', async () => {
    expect(await run([1, 3, 2, 4, 4, 3, 9], {})).toEqual({ last: 5, evaluated: [0, 1, 2, 3, 4, 5], best: [1, 3, 4] });
  });

  test('downwards, by a minimum gain, every second step', async () => {
    expect(await run([3, 2, 1, 0], { direction: 'down' })).toMatchObject({ last: 3, best: [3, 2, 1, 0] });
    expect(await run([1, 1.5, 1.9, 5], { minimumGain: 1 })).toMatchObject({ last: 2, best: [1] });
    expect(await run([9, 1, 9, 1, 9, 0, 9, 9], { every: 2 })).toMatchObject({ last: 5, evaluated: [1, 3, 5] });
  });

  test('two players: evaluates only after both have moved, and passes on every reading', async () => {
    const { evaluated, last } = await run([1, 2, 3], {}, ['D', 'G']);
    expect([evaluated, last]).toEqual([[0, 1, 2], 2]);
    const stopping = earlyStopping({ evaluate: () => 0, every: 1, patience: 1 });
    expect((await collect(stopping.watch(streamOf([1, 1, 1], ['D', 'G'])))).map(({ player }) => player)).toEqual([
      'D',
      'G',
      'D',
      'G',
    ]);
  });

  test('the first value is the best so far, -infinity too, and the same value again is no improvement', async () => {
    expect(await run([-Infinity, -Infinity, -Infinity, 1], {})).toMatchObject({ last: 2, best: [-Infinity] });
  });

  test('continued from its state, it stops where an unbroken one does and keeps the best', async () => {
    const values = [5, 4, 3, 2, 1, 0];
    const best: number[] = [];
    const make = () =>
      earlyStopping({
        evaluate: ({ step }) => values[step]!,
        every: 1,
        patience: 3,
        onBest: (value) => void best.push(value),
      });
    const unbroken = await collect(make().watch(streamOf(values)));
    expect(unbroken.at(-1)!.step).toBe(3);
    const first = make();
    await collect(first.watch(streamOf(values.slice(0, 2))));
    const second = make();
    second.restore(first.state());
    expect(second.best).toBe(5);
    async function* rest() {
      for await (const reading of streamOf(values)) if (reading.step >= 2) yield reading;
    }
    const resumed = await collect(second.watch(rest()));
    expect(resumed.at(-1)!.step).toBe(3);
    expect(best).toEqual([5, 5]);
    // A rule that had already stopped the run lets nothing more through.
    const third = make();
    third.restore(second.state());
    expect(await collect(third.watch(streamOf(values)))).toEqual([]);
  });

  test('a state of something else is refused, and nothing is changed', () => {
    const stopping = earlyStopping({ evaluate: () => 0, every: 1, patience: 3 });
    for (const state of [{}, { stopping: { shape: [2], data: Float64Array.of(1, 2) } }]) {
      expect(() => stopping.restore(state)).toThrow(/expected what state\(\) returned/);
    }
    expect(stopping.best).toBeUndefined();
  });

  test('refused: NaN, and options that are no counts', async () => {
    await expect(run([1, Number.NaN], {})).rejects.toThrow(/expected evaluate to give a number, got NaN at step 1/);
    for (const bad of [0, -1, 1.5, Number.NaN]) {
      await expect(run([1], { every: bad })).rejects.toThrow(/\{ every \}\): expected a positive integer/);
      await expect(run([1], { patience: bad })).rejects.toThrow(/\{ patience \}\): expected a positive integer/);
    }
    for (const bad of [-1, Number.NaN, Infinity]) {
      await expect(run([1], { minimumGain: bad })).rejects.toThrow(
        /\{ minimumGain \}\): expected a finite number >= 0/,
      );
    }
  });
});

describe('progressBar', () => {
  const draw = () => {
    const written: string[] = [];
    return { to: { write: (text: string) => void written.push(text) }, written };
  };
  const clock = (milliseconds: number) => {
    let time = -milliseconds;
    return () => {
      time += milliseconds;
      return time;
    };
  };

  test('draws steps, the bound of each player and examples a second', async () => {
    const { to, written } = draw();
    let time = 0;
    async function* timed() {
      for await (const reading of streamOf([-2, -1], ['D', 'G'])) {
        time += 500;
        yield reading;
      }
    }
    const passed = await collect(progressBar(timed(), { steps: 4, to, interval: 0, now: () => time }));
    expect(passed).toHaveLength(4);
    // Twenty examples in two seconds: those of a step are counted once, whatever the number of players.
    const line = `${'█'.repeat(12)}${'░'.repeat(12)} 2/4  D -1.00  G -1.00 nats/example  10 examples/s`;
    expect(written.at(-1)).toBe(`\r${line}\u001b[K\n`);
  });

  test('draws no more often than its interval, but always the end', async () => {
    const { to, written } = draw();
    await collect(progressBar(streamOf(Array(100).fill(0)), { steps: 100, to, interval: 1000, now: clock(1) }));
    expect(written).toHaveLength(2);
    expect(written.at(-1)).toContain('100/100');
  });

  test('the line is ended when the loop is left, and when training fails', async () => {
    const { to, written } = draw();
    for await (const { step } of progressBar(streamOf([1, 2, 3]), { steps: 3, to })) if (step === 1) break;
    expect(written.at(-1)).toMatch(/2\/3.*\n$/);
    async function* failing() {
      yield* streamOf([1]);
      throw new Error('no');
    }
    await expect(collect(progressBar(failing(), { steps: 3, to }))).rejects.toThrow('no');
    expect(written.at(-1)).toMatch(/1\/3.*\n$/);
  });

  test('more readings than steps do not break the bar; none draws nothing', async () => {
    const { to, written } = draw();
    await collect(progressBar(streamOf([1, 2, 3]), { steps: 2, to, interval: 0 }));
    expect(written.at(-1)).toContain(`${'█'.repeat(24)} 3/2`);
    const empty = draw();
    await collect(progressBar(streamOf([]), { steps: 2, to: empty.to }));
    expect(empty.written).toEqual([]);
  });

  test.each([0, -1, 1.5, Number.NaN])('steps %s is refused', async (steps) => {
    await expect(collect(progressBar(streamOf([1]), { steps, to: draw().to }))).rejects.toThrow(
      /expected a positive integer/,
    );
  });
});
