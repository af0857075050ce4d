import { type Activation, allOrNone, type Reparameterization } from '@latents/core';
import { checkOptions, checkPositiveInteger, checkRng, type Normalization, type Rng, sizeOfShape } from '@latents/math';
import { checkMlpOptions, refuseUnused } from '../networks/check-mlp-options.js';
import { factoryOptions } from '../networks/factory-options.js';
import { featureMlp } from '../networks/feature-mlp.js';
import { completeFeatures, type Features } from '../networks/fourier-features.js';
import { type NetworkConfig, networkOf } from '../networks/network-of.js';
import { type ReparameterizationConfig, reparameterizationOf } from '../networks/reparameterization-of.js';
import { Gan } from './gan.js';
import { gaussianNoise, type NoiseConfig, type NoiseSpace, noiseSpace } from './noise.js';
import { checkNormalization } from './normalization.js';

export interface GanOptions {
  /** Length of one example. */
  readonly dataDim: number;
  /** Default {@link gaussianNoise} of dimension 2. */
  readonly noise?: NoiseSpace | NoiseConfig;
  /** Widths of the hidden layers of both multilayer perceptrons (default [64, 64]). */
  readonly hidden?: readonly number[];
  /** Activation of the hidden layers (default `'relu'`). */
  readonly activation?: Activation;
  /** Activation of G's output, on the networks' scale (default `'linear'`). */
  readonly outputActivation?: Activation;
  /** Whether G's hidden layers are normalised over the batch (default false). */
  readonly batchNorm?: boolean;
  /** What D's kernels are made of: `spectralNorm()`, or `'spectralNorm'`. Default: plain variables. */
  readonly reparameterize?: Reparameterization | ReparameterizationConfig;
  /** Puts `fourierFeatures` before both perceptrons, for data with structure finer than their extent (default: none). */
  readonly features?: Features;
  /** Describes a G of another kind than a perceptron: `{ kind: 'dcganGenerator', latentDim: 16 }`. */
  readonly generator?: NetworkConfig;
  /** Describes a D of another kind than a perceptron: `{ kind: 'dcganDiscriminator' }`. */
  readonly discriminator?: NetworkConfig;
  /** Number of examples that D judges at once (default 1). */
  readonly packing?: number;
  /** The scale on which the networks see the data (default: that of the data). */
  readonly normalization?: Normalization;
  readonly rng: Rng;
}

/**
 * Returns a GAN of two multilayer perceptrons, or of networks that are described.
 *
 * @example
 * ```ts
 * import { createGan, createRng, gaussianNoise } from '@latents/gan';
 *
 * const gan = createGan({ dataDim: 2, noise: gaussianNoise(4), rng: createRng(0) });
 * gan.sample(3, createRng(1)).shape; // => [3, 2]
 * gan.value(tf.zeros([3, 2]), createRng(2)).of; // => '2 JSD(P, P_G) - log 4'
 * gan.dispose();
 * ```
 * @example
 * A DCGAN, which `load(createGan, source)` reads again.
 * ```ts
 * import { createGan, createRng, gaussianNoise } from '@latents/gan';
 *
 * const gan = createGan({
 *   dataDim: 784,
 *   noise: gaussianNoise(16),
 *   generator: { kind: 'dcganGenerator', latentDim: 16, filters: [4, 8] },
 *   discriminator: { kind: 'dcganDiscriminator', filters: [4, 8], reparameterize: 'spectralNorm' },
 *   rng: createRng(0),
 * });
 * gan.sample(2, createRng(1)).shape; // => [2, 784]
 * gan.dispose();
 * ```
 * @throws RangeError for an unknown option or value, a size that is not a positive integer, an option that no network uses, or a
 * normalization of other columns than `dataDim`, with a value that is not finite or a scale that is not positive.
 * @throws TypeError if `rng` is missing.
 */
export function createGan(options: GanOptions): Gan {
  const networks = ['hidden', 'activation', 'outputActivation', 'batchNorm', 'reparameterize', 'features'] as const;
  const described = ['generator', 'discriminator'] as const;
  const rest = ['dataDim', 'noise', 'packing', 'normalization', 'rng'] as const;
  checkOptions('createGan(options)', options, [...networks, ...described, ...rest]);
  refuseUnused('createGan(options)', options, {
    ...{ outputActivation: ['generator'], batchNorm: ['generator'], reparameterize: ['discriminator'] },
    ...{ hidden: described, activation: described, features: described },
  });
  const { dataDim, packing = 1, normalization, rng } = options;
  const { hidden = [64, 64], activation = 'relu', outputActivation = 'linear', batchNorm = false } = options;
  checkPositiveInteger('createGan({ dataDim })', dataDim);
  checkPositiveInteger('createGan({ packing })', packing);
  checkRng('createGan({ rng })', rng);
  checkMlpOptions('createGan', { hidden, batchNorm });
  if (normalization !== undefined) checkNormalization('createGan', normalization, dataDim);
  const noise = noiseSpace('createGan({ noise })', options.noise ?? gaussianNoise(2));
  const features =
    options.features && completeFeatures((option) => `createGan({ features }): ${option}`, options.features);
  const reparameterize = reparameterizationOf('createGan({ reparameterize })', options.reparameterize);
  const forG = { inputDim: noise.dimension, hidden, outputDim: dataDim, activation, outputActivation, batchNorm, rng };
  const forD = { inputDim: dataDim * packing, hidden, outputDim: 1, activation, rng };
  return allOrNone((keep) => {
    const generator = keep(
      options.generator ? networkOf('createGan({ generator })', options.generator, rng) : featureMlp(forG, features),
    );
    const discriminator = keep(
      options.discriminator
        ? networkOf('createGan({ discriminator })', options.discriminator, rng)
        : featureMlp({ ...forD, ...(reparameterize && { reparameterize }) }, features),
    );
    if (sizeOfShape(generator.outputShape) !== dataDim) {
      throw new RangeError(
        `createGan({ generator }): expected a generator that outputs [${dataDim}], as dataDim says, got [${generator.outputShape}].`,
      );
    }
    const json = {
      ...{ dataDim, noise: noise.config, packing, normalization },
      ...(options.generator ? { generator: generator.config } : { outputActivation, batchNorm }),
      ...(options.discriminator && { discriminator: discriminator.config }),
      ...(!(options.generator && options.discriminator) && { hidden, activation, features }),
    };
    return new Gan(
      { noise, generator, discriminator, packing, ...(normalization && { normalization }) },
      factoryOptions(json, reparameterize),
    );
  });
}
