import { batchNorm, mlp, sequential } from '@latents/core';
import { categoricalCode, createInfoGan, Gan, gaussianNoise, gradientPenalty, InfoGan, r1 } from '@latents/gan';
import { createRng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { batches, fit, type Reading, readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { spied } from '../spied.js';
import { adams, agreement, boundOf, ring, sgds, small, values, weights } from './models.js';

beforeAll(() => useBackend('wasm'));

describe('three players', () => {
  const data = ring(240, 3, 9);

  it('each moves its own variables, and says which way and whether that is sound', async () => {
    const gan = small();
    const readings: Reading[] = [];
    const before = await readParameters(gan.parameters);
    const moved: string[][] = [];
    let last = before;
    for await (const reading of fit(gan.players(adams()), batches(data, { size: 60, rng: createRng(1) }), {
      steps: 1,
      rng: createRng(2),
    })) {
      readings.push(reading);
      const now = await readParameters(gan.parameters);
      moved.push([
        ...new Set(
          Object.keys(now)
            .filter((name) => now[name]!.data.some((v, i) => v !== last[name]!.data[i]))
            .map((name) => name.split('/')[0]!),
        ),
      ]);
      last = now;
    }
    expect(readings.map(({ player }) => player)).toEqual(['discriminator', 'generator', 'posterior']);
    expect(readings.map(({ direction }) => direction)).toEqual(['up', 'down', 'up']);
    expect(readings.map(({ sound }) => sound)).toEqual([true, false, true]);
    expect(readings.map(({ side }) => side)).toEqual(['lower', 'none', 'lower']);
    // E33: what G made is a constant to D and Q.
    expect(moved).toEqual([['trunk', 'discriminator'], ['generator'], ['trunk', 'posterior']]);
    expect(Object.keys(readings[2]!.terms)).toEqual(['I(mode; G)', 'I(shift; G)']);
  });

  it('Q may leave the trunk to D', async () => {
    const gan = small();
    const [, , q] = gan.players({ ...adams(), posterior: { movesTrunk: false } });
    const [trunk, head] = [await weights(gan, 'trunk'), await weights(gan, 'posterior')];
    await q!.take(data, { step: 0, rng: createRng(3) });
    expect(await weights(gan, 'trunk')).toEqual(trunk);
    expect(await weights(gan, 'posterior')).not.toEqual(head);
  });

  it('E37, E39: Q raises the bound, and so does G where nothing but lambda moves it', async () => {
    for (const player of [1, 2]) {
      const gan = small(player);
      // A discriminator of zeros does not care what G makes.
      tf.tidy(() => gan.parameters['discriminator/dense0/kernel']!.assign(tf.zeros([16, 1])));
      const step = gan.players({ ...adams(1e-2), lambda: 1 })[player]!;
      const before = boundOf(gan, 2000, 7);
      for (let i = 0; i < 30; i++) await step.take(data, { step: i, rng: createRng(100 + i) });
      expect(boundOf(gan, 2000, 7)).toBeGreaterThan(before + 0.1);
    }
  });

  it('E38: lambda is the weight of the information in what G moves, by code', async () => {
    const nats = async (lambda: number | Record<string, number>) => {
      const gan = small();
      const { nats, terms } = await gan.players({ ...adams(), lambda })[1]!.take(data, { step: 0, rng: createRng(4) });
      gan.dispose();
      return { nats, terms };
    };
    const none = await nats(0);
    const [mode, shift] = [none.terms['I(mode; G)']!, none.terms['I(shift; G)']!];
    expect((await nats(1)).nats).toBeCloseTo(none.nats - mode - shift, 5);
    expect((await nats({ mode: 3 })).nats).toBeCloseTo(none.nats - 3 * mode, 5);
    expect(Math.abs(mode)).toBeGreaterThan(1e-3);
  });

  it('lambda 0 leaves G to the game alone: the move of a Gan whose noise is noise and codes side by side', async () => {
    const moved = async (lambda: number) => {
      const gan = small();
      await gan.players({ ...sgds(), lambda })[1]!.take(data, { step: 0, rng: createRng(5) });
      return weights(gan, 'generator');
    };
    const { generator, trunk, discriminator, noise, codes } = small().parts;
    const all = [noise, ...Object.values(codes)];
    const dimension = all.reduce((sum, part) => sum + part.dimension, 0);
    const plain = new Gan({
      generator,
      discriminator: sequential(trunk, discriminator),
      noise: {
        config: { kind: 'side by side', dimension },
        dimension,
        sample: (count, rng) =>
          tf.concat2d(
            all.map((part) => part.sample(count, rng)),
            1,
          ),
      },
    });
    await plain.players(sgds())[1]!.take(data, { step: 0, rng: createRng(5) });
    const alone = Object.entries(await readParameters(plain.parameters)).filter(([name]) =>
      name.startsWith('generator'),
    );
    expect(await moved(0)).toEqual(alone.flatMap(([, { data }]) => [...data]));
    expect(await moved(1)).not.toEqual(await moved(0));
  });

  it.each([
    ['Q by itself', true],
    ['Q with D', false],
  ])(
    'a ring of three, %s: the code becomes the mode, the bound nears log 3 and never passes it',
    async (_, alone) => {
      const { posterior, ...both } = adams(4e-3);
      const players = alone ? { ...both, posterior } : both;
      const gan = createInfoGan({
        dataDim: 2,
        noise: gaussianNoise(2),
        codes: { mode: categoricalCode(3) },
        hidden: [32, 32],
        rng: createRng(6),
      });
      const stream = batches(data, { size: 60, rng: createRng(7) });
      for await (const _ of fit(gan.players(players), stream, { steps: 250, rng: createRng(8) }));
      const value = boundOf(gan, 3000, 9);
      expect(value).toBeGreaterThan(0.8 * Math.log(3));
      expect(value).toBeLessThanOrEqual(gan.ceiling().total + 1e-5);
      // Q tells real modes apart too: points of one mode have one code, of others another. 1/3 by chance.
      expect(agreement(gan, data, 3)).toBeGreaterThan(0.75);
      // 250 steps take seconds alone, and more next to other tests.
    },
    120_000,
  );

  it('instance noise is on what G is judged by, not on what Q sees; criticSteps makes batches of G and Q smaller', async () => {
    const { network: trunk, seen } = spied(small().parts.trunk);
    const gan = new InfoGan({ ...small().parts, trunk });
    const [, g, q] = gan.players({ ...adams(1e-3, { criticSteps: 2 }), instanceNoise: 3 });
    await g!.take(data, { step: 0, rng: createRng(23) });
    await q!.take(data, { step: 0, rng: createRng(23) });
    expect(seen.map(({ shape }) => shape)).toEqual([
      [120, 2],
      [120, 2],
      [120, 2],
    ]);
    const [judged, shown] = seen.map(values);
    // 240 normals of variance 9.
    const square = judged!.reduce((sum, v, i) => sum + (v - shown![i]!) ** 2, 0) / 240;
    expect(Math.abs(square - 9)).toBeLessThan(4 * 9 * Math.sqrt(2 / 240));
  });

  it('batch normalisation in the trunk: G and Q read the same bound of the same draws, by the batch', async () => {
    const rng = createRng(24);
    const trunk = sequential(mlp({ inputDim: 2, hidden: [], outputDim: 16, rng }), batchNorm({ shape: [16] }));
    const gan = new InfoGan({ ...small().parts, trunk });
    const players = gan.players({ ...sgds(0), posterior: { optimizer: tf.train.sgd(0) } });
    const context = () => ({ step: 0, rng: createRng(25) });
    const { terms } = await players[1]!.take(data, context());
    const { terms: expected } = await players[2]!.take(data, context());
    for (const [name, nats] of Object.entries(expected)) expect(terms[name]).toBeCloseTo(nats, 5);
    // By the averages, which have moved a tenth of the way, it is another one.
    const later = tf.tidy(() => gan.informationBound(240, createRng(25)).value.dataSync()[0]!);
    expect(Math.abs(later - (expected['I(mode; G)']! + expected['I(shift; G)']!))).toBeGreaterThan(0.01);
  });

  it('a penalty is taken by the players, as in a Gan, or refused by name', () => {
    const gan = small();
    expect(gan.players(adams(1e-3, { penalties: [gradientPenalty()] }))).toHaveLength(3);
    const parts = { ...gan.parts, trunk: { ...gan.parts.trunk, notTwiceDifferentiable: ['dropout'] } };
    expect(() => new InfoGan(parts).players(adams(1e-3, { penalties: [gradientPenalty()] }))).toThrow('dropout');
    const discriminator = { ...gan.parts.discriminator, notTwiceDifferentiable: ['a layer'] };
    const steps = (changed: object) =>
      new InfoGan({ ...gan.parts, ...changed }).players(adams(1e-3, { penalties: [r1()] }));
    expect(() => steps({ discriminator })).toThrow('R1: expected a discriminator whose second derivatives are right');
    const { notTwiceDifferentiable: _, ...silent } = gan.parts.discriminator;
    expect(() => steps({ discriminator: silent })).toThrow('a network that does not say');
  });
});

describe('the usual', () => {
  it('the value is V, by hand: E log D(x) + E log(1 - D(G(z, c)))', () => {
    const gan = createInfoGan({
      dataDim: 2,
      codes: { c: categoricalCode(2) },
      normalization: { loc: [3, -2], scale: [2, 0.5] },
      hidden: [4],
      rng: createRng(20),
    });
    const x = tf.tensor2d(Float32Array.from(ring(32, 3, 21).data), [32, 2]);
    const fake = gan.sample(32, createRng(22));
    // D of what the networks see, from the weights.
    const mean = (of: tf.Tensor, sign: number) => {
      const [w1, b1, w2, b2] = [
        'trunk/dense0/kernel',
        'trunk/dense0/bias',
        'discriminator/dense0/kernel',
        'discriminator/dense0/bias',
      ].map((name) => gan.parameters[name] as tf.Tensor as tf.Tensor2D);
      const seen = of.sub(tf.tensor1d([3, -2])).div(tf.tensor1d([2, 0.5])) as tf.Tensor2D;
      const hidden = tf.relu(seen.matMul(w1!).add(b1!)) as tf.Tensor2D;
      return values(hidden.matMul(w2!).add(b2!)).reduce((sum, a) => sum - Math.log1p(Math.exp(-sign * a)), 0) / 32;
    };
    const { value, side, of } = gan.value(x, createRng(22));
    expect(value.dataSync()[0]).toBeCloseTo(mean(x, 1) + mean(fake, -1), 5);
    expect([side, of]).toEqual(['lower', '2 JSD(P, P_G) - log 4']);
  });

  it('the same numbers on cpu and wasm', async () => {
    const on = async (backend: 'cpu' | 'wasm') => {
      await useBackend(backend);
      const gan = small();
      return [...(await gan.sample(4, createRng(13)).data()), boundOf(gan, 50, 14)];
    };
    const [cpu, wasm] = [await on('cpu'), await on('wasm')];
    wasm.forEach((v, i) => {
      expect(v).toBeCloseTo(cpu[i]!, 5);
    });
  });

  it('state goes to another of the same architecture', async () => {
    const [one, other] = [small(1), small(2)];
    other.assign(await readParameters(one.parameters));
    expect([...other.sample(3, createRng(15)).dataSync()]).toEqual([...one.sample(3, createRng(15)).dataSync()]);
    const wider = createInfoGan({ dataDim: 2, codes: { c: categoricalCode(2) }, rng: createRng(0) });
    const state = await readParameters(one.parameters);
    expect(() => wider.assign(state)).toThrow();
  });

  it('leaks no tensors', async () => {
    const gan = small();
    const players = gan.players(adams());
    const data = ring(60, 3, 1);
    const once = async () => {
      for (const player of players) await player.take(data, { step: 0, rng: createRng(16) });
      tf.dispose([gan.sample(3, createRng(17)), gan.traverse({ code: 'mode', rows: 2, rng: createRng(18) }).images]);
    };
    await once();
    await expectNoLeak(once);
  });
});
