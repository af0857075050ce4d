import { defaultAdam, gradientPlayer, tensorsOf } from '@latents/core';
import {
  checkPositive,
  checkPositiveInteger,
  checkSize,
  type NdArray,
  type Rng,
  standardize,
  takeRows,
} from '@latents/math';
import { type Bound, batches, bound, fit } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { normalize } from '../game/normalization.js';
import { featureMlp } from '../networks/feature-mlp.js';
import type { Features } from '../networks/fourier-features.js';
import { logComplement, logProbability, minimax } from '../objectives/minimax.js';

export interface JensenShannonBoundOptions {
  readonly rng: Rng;
  /** Number of moves of the fresh discriminator (default 400). */
  readonly steps?: number;
  /** Widths of its hidden layers (default [64, 64]). */
  readonly hidden?: readonly number[];
  /** Puts `fourierFeatures` before it, to see what is much finer than the extent of the examples (default: none). */
  readonly features?: Features;
  /** Learning rate of Adam (default 3e-3). */
  readonly learningRate?: number;
  /** Maximum number of examples of each kind per move (default 128). */
  readonly size?: number;
}

export interface JensenShannonBound {
  /** log 2 + V(G, D) / 2 <= JSD(P, P_G), in nats, on examples that D was not trained on; below 0 for a D that learned nothing that holds for them. */
  readonly bound: Bound<'lower'>;
  /** Standard error of the bound's value, over the held-out examples. */
  readonly standardError: number;
}

/**
 * Bounds from below how far generated examples are from real ones: a new discriminator is trained on one half of both, drawn at
 * random, and its bound of the JSD is taken on the other half. The discriminator of the game cannot be asked: one that has lost sight of G says 1/2 too
 * (ERRATA E24). All of it is a function of the stream, and at least as low as the truth within its standard error however D was trained.
 *
 * @param real `[count, ...]`, in any order.
 * @param generated `[count, ...]`; where the numbers differ, as many of each as of the fewer are drawn.
 * @example
 * ```ts
 * import { ringMixture } from '@latents/datasets/synthetic';
 * import { createRng, jensenShannonBound } from '@latents/gan';
 *
 * const ring = ringMixture({ scale: 0.1 });
 * const [real, generated] = [ring.sample(400, createRng(0)).x, ring.sample(400, createRng(1)).x];
 * const { bound, standardError } = await jensenShannonBound(real, generated, { steps: 20, rng: createRng(2) });
 * bound.value < 4 * standardError; // => true
 * ```
 * @throws RangeError for shapes that do not meet, fewer than 4 examples of a kind, values that are not finite, or all examples alike;
 * for options that are not positive.
 * @see Stratos sections 2.2 and 2.3
 */
export async function jensenShannonBound(
  real: NdArray,
  generated: NdArray,
  options: JensenShannonBoundOptions,
): Promise<JensenShannonBound> {
  const { rng, steps = 400, hidden = [64, 64], learningRate = 3e-3, size = 128, features } = options;
  const half = checkExamples(real, generated);
  checkPositive('jensenShannonBound({ learningRate })', learningRate);
  for (const [name, value] of Object.entries({ steps, size })) {
    checkPositiveInteger(`jensenShannonBound({ ${name} })`, value);
  }
  const inputDim = real.data.length / real.shape[0]!;
  // At random: of sorted examples the one half says nothing of the other, and its bound would be of another P.
  const orders = { real: rng.permutation(real.shape[0]!), generated: rng.permutation(generated.shape[0]!) };
  const part = (from: number) => ({
    real: flat(real, orders.real.subarray(from, from + half), inputDim),
    generated: flat(generated, orders.generated.subarray(from, from + half), inputDim),
  });
  const training = part(0);
  const scale = standardize(together(training.real, training.generated));
  const stream = batches(training, { size: Math.min(size, half), rng: rng.split() });
  const network = featureMlp({ inputDim, hidden, outputDim: 1, rng: rng.split() }, features);
  const logits = (x: tf.Tensor) => tf.reshape(network.apply(normalize(x, scale)), [-1]);
  const optimizer = defaultAdam(learningRate);
  const player = gradientPlayer<typeof training>({
    name: 'fresh discriminator',
    variables: network.variables,
    optimizer,
    objective: (x) => minimax().discriminator(logits(x.real), logits(x.generated)),
  });
  try {
    for await (const _ of fit(player, stream, { steps, rng: rng.split() }));
    const held = part(half);
    const [found, fake] = await Promise.all([
      valuesOf(held.real, (x) => logProbability(logits(x))),
      valuesOf(held.generated, (x) => logComplement(logits(x))),
    ]);
    const terms = [
      { name: 'log 2', nats: Math.LN2, weight: 1 },
      { name: 'E log D(x)', nats: found.mean, weight: 0.5 },
      { name: 'E log (1 - D(G(z)))', nats: fake.mean, weight: 0.5 },
    ];
    const standardError = Math.sqrt(found.variance + fake.variance) / 2;
    return { bound: bound('lower', 'JSD(P, P_G)', terms), standardError };
  } finally {
    network.dispose();
    optimizer.dispose();
  }
}

/** Returns the number of examples of each kind in one half. */
function checkExamples(real: NdArray, generated: NdArray): number {
  const where = 'jensenShannonBound(real, generated)';
  if (real.shape.length === 0 || real.shape.slice(1).join() !== generated.shape.slice(1).join()) {
    throw new RangeError(
      `${where}: expected examples of one shape, got real [${real.shape}] and generated [${generated.shape}].`,
    );
  }
  const count = Math.min(real.shape[0]!, generated.shape[0]!);
  if (!(count >= 4)) {
    throw new RangeError(
      `${where}: expected at least 4 examples of each, to train on and to hold out, got ${real.shape[0]} and ${generated.shape[0]}.`,
    );
  }
  for (const [name, array] of Object.entries({ real, generated })) {
    checkSize(where, name, array);
    const { data } = array;
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) throw new RangeError(`${where}: expected finite values, got ${data[at]} in ${name} at ${at}.`);
  }
  return Math.floor(count / 2);
}

function flat(array: NdArray, rows: Uint32Array, width: number): NdArray {
  return { shape: [rows.length, width], data: takeRows(array, rows).data };
}

function together(a: NdArray, b: NdArray): NdArray {
  return {
    shape: [a.shape[0]! + b.shape[0]!, ...a.shape.slice(1)],
    data: Float32Array.from([...a.data, ...b.data]),
  };
}

/** Returns the mean of f over the rows, and the variance of that mean. */
async function valuesOf(examples: NdArray, f: (x: tf.Tensor) => tf.Tensor) {
  const values = tf.tidy(() => f(tensorsOf(examples)));
  const read = (await values.data()) as Float32Array;
  values.dispose();
  const n = read.length;
  const mean = read.reduce((sum, v) => sum + v, 0) / n;
  const variance = read.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1) / n;
  return { mean, variance };
}
