import {
  fGan,
  type GanObjective,
  gameValue,
  hinge,
  leastSquares,
  minimax,
  nonSaturating,
  relativistic,
  tabularGan,
} from '@latents/gan';
import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const data = [0.3, 0.2, 0.15, 0.1, 0.08, 0.06, 0.05, 0.03, 0.02, 0.01];
const sgds = (generator: number, discriminator: number) => ({
  generator: { optimizer: tf.train.sgd(generator) },
  discriminator: { optimizer: tf.train.sgd(discriminator) },
});
const context = { step: 0, rng: createRng(0) };

describe('ten atoms', () => {
  it.each([minimax(), nonSaturating()])('$name: G becomes P, and V goes to -log 4 within 1e-3', async (objective) => {
    const gan = tabularGan(data);
    for (const slower of [1, 4, 32]) {
      const [d, g] = gan.players({
        generator: { optimizer: tf.train.adam(0.05 / slower, 0.5, 0.9) },
        discriminator: { optimizer: tf.train.adam(0.1 / slower, 0.5, 0.9) },
        objective,
      });
      for (let round = 0; round < 70; round++) {
        for (let k = 0; k < 5; k++) await d!.take({}, context);
        await g!.take({}, context);
      }
    }
    const generated = gan.generated();
    expect(Math.abs(gameValue({ data, generated }, gan.logits()) + Math.log(4))).toBeLessThan(1e-3);
    expect(Math.max(...data.map((p, i) => Math.abs(p - generated[i]!)))).toBeLessThan(0.02);
    expect(gan.solved().jensenShannon).toBeLessThan(1e-3);
    gan.dispose();
  });

  it('what D reports is V of its logits, and never above that of the best D', async () => {
    const gan = tabularGan(data);
    const [d] = gan.players(sgds(0.5, 1));
    let last = -Infinity;
    for (let k = 0; k < 20; k++) {
      const exact = gameValue({ data, generated: gan.generated() }, gan.logits());
      const { nats, side, sound } = await d!.take({}, context);
      expect(nats).toBeCloseTo(exact, 5);
      expect(nats).toBeGreaterThan(last);
      expect(nats).toBeLessThan(gan.solved().value);
      expect([side, sound]).toEqual(['lower', true]);
      // Of float32 they would sum to 1 within 1e-7.
      expect(gan.generated().reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 14);
      last = nats;
    }
  });

  it('section 2.2: with a D that has not caught up, G lowers the bound and not the divergence', async () => {
    const gan = tabularGan([0.5, 0.5]);
    const [d, g] = gan.players(sgds(4, 1));
    // D is trained against a G of one atom, and then left behind.
    tf.tidy(() => gan.parameters['game/generator']!.assign(tf.tensor1d([6, -6])));
    for (let k = 0; k < 50; k++) await d!.take({}, context);
    const value = () => gameValue({ data: [0.5, 0.5], generated: gan.generated() }, gan.logits());
    tf.tidy(() => gan.parameters['game/generator']!.assign(tf.tensor1d([0, 0])));
    const [before, divergence] = [value(), gan.solved().jensenShannon];
    expect(divergence).toBeLessThan(1e-9);
    for (let k = 0; k < 20; k++) expect((await g!.take({}, context)).sound).toBe(false);
    expect(value()).toBeLessThan(before);
    expect(gan.solved().jensenShannon).toBeGreaterThan(0.1);
  });

  it.each<[GanObjective, (p: number, g: number, d: number) => number, (d: number) => number]>([
    [hinge(), (p, g, d) => -p * Math.max(0, 1 - d) - g * Math.max(0, 1 + d), (d) => -d],
    [leastSquares(), (p, g, d) => -0.5 * p * (d - 1) ** 2 - 0.5 * g * d ** 2, (d) => 0.5 * (d - 1) ** 2],
    [fGan('pearson'), (p, g, d) => p * d - g * (d ** 2 / 4 + d), (d) => -(d ** 2 / 4 + d)],
  ])('$name: both players take exact expectations over the atoms', async (objective, ofD, ofG) => {
    const gan = tabularGan(data);
    const logits = data.map((_, i) => Math.sin(i));
    tf.tidy(() => {
      gan.parameters['game/discriminator']!.assign(tf.tensor1d(logits));
      gan.parameters['game/generator']!.assign(tf.tensor1d(data.map((_, i) => Math.cos(2 * i))));
    });
    const generated = gan.generated();
    const [d, g] = gan.players({ objective });
    const sum = (f: (i: number) => number) => data.reduce((total, _, i) => total + f(i), 0);
    expect((await g!.take({}, context)).nats).toBeCloseTo(
      sum((i) => generated[i]! * ofG(logits[i]!)),
      5,
    );
    const after = gan.generated();
    expect((await d!.take({}, context)).nats).toBeCloseTo(
      sum((i) => ofD(data[i]!, after[i]!, logits[i]!)),
      5,
    );
  });

  it('an objective of pairs is taken over all pairs of atoms', async () => {
    const [p, logits] = [
      [0.5, 0.3, 0.2],
      [0.3, -1, 2],
    ];
    const gan = tabularGan(p);
    tf.tidy(() => gan.parameters['game/discriminator']!.assign(tf.tensor1d(logits)));
    const logSigmoid = (a: number) => -Math.log1p(Math.exp(-a));
    const over = (f: (a: number, b: number) => number) =>
      p.reduce((sum, mass, i) => sum + logits.reduce((part, b) => part + (mass / 3) * f(logits[i]!, b), 0), 0);
    const [d, g] = gan.players({ objective: relativistic(), generator: { learningRate: 0 } });
    expect((await g!.take({}, context)).nats).toBeCloseTo(-over((a, b) => logSigmoid(b - a)), 5);
    expect((await d!.take({}, context)).nats).toBeCloseTo(
      over((a, b) => logSigmoid(a - b)),
      5,
    );
  });

  it('refuses an objective that averages by itself, as atoms have unequal weights', async () => {
    const objective: GanObjective = {
      ...minimax(),
      name: 'mine',
      discriminator: (real, fake) => minimax().discriminator(real, fake),
    };
    await expect(tabularGan([0.5, 0.5]).players({ objective })[0]!.take({}, context)).rejects.toThrow(
      "expected 'mine' to take its expectations by the function that it is given",
    );
  });

  it('refuses what is no distribution, and one optimizer for two', () => {
    expect(() => tabularGan([0.5, 0.4])).toThrow('sum to 1');
    const gan = tabularGan([1]);
    expect(() => gan.players({ objective: 'hinge' as never })).toThrow(
      "tabularGan.players({ objective }): expected an objective of a game, as nonSaturating(), got 'hinge'",
    );
    expect(() => gan.players({ objective: hinge as never })).toThrow('got function');
    expect(() => gan.players({ criticSteps: 3 } as never)).toThrow("got 'criticSteps'");
    const one = { optimizer: tf.train.sgd(1) };
    expect(() => tabularGan([1]).players({ generator: one, discriminator: one })).toThrow('expected 2 optimizers');
  });
});
