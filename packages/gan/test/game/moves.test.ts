import { categoricalCode, createGan, createInfoGan, gaussianNoise, type PlayerOptions } from '@latents/gan';
import { createRng, type NdArray, ndArray } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const data: NdArray = ndArray([8, 2], createRng(0).fillNormal(new Float32Array(16)));
const sgds = () => ({ generator: tf.train.sgd(0.1), discriminator: tf.train.sgd(0.1), posterior: tf.train.sgd(0.1) });

function players(kind: string, moves: object) {
  if (kind === 'Gan') {
    const gan = createGan({ dataDim: 2, hidden: [4], rng: createRng(1) });
    return { gan, steps: gan.players({ ...sgds(), moves }) };
  }
  const gan = createInfoGan({
    dataDim: 2,
    hidden: [4],
    noise: gaussianNoise(1),
    codes: { c: categoricalCode(2) },
    rng: createRng(1),
  });
  return { gan, steps: gan.players({ ...sgds(), moves }) };
}

/** How far a player's move at that step went, in all weights together, and its gradient's norm. */
async function moved(kind: string, player: string, options: PlayerOptions | undefined, step = 0) {
  const { gan, steps } = players(kind, options ? { [player]: options } : {});
  const before = await gan.state();
  const { gradientNorm } = await steps.find((found) => found.name === player)!.take(data, { step, rng: createRng(2) });
  const after = await gan.state();
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
