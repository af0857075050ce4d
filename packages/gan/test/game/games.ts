import { mlp } from '@latents/core';
import {
  createGan,
  type DiscriminatorOptions,
  Gan,
  type GanPlayersOptions,
  gaussianNoise,
  type Normalization,
} from '@latents/gan';
import { createRng, ndArray } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { spied } from '../spied.js';

// What the tests of the game share.

/** `[rows, 2]`. */
export const normals = (rows: number, seed: number, scale = 1, loc = 0) => {
  const data = createRng(seed).fillNormal(new Float32Array(2 * rows));
  return ndArray(
    [rows, 2],
    data.map((v) => loc + scale * v),
  );
};
export const data = normals(64, 1);
export const small = (changed: object = {}) => createGan({ dataDim: 2, hidden: [8], rng: createRng(0), ...changed });
/** Options of both players, with Adam each, and more options of D. */
export const adams = (rate = 1e-3, more: DiscriminatorOptions = {}) => ({
  generator: { optimizer: tf.train.adam(rate) },
  discriminator: { optimizer: tf.train.adam(rate), ...more },
});
/** The same with the default rate. */
export const withD = (more: DiscriminatorOptions) => adams(1e-3, more);
export const context = { step: 0, rng: createRng(2) };
export const values = (x: tf.Tensor): number[] => [...x.dataSync()];
export const variance = (x: readonly number[]) => {
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  return x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length;
};

interface Shown {
  readonly packing?: number;
  readonly step?: number;
  readonly batch?: typeof data;
  readonly moves?: number;
  readonly player?: 'discriminator' | 'generator';
  readonly normalization?: Normalization;
}

/** What D was shown, in order, while a player moved. */
export async function shown(
  options: DiscriminatorOptions,
  given: Shown = {},
  more: Omit<GanPlayersOptions, 'generator' | 'discriminator'> = {},
): Promise<tf.Tensor[]> {
  const { packing = 1, step = 0, batch = data, moves = 1, player = 'discriminator', normalization } = given;
  const { network, seen } = spied(mlp({ inputDim: 2 * packing, hidden: [], outputDim: 1, rng: createRng(3) }));
  const generator = mlp({ inputDim: 1, hidden: [], outputDim: 2, rng: createRng(4) });
  const gan = new Gan({
    generator,
    discriminator: network,
    noise: gaussianNoise(1),
    packing,
    ...(normalization && { normalization }),
  });
  const [d, g] = gan.players({ ...withD(options), ...more });
  for (let i = 0; i < moves; i++) {
    await (player === 'discriminator' ? d! : g!).take(batch, { step: step + i, rng: createRng(5 + i) });
  }
  return seen;
}
