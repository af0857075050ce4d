import { tensorBound } from '@latents/core';
import {
  categoricalCode,
  createGan,
  createInfoGan,
  Gan,
  type GanObjective,
  nonSaturating,
  r1,
  r2,
  relativistic,
} from '@latents/gan';
import { createRng, ndArray } from '@latents/math';
import { useBackend } from '@latents/testing';
import { batches, fit, minimizeUnsound } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { data, normals, small, values } from '../game/games.js';

beforeAll(() => useBackend('cpu'));

const mean = (xs: readonly number[]) => xs.reduce((sum, v) => sum + v, 0) / xs.length;

describe('relativistic pairing', () => {
  it('refuses to move G without the real logits', () => {
    expect(() => relativistic().generator(tf.zeros([3]))).toThrow('expected a function that returns the real logits');
  });

  it('no D is above -log 2 if G is right: the mean over all pairs of one distribution', () => {
    for (let trial = 0; trial < 20; trial++) {
      const logits = [0, 1, 2, 3].map((i) => 3 * Math.sin(3 * trial + 5 * i));
      const pairs = logits.flatMap((a) => logits.map((b) => [a, b] as const));
      const [xs, gs] = [0, 1].map((side) => tf.tensor1d(pairs.map((pair) => pair[side]!)));
      const value = relativistic().discriminator(xs!, gs!).bound.value.dataSync()[0]!;
      expect(value).toBeLessThanOrEqual(-Math.LN2 + 1e-6);
    }
  });

  it('gives G the logits of the real examples of the batch, on the scale of the networks', async () => {
    const normalization = { loc: [1, -2], scale: [2, 3] };
    const gan = small({ normalization });
    const batch = normals(8, 3);
    let seen: number[] = [];
    const objective: GanObjective = {
      ...relativistic(),
      generator: (logits, find, expectation) => {
        seen = values(find!());
        return relativistic().generator(logits, find, expectation);
      },
    };
    const [, g] = gan.players({ objective, discriminator: { criticSteps: 2 } });
    await g!.take(batch, { step: 0, rng: createRng(1) });
    const expected = values(gan.logits(tf.tensor2d(batch.data.slice(0, 8) as Float32Array, [4, 2])));
    expect(seen).toHaveLength(4);
    for (const [i, logit] of seen.entries()) expect(logit).toBeCloseTo(expected[i]!, 5);
  });

  it('computes nothing of real examples unless G asks, and once if G asks twice', async () => {
    const gan = small();
    let runs = 0;
    const { discriminator } = gan.parts;
    const counted = {
      ...discriminator,
      apply: (...given: Parameters<typeof discriminator.apply>) => {
        runs++;
        return discriminator.apply(...given);
      },
    };
    const model = new Gan({ ...gan.parts, discriminator: counted });
    const count = async (objective: GanObjective) => {
      runs = 0;
      await model.players({ objective })[1]!.take(data, { step: 0, rng: createRng(2) });
      return runs;
    };
    const twice: GanObjective = {
      ...relativistic(),
      generator: (logits, find) => {
        const pairs = tf.sub(find!(), find!());
        return minimizeUnsound(
          tensorBound('none', 'E D(G(z))', [
            { name: 'E D', nats: tf.mean<tf.Scalar>(tf.add(logits, pairs)), weight: 1 },
          ]),
        );
      },
    };
    expect([await count(nonSaturating()), await count(relativistic()), await count(twice)]).toEqual([1, 2, 2]);
  });

  it('R3GAN: with R1 and R2 it brings a normal to the data', async () => {
    const gan = createGan({ dataDim: 1, noise: { kind: 'gaussian', dimension: 1 }, hidden: [16], rng: createRng(3) });
    const shifted = ndArray(
      [1024, 1],
      createRng(4)
        .fillNormal(new Float32Array(1024))
        .map((v) => v + 2),
    );
    const players = gan.players({
      generator: { optimizer: tf.train.adam(5e-3, 0.5) },
      discriminator: { optimizer: tf.train.adam(5e-3, 0.5), penalties: [r1({ weight: 0.1 }), r2({ weight: 0.1 })] },
      objective: relativistic(),
    });
    const before = Math.abs(mean(values(gan.sample(1000, createRng(5)))) - 2);
    for await (const _ of fit(players, batches(shifted, { size: 64, rng: createRng(6) }), {
      steps: 300,
      rng: createRng(7),
    }));
    expect(before).toBeGreaterThan(1);
    expect(Math.abs(mean(values(gan.sample(1000, createRng(5)))) - 2)).toBeLessThan(0.4);
  });

  it('is played by an InfoGan too, whose information is subtracted from what G moves down', async () => {
    const gan = createInfoGan({ dataDim: 2, codes: { c: categoricalCode(2) }, hidden: [4], rng: createRng(8) });
    const { nats, terms, of } = await gan
      .players({ objective: relativistic(), lambda: 3 })[1]!
      .take(data, { step: 0, rng: createRng(9) });
    expect(nats).toBeCloseTo(-terms['E log D(G(z) > x)']! - 3 * terms['I(c; G)']!, 5);
    expect(of).toBe('-E log D(G(z) > x) - lambda I(c; G)');
  });
});

describe('objectives by player', () => {
  it('each player takes its own, or that of the game', async () => {
    const own = await Promise.all(
      small()
        .players({ generator: { objective: relativistic() } })
        .map((player) => player.take(data, { step: 0, rng: createRng(1) })),
    );
    expect(own.map(({ of }) => of)).toEqual(['2 JSD(P, P_G) - log 4', '-E log D(G(z) > x)']);
    const settings = (options: object) =>
      small()
        .players(options)
        .map((player) => player.settings);
    expect(settings({ generator: { objective: relativistic() } })).toMatchObject([
      { objective: 'nonSaturating' },
      { objective: 'relativistic' },
    ]);
    expect(settings({ objective: nonSaturating({ smoothing: 0.1 }) })).toMatchObject([
      { objective: 'nonSaturating(smoothing 0.1)' },
      { objective: 'nonSaturating(smoothing 0.1)' },
    ]);
  });

  it.each(['minimax', nonSaturating, {}])('refuses %s for an objective', (objective) => {
    expect(() => small().players({ objective: objective as never })).toThrow(
      'gan.players({ objective }): expected an objective of a game, as nonSaturating(), got',
    );
  });
});
