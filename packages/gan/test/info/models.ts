import { mlp } from '@latents/core';
import { ringMixture } from '@latents/datasets/synthetic';
import {
  boxNoise,
  categoricalCode,
  createInfoGan,
  type DiscriminatorOptions,
  gaussianCode,
  gaussianNoise,
  InfoGan,
  type InfoGanParts,
  uniformCode,
} from '@latents/gan';
import { createRng, type NdArray } from '@latents/math';
import { readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs';

// What the tests of InfoGAN share.

export const linear = (inputDim: number, outputDim: number) =>
  mlp({ inputDim, hidden: [], outputDim, rng: createRng(0) });
export const assign = (network: ReturnType<typeof linear>, kernel: number[][], bias: number[]): void => {
  tf.tidy(() => {
    network.variables['dense0/kernel']!.assign(tf.tensor2d(kernel));
    network.variables['dense0/bias']!.assign(tf.tensor1d(bias));
  });
};
/** softplus^-1. */
export const free = (scale: number): number => Math.log(Math.expm1(scale));

/** x = a z + b c of normal z and c: I(c; x) = 1/2 log(1 + b^2 / a^2), and Q may be exact. */
export function linearNormal(a: number, b: number, q: { slope: number; scale: number }, leastScale = 1e-3): InfoGan {
  const parts = {
    generator: linear(2, 1),
    trunk: linear(1, 1),
    discriminator: linear(1, 1),
    posterior: linear(1, 2),
    noise: gaussianNoise(1),
    codes: { c: gaussianCode(1, { leastScale }) },
  };
  assign(parts.generator, [[a], [b]], [0]);
  assign(parts.trunk, [[1]], [0]);
  assign(parts.discriminator, [[0]], [0]);
  assign(parts.posterior, [[q.slope, 0]], [0, free(q.scale - leastScale)]);
  return new InfoGan(parts);
}

export const boundOf = (gan: InfoGan, count: number, seed: number): number =>
  tf.tidy(() => gan.informationBound(count, createRng(seed)).value.dataSync()[0]!);
export const small = (seed = 0, changed: object = {}) =>
  createInfoGan({
    dataDim: 2,
    noise: boxNoise(1),
    codes: { mode: categoricalCode(3), shift: uniformCode(1) },
    hidden: [16, 16],
    rng: createRng(seed),
    ...changed,
  });
export const adams = (rate = 1e-3, more: DiscriminatorOptions = {}) => ({
  generator: { optimizer: tf.train.adam(rate) },
  discriminator: { optimizer: tf.train.adam(rate), ...more },
  posterior: { optimizer: tf.train.adam(rate) },
});
/** Of G, and of D with or without Q. */
export const sgds = (rate = 0.1, more: DiscriminatorOptions = {}) => ({
  generator: { optimizer: tf.train.sgd(rate) },
  discriminator: { optimizer: tf.train.sgd(rate), ...more },
});
export const ring = (n: number, modes: number, seed: number) =>
  ringMixture({ modes, scale: 0.05 }).sample(n, createRng(seed)).x;
/** The share of points of a {@link ring} whose code, as Q reads it, is the commonest of their mode. */
export function agreement(gan: InfoGan, { data, shape }: NdArray, modes: number): number {
  const codes = tf.tidy(() => {
    const q = gan.infer(tf.tensor2d(Float32Array.from(data), shape as [number, number]))['mode']!;
    return [...(q.mean() as tf.Tensor).argMax(1).dataSync()];
  });
  const counts = Array.from({ length: modes }, () => new Array<number>(modes).fill(0));
  codes.forEach((code, i) => {
    const turn = Math.atan2(data[2 * i + 1]!, data[2 * i]!) / (2 * Math.PI);
    counts[Math.round((turn + 1) * modes) % modes]![code]!++;
  });
  return counts.reduce((sum, row) => sum + Math.max(...row), 0) / codes.length;
}
export const values = (x: tf.Tensor): number[] => [...x.dataSync()];
export const weights = async (gan: InfoGan, of: string): Promise<number[]> =>
  Object.entries(await readParameters(gan.parameters))
    .filter(([name]) => name.startsWith(of))
    .flatMap(([, { data }]) => [...data]);

/** Networks that fit a generator of so many numbers, but for the posterior. */
export function pieces(size: number): Pick<InfoGanParts, 'trunk' | 'discriminator'> {
  return { trunk: linear(size, 4), discriminator: linear(4, 1) };
}
