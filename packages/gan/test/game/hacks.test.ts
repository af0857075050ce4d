import { batchNorm, mlp, sequential } from '@latents/core';
import { decayingNoise, Gan, gaussianNoise } from '@latents/gan';
import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import { readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { adams, context, data, normals, shown, small, values, variance, withD } from './games.js';

beforeAll(() => useBackend('wasm'));

describe('hacks: each does what it says', () => {
  it('D sees real and generated examples apart, or as one batch (E31)', async () => {
    expect((await shown({})).map(({ shape }) => shape)).toEqual([
      [64, 2],
      [64, 2],
    ]);
    expect((await shown({ separateBatches: false })).map(({ shape }) => shape)).toEqual([[128, 2]]);
  });

  it('separate and joint batches give the same value if nothing couples the rows of D', async () => {
    const read = (separateBatches: boolean) => small().players(withD({ separateBatches }))[0]!.take(data, context);
    const [apart, together] = [await read(true), await read(false)];
    for (const [name, nats] of Object.entries(apart.terms)) expect(together.terms[name]).toBeCloseTo(nats, 5);
    expect(apart.terms['E log D(x)']).not.toBeCloseTo(apart.terms['E log (1 - D(G(z)))']!, 2);
  });

  it('separate and joint batches give different values if D has batch normalisation', async () => {
    const logits = async (separateBatches: boolean) => {
      const rng = createRng(17);
      const gan = new Gan({
        generator: mlp({ inputDim: 1, hidden: [], outputDim: 2, rng }),
        discriminator: sequential(batchNorm({ shape: [2] }), mlp({ inputDim: 2, hidden: [], outputDim: 1, rng })),
        noise: gaussianNoise(1),
      });
      return (await gan.players(withD({ separateBatches }))[0]!.take(normals(64, 1, 1, 5), context)).nats;
    };
    expect(Math.abs((await logits(true)) - (await logits(false)))).toBeGreaterThan(0.05);
  });

  it('criticSteps: D moves that often, each time on its own share of the batch', async () => {
    const seen = await shown({ criticSteps: 4 });
    expect(seen.map(({ shape }) => shape)).toEqual(Array(8).fill([16, 2]));
    const real = [0, 2, 4, 6].flatMap((i) => values(seen[i]!));
    expect(real).toEqual([...data.data]);
    const generated = [1, 3, 5, 7].map((i) => values(seen[i]!).join());
    expect(new Set(generated).size).toBe(4);
  });

  it('G moves on as many examples as one update of D', async () => {
    const seen = await shown({ criticSteps: 4 }, { player: 'generator' });
    expect(seen.map(({ shape }) => shape)).toEqual([[16, 2]]);
  });

  it('instance noise: D sees it on both, with its variance, whoever moves; it decays to nothing', async () => {
    const plain = await shown({});
    const noisy = await shown({}, {}, { instanceNoise: 3 });
    for (const i of [0, 1]) {
      const added = values(noisy[i]!.sub(i === 0 ? plain[0]! : plain[1]!));
      // 128 normals of variance 9 (what G makes is drawn before the noise).
      expect(Math.abs(variance(added) - 9)).toBeLessThan(4 * 9 * Math.sqrt(2 / 128));
    }
    // And G is judged through it.
    const through = { player: 'generator', step: 1 } as const;
    const [bare, blurred] = [await shown({}, through), await shown({}, through, { instanceNoise: (step) => 3 * step })];
    expect(Math.abs(variance(values(blurred[0]!.sub(bare[0]!))) - 9)).toBeLessThan(4 * 9 * Math.sqrt(2 / 128));
    const schedule = decayingNoise({ from: 3, steps: 10 });
    expect([schedule(0), schedule(5), schedule(10), schedule(99)]).toEqual([3, 1.5, 0, 0]);
    expect(values((await shown({}, { step: 10 }, { instanceNoise: schedule }))[0]!)).toEqual([...data.data]);
  });

  it('packing: D judges as many examples at once as the option says', async () => {
    const seen = await shown({}, { packing: 2 });
    expect(seen.map(({ shape }) => shape)).toEqual([
      [32, 4],
      [32, 4],
    ]);
    expect(values(seen[0]!)).toEqual([...data.data]);
    const gan = small({ packing: 4 });
    expect(gan.logits(tf.zeros([8, 2])).shape).toEqual([2]);
  });

  it('packing: as one row D judges examples side by side, real with real and generated with generated', async () => {
    const [apart, packed] = [await shown({}), await shown({}, { packing: 2 })];
    expect(values(packed[1]!)).toEqual(values(apart[1]!));
    const [judged] = await shown({}, { packing: 2, player: 'generator' });
    expect(judged!.shape).toEqual([32, 4]);
  });

  it('batch normalisation in G: by the batch while training, which its averages follow, by the averages for samples', async () => {
    const gan = small({ batchNorm: true });
    const average = () => Object.entries(gan.parameters).find(([name]) => name.endsWith('/mean'))![1];
    for (const player of gan.players(adams())) {
      const before = values(average());
      await player.take(data, context);
      expect(values(average())).not.toEqual(before);
    }
    const kept = await readParameters(gan.parameters);
    const one = values(gan.sample(4, createRng(24)));
    expect(values(gan.sample(4, createRng(24)))).toEqual(one);
    expect(await readParameters(gan.parameters)).toEqual(kept);
    // By the averages an example does not depend on what it is made beside.
    expect(values(gan.generate(tf.tensor2d([[1, -1]])))).toEqual(
      values(gan.generate(tf.tensor2d([1, -1, 9, 9], [2, 2]))).slice(0, 2),
    );
  });

  it('two time scales: each player has the learning rate of its optimizer', async () => {
    const gan = small();
    const before = await readParameters(gan.parameters);
    const players = gan.players({
      generator: { optimizer: tf.train.sgd(0) },
      discriminator: { optimizer: tf.train.sgd(0.1) },
    });
    for (const player of players) await player.take(data, context);
    const after = await readParameters(gan.parameters);
    const moved = (of: string) =>
      Object.keys(after).some(
        (name) => name.startsWith(of) && after[name]!.data.some((v, i) => v !== before[name]!.data[i]),
      );
    expect([moved('generator'), moved('discriminator')]).toEqual([false, true]);
  });
});
