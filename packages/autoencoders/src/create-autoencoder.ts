import { allOrNone, conditional, deterministicHead, mlp } from '@latents/core';
import { checkOptions } from '@latents/math';
import type { Json } from '@latents/training';
import { Autoencoder } from './autoencoder.js';
import type { Corruption, CorruptionConfig } from './corruption/corruption.js';
import { corruptionOf } from './corruption/corruption-of.js';
import { likelihoodOf } from './likelihood.js';
import { checkNetworkOptions, type NetworkOptions } from './network-options.js';
import { overRange } from './over-range.js';

export interface AutoencoderOptions extends NetworkOptions {
  /**
   * Makes x~, which training shows to the encoder instead of x, and so makes it a denoising autoencoder. A plain JSON description of a
   * corruption will do.
   */
  readonly corruption?: Corruption | CorruptionConfig;
}

/**
 * Makes an autoencoder with multilayer perceptrons as encoder and decoder: basic, or denoising with a `corruption`.
 *
 * `load(createAutoencoder, source)` makes the same model again from a file.
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
 * @throws RangeError for an unknown option, a size that is not a positive integer, a scale that is not positive, or an unknown
 * likelihood or activation.
 * @throws TypeError if `hidden` is not an array, or `rng` is missing.
 * @throws Error for a description from which no corruption can be made.
 */
export function createAutoencoder(options: AutoencoderOptions): Autoencoder {
  const known = ['inputDim', 'latentDim', 'hidden', 'activation', 'likelihood', 'corruption', 'rng'] as const;
  checkOptions<AutoencoderOptions, typeof known>('createAutoencoder(options)', options, known);
  checkNetworkOptions('createAutoencoder', options);
  const { inputDim, latentDim, hidden, activation = 'relu', likelihood = 'bernoulli', rng } = options;
  const { head, support, range } = likelihoodOf('createAutoencoder({ likelihood })', likelihood, inputDim);
  const corruption = options.corruption && corruptionOf('createAutoencoder({ corruption })', options.corruption);
  const code = deterministicHead(latentDim);
  return allOrNone((part) => {
    const encoder = part(mlp({ inputDim, hidden, outputDim: code.units, activation, rng }));
    const decoder = part(
      mlp({ inputDim: latentDim, hidden: [...hidden].reverse(), outputDim: head.units, activation, rng }),
    );
    return new Autoencoder({
      encoder: conditional(overRange(encoder, range), code, 'encoder'),
      decoder: conditional(decoder, head, 'decoder'),
      support,
      ...(corruption && { corruption }),
      options: {
        inputDim,
        latentDim,
        hidden,
        activation,
        likelihood,
        ...(corruption && { corruption: corruption.config }),
      } as {
        [option: string]: Json;
      },
    });
  });
}
