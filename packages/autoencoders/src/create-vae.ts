import {
  type Activation,
  conditional,
  createRng,
  type ModelConfig,
  mlp,
  normalHead,
  type Rng,
  readModel,
} from '@latents/core';
import type { io } from '@tensorflow/tfjs';
import { type LikelihoodOption, likelihoodOf } from './likelihood.js';
import { Vae } from './vae.js';

export interface VaeOptions {
  /** How many numbers one example has: the pixels of an image, flattened. */
  readonly inputDim: number;
  /** The dimension of z. */
  readonly latentDim: number;
  /** Widths of the encoder's hidden layers; the decoder's are the same, reversed. */
  readonly hidden: readonly number[];
  /** Of the hidden layers (default `'relu'`). */
  readonly activation?: Activation;
  /** Default `'bernoulli'`. */
  readonly likelihood?: LikelihoodOption;
  /** `'tanh'` keeps the posterior mean within (-1, 1), as the note prints it (ERRATA E1). Default `'linear'`. */
  readonly posteriorMean?: 'linear' | 'tanh';
  /** Draws the initial weights. */
  readonly rng: Rng;
}

/**
 * A variational autoencoder with multilayer perceptrons as encoder and decoder.
 *
 * @example
 * ```ts
 * import { createVae } from '@latents/autoencoders';
 * import { createRng } from '@latents/core';
 *
 * const vae = createVae({ inputDim: 784, latentDim: 20, hidden: [400], rng: createRng(0) });
 * vae.generate(16, createRng(1)).shape; // => [16, 784]
 * ```
 * @throws RangeError for a size that is not a positive integer, a scale that is not positive, or another likelihood or
 * activation than these.
 */
export function createVae(options: VaeOptions): Vae {
  const {
    inputDim,
    latentDim,
    hidden,
    activation = 'relu',
    likelihood = 'bernoulli',
    posteriorMean = 'linear',
    rng,
  } = options;
  for (const [name, value] of Object.entries({ inputDim, latentDim })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`createVae({ ${name} }): expected a positive integer, got ${value}.`);
    }
  }
  const posterior = normalHead(latentDim, { loc: posteriorMean });
  const { head, support } = likelihoodOf('createVae({ likelihood })', likelihood, inputDim);
  const encoder = mlp({ inputDim, hidden, outputDim: posterior.units, activation, rng });
  const decoder = mlp({ inputDim: latentDim, hidden: [...hidden].reverse(), outputDim: head.units, activation, rng });
  return new Vae({
    encoder: conditional(encoder, posterior, 'encoder'),
    decoder: conditional(decoder, head, 'decoder'),
    support,
    config: { hidden, activation, likelihood, posteriorMean },
  });
}

/**
 * A VAE made by {@link createVae} and written by its `save`, with its weights. One of the user's own networks is restored by
 * core's `load(vae, source)` instead.
 *
 * @throws Error if the source holds no such model.
 */
export async function loadVae(source: string | io.IOHandler): Promise<Vae> {
  const { config, weights } = await readModel(source);
  if (config.kind !== 'vae' || !Array.isArray(config['hidden'])) {
    throw new Error(
      `loadVae(source): expected a VAE made by createVae, got ${JSON.stringify(config)}. For other networks use load(vae, source).`,
    );
  }
  const vae = createVae({ ...(config as ModelConfig & Omit<VaeOptions, 'rng'>), rng: createRng(0) });
  try {
    vae.restore(weights);
  } catch (error) {
    vae.dispose();
    throw error;
  }
  return vae;
}
