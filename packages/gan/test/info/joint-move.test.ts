import type { Network } from '@latents/core';
import { InfoGan, type InfoGanPlayersOptions, nonSaturating } from '@latents/gan';
import { createRng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import type { Move } from '@latents/training';
import { readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ring, sgds, small } from './models.js';

// Without an optimizer of its own, Q moves with D.

beforeAll(() => useBackend('wasm'));

const data = ring(24, 3, 0);

/** Options with others merged into those of each player. */
function merged(options: InfoGanPlayersOptions, { discriminator, ...more }: InfoGanPlayersOptions) {
  return { ...options, ...more, discriminator: { ...options.discriminator, ...discriminator } };
}

/** What a move added to each weight, by name. */
async function change(gan: InfoGan, move: () => unknown): Promise<Record<string, number[]>> {
  const before = await readParameters(gan.parameters);
  await move();
  const after = await readParameters(gan.parameters);
  return Object.fromEntries(
    Object.entries(after).map(([name, { data }]) => [name, [...data].map((v, i) => v - before[name]!.data[i]!)]),
  );
}

describe('D and Q in one move', () => {
  it('both raise V + lambda I, which is sound; G moves by itself', async () => {
    const gan = small();
    const players = gan.players({ ...sgds(), lambda: { mode: 2, shift: 0.5 } });
    const moves: Move[] = [];
    const moved = [];
    for (const player of players) {
      const changed = await change(gan, async () => {
        moves.push(await player.take(data, { step: 0, rng: createRng(2) }));
      });
      const names = Object.keys(changed).filter((name) => changed[name]!.some((v) => v !== 0));
      moved.push([...new Set(names.map((name) => name.split('/')[0]))]);
    }
    expect(players.map(({ name: player }) => player)).toEqual(['discriminator and posterior', 'generator']);
    // E33: what G made is a constant to D and Q.
    expect(moved).toEqual([['trunk', 'discriminator', 'posterior'], ['generator']]);
    const [both, g] = moves;
    expect([both!.direction, both!.side, both!.sound, g!.sound]).toEqual(['up', 'lower', true, false]);
    expect(both!.of).toBe('2 JSD(P, P_G) - log 4 + lambda I(c; G)');
    const { terms } = both!;
    const value = terms['E log D(x)']! + terms['E log (1 - D(G(z)))']!;
    expect(both!.nats).toBeCloseTo(value + 2 * terms['I(mode; G)']! + 0.5 * terms['I(shift; G)']!, 5);
    gan.dispose();
  });

  it("its gradient is D's plus lambda times Q's, of the same examples", async () => {
    const lambda = 0.7;
    const at = (rng: number) => ({ step: 0, rng: createRng(rng) });
    const [one, other] = [small(), small()];
    const joint = await change(one, () => one.players({ ...sgds(), lambda })[0]!.take(data, at(3)));
    const [d, , q] = other.players({ ...sgds(), posterior: { optimizer: tf.train.sgd(0.1) }, lambda });
    const forD = await change(other, () => d!.take(data, at(3)));
    other.assign(await readParameters(small().parameters));
    // D draws from the first fork of a step's stream.
    const forQ = await change(other, () => q!.take(data, { step: 0, rng: createRng(3).fork(0) }));
    for (const name of ['trunk/dense0/kernel', 'discriminator/dense0/kernel', 'posterior/dense0/kernel']) {
      joint[name]!.forEach((v, i) => {
        expect(v).toBeCloseTo(forD[name]![i]! + lambda * forQ[name]![i]!, 6);
      });
    }
    expect(Math.max(...joint['trunk/dense0/kernel']!.map(Math.abs))).toBeGreaterThan(1e-4);
  });

  it.each([
    ['noise on what D sees', { instanceNoise: 0.5 }],
    ['old examples', { discriminator: { replay: { size: 20 } } }],
    ['one batch of real and generated', { discriminator: { separateBatches: false } }],
  ])('%s: Q still reads what G makes now, as it is', async (_, options) => {
    const terms = async (more: InfoGanPlayersOptions) => {
      const [both] = small().players(merged(sgds(0), more));
      await both!.take(data, { step: 0, rng: createRng(4) });
      const { terms } = await both!.take(data, { step: 1, rng: createRng(5) });
      return terms;
    };
    const [plain, changed] = [await terms({}), await terms(options)];
    for (const name of ['I(mode; G)', 'I(shift; G)']) expect(changed[name]).toBeCloseTo(plain[name]!, 5);
    // And D does not, but for the last.
    const same = 'discriminator' in options && 'separateBatches' in options.discriminator;
    expect(Math.abs(changed['E log (1 - D(G(z)))']! - plain['E log (1 - D(G(z)))']!) < 1e-6).toBe(same);
  });

  it('the trunk runs once for what D and Q both see, in their move and in G’s', async () => {
    const { parts } = small();
    let runs = 0;
    const trunk: Network = {
      ...parts.trunk,
      apply: (x, options) => {
        runs++;
        return parts.trunk.apply(x, options);
      },
    };
    const gan = new InfoGan({ ...parts, trunk });
    const count = async (index: number, options: InfoGanPlayersOptions) => {
      runs = 0;
      await gan.players(merged(sgds(), options))[index]!.take(data, { step: 0, rng: createRng(6) });
      return runs;
    };
    expect([await count(0, {}), await count(1, {})]).toEqual([2, 1]);
    expect([
      await count(0, { discriminator: { separateBatches: false } }),
      await count(0, { discriminator: { criticSteps: 2 } }),
    ]).toEqual([1, 4]);
    expect([await count(0, { instanceNoise: 1 }), await count(1, { instanceNoise: 1 })]).toEqual([3, 2]);
  });

  it('with smoothed labels it bounds nothing, and says so', async () => {
    const [both] = small().players({ ...sgds(), objective: nonSaturating({ smoothing: 0.1 }) });
    const { side, sound } = await both!.take(data, { step: 0, rng: createRng(7) });
    expect([side, sound]).toEqual(['none', false]);
  });

  it('leaks no tensors; NaN is named by both players, and moves nothing', async () => {
    const gan = small();
    const [both, g] = gan.players(sgds());
    const once = async () => {
      for (const player of [both!, g!]) await player.take(data, { step: 0, rng: createRng(13) });
    };
    await once();
    await expectNoLeak(once);
    tf.tidy(() => gan.parameters['posterior/dense0/bias']!.assign(tf.fill([5], Number.NaN)));
    const before = await readParameters(gan.parameters);
    await expect(both!.take(data, { step: 4, rng: createRng(14) })).rejects.toThrow(
      /step 4: expected a finite number for 'I\(mode; G\)' of player 'discriminator and posterior', got NaN/,
    );
    // G is the first to meet it here, and not at fault.
    await expect(g!.take(data, { step: 5, rng: createRng(15) })).rejects.toThrow(
      /step 5: expected a finite number for 'posterior\/dense0\/bias' of player 'discriminator and posterior', got NaN/,
    );
    expect(await readParameters(gan.parameters)).toEqual(before);
  });

  it('refuses unknown options of Q, and one optimizer for two players', () => {
    const gan = small();
    const one = { optimizer: tf.train.sgd(0.1) };
    expect(() => gan.players({ posteriorMovesTrunk: true } as never)).toThrow("got 'posteriorMovesTrunk'");
    expect(() => gan.players({ posterior: 'alone' as 'joint' })).toThrow("expected 'joint', got 'alone'");
    expect(() => gan.players({ posterior: { penalties: [] } as never })).toThrow("got 'penalties'");
    expect(() => gan.players({ generator: one, discriminator: one })).toThrow('expected 2 optimizers');
  });
});
