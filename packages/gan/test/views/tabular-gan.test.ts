import { gameValue, hinge, minimax, nonSaturating, tabularGan } from '@latents/gan';
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
