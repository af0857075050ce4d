import type { Activation, Reparameterization } from '@latents/core';
import { checkPositiveInteger, type Normalization, type Rng } from '@latents/math';
import { type Features, featureMlp } from '../networks/feature-mlp.js';
import { Gan } from './gan.js';
import { gaussianNoise, type NoiseSpace } from './noise.js';
import { checkNormalization } from './normalization.js';

export interface GanOptions {
  /** The length of one example. */
  readonly dataDim: number;
  /** Default {@link gaussianNoise} of dimension 2. */
  readonly noise?: NoiseSpace;
  /** Widths of the hidden layers of both networks (default [64, 64]). */
  readonly hidden?: readonly number[];
  /** Of G's and of D's hidden layers (default `'relu'`). */
  readonly activation?: Activation;
  /** Of what G puts out, on the networks' scale (default `'linear'`). */
  readonly outputActivation?: Activation;
  /** Whether G's hidden layers are normalised over the batch (default false). */
  readonly batchNorm?: boolean;
  /** Of D's kernels: `spectralNorm()`, say. */
  readonly reparameterize?: Reparameterization;
  /** Puts `fourierFeatures` before both networks, for data with structure finer than their extent (default: none). */
  readonly features?: Features;
  readonly packing?: number;
  readonly normalization?: Normalization;
  readonly rng: Rng;
}

/**
 * A GAN of two multilayer perceptrons.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { createGan, gaussianNoise } from '@latents/gan';
 *
 * const gan = createGan({ dataDim: 2, noise: gaussianNoise(4), rng: createRng(0) });
 * gan.sample(3, createRng(1)).shape; // => [3, 2]
 * gan.value(tf.zeros([3, 2]), createRng(2)).of; // => '2 JSD(P, P_G) - log 4'
 * gan.dispose();
 * ```
 * @throws RangeError for a size that is not a positive integer, or a normalization of other columns than `dataDim`, not finite, or of
 * a scale that is not positive.
 */
export function createGan(options: GanOptions): Gan {
  const { dataDim, hidden = [64, 64], activation = 'relu', outputActivation = 'linear', rng } = options;
  const { noise = gaussianNoise(2), packing = 1, batchNorm = false, features, reparameterize, normalization } = options;
  checkPositiveInteger('createGan({ packing })', packing);
  // Before networks are made, which would be left behind.
  if (normalization !== undefined) checkNormalization('createGan', normalization, dataDim);
  return new Gan(
    {
      noise,
      generator: featureMlp(
        { inputDim: noise.dimension, hidden, outputDim: dataDim, activation, outputActivation, batchNorm, rng },
        features,
      ),
      discriminator: featureMlp(
        {
          inputDim: dataDim * packing,
          hidden,
          outputDim: 1,
          activation,
          ...(reparameterize && { reparameterize }),
          rng,
        },
        features,
      ),
      packing,
      ...(normalization && { normalization }),
    },
    { hidden, activation, outputActivation, batchNorm, features: features ? { ...features } : null },
  );
}
