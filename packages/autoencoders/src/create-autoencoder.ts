import { type Activation, conditional, deterministicHead, type ModelConfig, mlp, readModel } from '@latents/core';
import { checkPositiveInteger, createRng, type Rng } from '@latents/math';
import type { io } from '@tensorflow/tfjs-core';
import { Autoencoder } from './autoencoder.js';
import type { Corruption } from './corruption/corruption.js';
import { corruptionOf } from './corruption/corruption-of.js';
import { type LikelihoodOption, likelihoodOf } from './likelihood.js';
import { overRange } from './over-range.js';

export interface AutoencoderOptions {
  /** How many numbers one example has: the pixels of an image, flattened. */
  readonly inputDim: number;
  /** The dimension of z. It may exceed `inputDim`. */
  readonly latentDim: number;
  /** Widths of the encoder's hidden layers; the decoder's are the same, reversed. */
  readonly hidden: readonly number[];
  /** Of the hidden layers (default `'relu'`). */
  readonly activation?: Activation;
  /** Default `'bernoulli'`. `{ normal: scale }` is a squared error with a unit. */
  readonly likelihood?: LikelihoodOption;
  /** What the encoder is shown in training instead of x: makes it a denoising autoencoder. */
  readonly corruption?: Corruption;
  /** Draws the initial weights. */
  readonly rng: Rng;
}

/**
 * An autoencoder with multilayer perceptrons as encoder and decoder: basic, or denoising with a `corruption`.
 *
 * @example
 * ```ts
 * import { createAutoencoder, saltAndPepperCorruption } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const corruption = saltAndPepperCorruption(0.3);
 * const model = createAutoencoder({ inputDim: 784, latentDim: 32, hidden: [256], corruption, rng: createRng(0) });
 * model.reconstructionLogProb(tf.zeros([4, 784]), createRng(1)).of; // => 'E log p(x | encoder(x~))'
 * model.dispose();
 * ```
 * @throws RangeError for a size that is not a positive integer, a scale that is not positive, or another likelihood or
 * activation than these.
 */
export function createAutoencoder(options: AutoencoderOptions): Autoencoder {
  const { inputDim, latentDim, hidden, activation = 'relu', likelihood = 'bernoulli', corruption, rng } = options;
  for (const [name, value] of Object.entries({ inputDim, latentDim })) {
    checkPositiveInteger(`createAutoencoder({ ${name} })`, value);
  }
  const code = deterministicHead(latentDim);
  const { head, support, range } = likelihoodOf('createAutoencoder({ likelihood })', likelihood, inputDim);
  const encoder = mlp({ inputDim, hidden, outputDim: code.units, activation, rng });
  const decoder = mlp({ inputDim: latentDim, hidden: [...hidden].reverse(), outputDim: head.units, activation, rng });
  return new Autoencoder({
    encoder: conditional(overRange(encoder, range), code, 'encoder'),
    decoder: conditional(decoder, head, 'decoder'),
    support,
    ...(corruption && { corruption }),
    config: { hidden, activation, likelihood },
  });
}

/**
 * An autoencoder made by {@link createAutoencoder} and written by its `save`, with its weights and its corruption.
 *
 * @param options A corruption of your own, or an additive one, which is not kept with the weights.
 * @throws Error if the source holds no such model, or one whose corruption has to be given.
 */
export async function loadAutoencoder(
  source: string | io.IOHandler,
  options: { readonly corruption?: Corruption } = {},
): Promise<Autoencoder> {
  const { config, weights } = await readModel(source);
  const { kind, corruption: kept, ...rest } = config;
  if ((kind !== 'autoencoder' && kind !== 'denoising autoencoder') || !Array.isArray(config['hidden'])) {
    throw new Error(
      `loadAutoencoder(source): expected an autoencoder made by createAutoencoder, got ${JSON.stringify(config)}. For other networks use load(autoencoder, source).`,
    );
  }
  const corruption =
    options.corruption ?? (kept === undefined ? undefined : corruptionOf(kept as Corruption['config']));
  const model = createAutoencoder({
    ...(rest as unknown as ModelConfig & Omit<AutoencoderOptions, 'rng' | 'corruption'>),
    ...(corruption && { corruption }),
    rng: createRng(0),
  });
  try {
    model.restore(weights);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}
