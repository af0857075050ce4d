import { useBackend } from '@latents/testing';
import type * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { context, data, shown, small, withD } from './games.js';

beforeAll(() => useBackend('wasm'));

describe('replay', () => {
  it('replay: a share of the generated examples are old ones', async () => {
    const seen = await shown({ replay: { size: 200, fraction: 0.25 } }, { moves: 2 });
    const rows = (x: tf.Tensor) => (x.arraySync() as number[][]).map((row) => row.join());
    const [first, second] = [new Set(rows(seen[1]!)), rows(seen[3]!)];
    expect(second.filter((row) => first.has(row))).toHaveLength(16);
  });

  it('any of what is kept is shown, and when it is full any of it makes room', async () => {
    const rows = (x: tf.Tensor) => (x.arraySync() as number[][]).map((row) => row.join());
    const showing = async (size: number, moves: number) => {
      const seen = await shown({ replay: { size, fraction: 0.25 } }, { moves });
      const made = seen.filter((_, i) => i % 2 === 1).map(rows);
      // Of which earlier move each example of the last one is.
      return made.at(-1)!.map((row) => made.slice(0, -1).findIndex((earlier) => earlier.includes(row)));
    };
    const count = (of: readonly number[], move: number) => of.filter((found) => found === move).length;
    // 16 are kept of each move. Of 32 that are kept, 16 are drawn: all of one move once in 10^8 runs.
    const roomy = await showing(100, 3);
    expect(count(roomy, 0) + count(roomy, 1)).toBe(16);
    expect(Math.min(count(roomy, 0), count(roomy, 1))).toBeGreaterThan(0);
    // Into 16 places 16 go at random, so that some take the place of others: on average 5.7 of the first move are left.
    const full = await showing(16, 3);
    expect(count(full, 0) + count(full, 1)).toBe(16);
    expect(count(full, 0)).toBeGreaterThan(0);
    expect(count(full, 0)).toBeLessThan(15);
  });

  it('replay is kept and resumed with the player', async () => {
    const make = () => small().players(withD({ replay: { size: 10 } }))[0]!;
    const one = make();
    await one.take(data, context);
    const state = await one.state!();
    expect(state['replay']!.shape).toEqual([10, 2]);
    const other = make();
    await other.take(data, context);
    await other.restore!(state);
    expect((await other.state!())['replay']!.data).toEqual(state['replay']!.data);
  });

  it('refuses to resume with another replay, or none', async () => {
    const of = (replay: { size: number } | undefined, changed = {}) =>
      small(changed).players(withD(replay ? { replay } : {}))[0]!;
    const one = of({ size: 10 });
    await one.take(data, context);
    const state = await one.state!();
    await expect(of({ size: 9 }).restore!(state)).rejects.toThrow('at most 9 old examples of 2 numbers, got [10,2]');
    await expect(of(undefined).restore!(state)).rejects.toThrow(
      'expected the replay option that the run had, got none',
    );
    const wide = of({ size: 10 }, { dataDim: 3 });
    const own = await wide.state!();
    await expect(wide.restore!({ ...own, replay: state['replay']! })).rejects.toThrow('of 3 numbers, got [10,2]');
  });
});
