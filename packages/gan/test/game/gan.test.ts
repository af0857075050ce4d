import { boxNoise, createGan, gaussianNoise, hinge, minimax, solveGame, sphereNoise } from '@latents/gan';
import { createRng, ndArray } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { batches, fit, type Reading, readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { adams, context, data, small, values, withD } from './games.js';

beforeAll(() => useBackend('wasm'));

describe('two players', () => {
  it('each moves its own variables alone (E33), one up and soundly, the other down and not', async () => {
    const gan = small();
    const readings: Reading[] = [];
    const moved: string[][] = [];
    let last = await readParameters(gan.parameters);
    for await (const reading of fit(gan.players(adams()), batches(data, { size: 32, rng: createRng(6) }), {
      steps: 1,
      rng: createRng(7),
    })) {
      readings.push(reading);
      const now = await readParameters(gan.parameters);
      const changed = Object.keys(now).filter((name) => now[name]!.data.some((v, i) => v !== last[name]!.data[i]));
      moved.push([...new Set(changed.map((name) => name.split('/')[0]!))]);
      last = now;
    }
    expect(readings.map(({ player, direction, sound, side }) => [player, direction, sound, side])).toEqual([
      ['discriminator', 'up', true, 'lower'],
      ['generator', 'down', false, 'none'],
    ]);
    expect(moved).toEqual([['discriminator'], ['generator']]);
  });

  it('the value is V, by hand: E log D(x) + E log(1 - D(G(z))), and below 2 JSD - log 4', async () => {
    const gan = small();
    const x = tf.tensor2d(data.data as Float32Array, [64, 2]);
    const fake = gan.sample(64, createRng(8));
    const log = (logits: tf.Tensor, sign: number) =>
      -values(logits).reduce((sum, a) => sum + Math.log1p(Math.exp(-sign * a)), 0) / 64;
    const { value, side, of } = gan.value(x, createRng(8));
    expect(value.dataSync()[0]).toBeCloseTo(log(gan.logits(x), 1) + log(gan.logits(fake), -1), 5);
    expect([side, of]).toEqual(['lower', '2 JSD(P, P_G) - log 4']);
  });

  it('one dimension, normal against normal: the value goes to that of the best D, by quadrature, and G to the data', async () => {
    const n = 256;
    const gan = createGan({ dataDim: 1, noise: gaussianNoise(1), hidden: [], rng: createRng(9) });
    // G(z) = z: a unit normal; the data a unit to the right, so that the best D is linear and within reach.
    tf.tidy(() => gan.parameters['generator/dense0/kernel']!.assign(tf.ones([1, 1])));
    const rng = createRng(10);
    const shifted = ndArray(
      [8192, 1],
      rng.fillNormal(new Float32Array(8192)).map((v) => v + 1),
    );
    const [d, g] = gan.players(adams(2e-2));
    const next = batches(shifted, { size: n, rng: createRng(11) });
    const batch = (i: number) => next.at(i).batch;
    for (let i = 0; i < 200; i++) await d!.take(batch(i), { step: i, rng: createRng(i) });
    const log = (mean: number) => (x: number) => Math.exp(-0.5 * (x - mean) ** 2) / Math.sqrt(2 * Math.PI);
    const cells = Array.from({ length: 1000 }, (_, i) => -9 + (i + 0.5) * 0.019);
    const best = solveGame({
      data: cells.map((x) => log(1)(x) * 0.019),
      generated: cells.map((x) => log(0)(x) * 0.019),
    });
    const x = tf.tensor2d(shifted.data as Float32Array, [8192, 1]);
    const found = gan.value(x, createRng(12)).value.dataSync()[0]!;
    // log D of a linear logit has a standard deviation below 0.6: 8,192 of each.
    expect(Math.abs(found - best.value)).toBeLessThan(4 * 0.6 * Math.sqrt(2 / 8192));
    for (let i = 0; i < 300; i++) {
      await d!.take(batch(i), { step: i, rng: createRng(1000 + i) });
      await g!.take(batch(i), { step: i, rng: createRng(2000 + i) });
    }
    const mean = values(gan.sample(4000, createRng(13))).reduce((sum, v) => sum + v, 0) / 4000;
    expect(Math.abs(mean - 1)).toBeLessThan(0.25);
  });

  it('any objective and any noise', async () => {
    for (const noise of [gaussianNoise(3), boxNoise(3), sphereNoise(3)]) {
      const gan = small({ noise });
      const [d, g] = gan.players({ ...adams(), objective: hinge() });
      expect((await d!.take(data, context)).of).toContain('TV');
      expect((await g!.take(data, context)).sound).toBe(false);
    }
  });
});

describe('the usual', () => {
  it('state goes to another of the same architecture', async () => {
    const [one, other] = [small(), small({ rng: createRng(99) })];
    other.assign(await readParameters(one.parameters));
    expect(values(other.sample(3, createRng(20)))).toEqual(values(one.sample(3, createRng(20))));
  });

  it('the same numbers on cpu and wasm', async () => {
    const on = async (backend: 'cpu' | 'wasm') => {
      await useBackend(backend);
      const gan = small();
      const readings: number[] = [];
      for await (const { nats } of fit(
        gan.players({ ...adams(), objective: minimax() }),
        batches(data, { size: 32, rng: createRng(21) }),
        {
          steps: 10,
          rng: createRng(22),
        },
      )) {
        readings.push(nats);
      }
      return readings;
    };
    const [cpu, wasm] = [await on('cpu'), await on('wasm')];
    wasm.forEach((nats, i) => {
      expect(nats).toBeCloseTo(cpu[i]!, 4);
    });
  });

  it('leaks no tensors', async () => {
    const gan = small();
    const players = gan.players({ ...withD({ replay: { size: 20 } }), instanceNoise: 0.1 });
    const once = async () => {
      for (const player of players) await player.take(data, context);
      tf.dispose(gan.sample(3, createRng(23)));
    };
    await once();
    await expectNoLeak(once);
  });
});
