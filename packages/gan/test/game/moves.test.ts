import type { PlayerOptions } from '@latents/core';
import { categoricalCode, createGan, createInfoGan, gaussianNoise } from '@latents/gan';
import { createRng, type NdArray, ndArray } from '@latents/math';
import { useBackend } from '@latents/testing';
import { readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const data: NdArray = ndArray([8, 2], createRng(0).fillNormal(new Float32Array(16)));
type Own = Readonly<Partial<Record<'generator' | 'discriminator' | 'posterior', PlayerOptions>>>;
/** Options of all players, each with gradient descent and its own options. */
const sgds = (own: Own) => ({
  generator: { optimizer: tf.train.sgd(0.1), ...own.generator },
  discriminator: { optimizer: tf.train.sgd(0.1), ...own.discriminator },
  posterior: { optimizer: tf.train.sgd(0.1), ...own.posterior },
});

function players(kind: string, own: Own) {
  if (kind === 'Gan') {
    const gan = createGan({ dataDim: 2, hidden: [4], rng: createRng(1) });
    const { posterior: _, ...two } = sgds(own);
    return { gan, steps: gan.players(two) };
  }
  const gan = createInfoGan({
    dataDim: 2,
    hidden: [4],
    noise: gaussianNoise(1),
    codes: { c: categoricalCode(2) },
    rng: createRng(1),
  });
  return { gan, steps: gan.players(sgds(own)) };
}

/** How far a player's move at that step went, in all weights together, and its gradient's norm. */
async function moved(kind: string, player: string, options: PlayerOptions | undefined, step = 0) {
  const { gan, steps } = players(kind, options ? { [player]: options } : {});
  const before = await readParameters(gan.parameters);
  const { gradientNorm } = await steps.find((found) => found.name === player)!.take(data, { step, rng: createRng(2) });
  const after = await readParameters(gan.parameters);
  const squares = Object.keys(after).flatMap((name) =>
    Array.from(after[name]!.data, (v, i) => (v - before[name]!.data[i]!) ** 2),
  );
  return { distance: Math.sqrt(squares.reduce((sum, v) => sum + v, 0)), gradientNorm: gradientNorm! };
}

describe.each([
  ['Gan', 'discriminator'],
  ['Gan', 'generator'],
  ['InfoGan', 'discriminator'],
  ['InfoGan', 'generator'],
  ['InfoGan', 'posterior'],
])('%s, %s', (kind, player) => {
  it('moves as far as its learning rate at that step and its clipped gradient say', async () => {
    const plain = await moved(kind, player, undefined);
    expect(plain.distance).toBeCloseTo(0.1 * plain.gradientNorm, 4);
    const scheduled = await moved(kind, player, { learningRate: (step) => 0.01 * (step + 1) }, 2);
    expect(scheduled.distance).toBeCloseTo(0.03 * scheduled.gradientNorm, 4);
    const clipped = await moved(kind, player, { clipNorm: plain.gradientNorm / 4 });
    expect(clipped.gradientNorm).toBeCloseTo(plain.gradientNorm, 5);
    expect(clipped.distance).toBeCloseTo(plain.distance / 4, 4);
  });

  it('refuses a norm of 0', () => {
    expect(() => players(kind, { [player]: { clipNorm: 0 } })).toThrow('clipNorm');
  });
});
