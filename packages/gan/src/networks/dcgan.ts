import { convNet, type Network, type Reparameterization, transposedConvNet } from '@latents/core';
import { checkOptions, type Rng } from '@latents/math';
import { type ReparameterizationConfig, reparameterizationOf } from './reparameterization-of.js';

export interface DcganGeneratorOptions {
  /** Length of the noise, codes included. */
  readonly latentDim: number;
  /** `[height, width, channels]` (default [28, 28, 1]). */
  readonly imageShape?: readonly [number, number, number];
  /** Filters of the convolutions, from the image inwards (default [32, 64]). */
  readonly filters?: readonly number[];
  /** Widths of dense layers between the noise and the convolutions, from the image inwards (default none). */
  readonly hidden?: readonly number[];
  /** Activation of the pixels (default `'tanh'`: data on [-1, 1]). */
  readonly outputActivation?: 'tanh' | 'sigmoid' | 'linear';
  readonly rng: Rng;
}

/**
 * Returns the generator of DCGAN: transposed convolutions of side 4 and stride 2, normalised over the batch, rectified.
 * `[batch, latentDim]` to flattened images `[batch, height * width * channels]`.
 *
 * @example
 * ```ts
 * import { createRng, dcganDiscriminator, dcganGenerator, Gan, gaussianNoise } from '@latents/gan';
 *
 * const rng = createRng(0);
 * const gan = new Gan({
 *   generator: dcganGenerator({ latentDim: 16, filters: [4, 8], rng }),
 *   discriminator: dcganDiscriminator({ filters: [4, 8], rng }),
 *   noise: gaussianNoise(16),
 * });
 * gan.sample(2, createRng(1)).shape; // => [2, 784]
 * gan.dispose();
 * ```
 * @throws RangeError for a size that is not a positive integer, or no filters.
 * @see Radford, Metz & Chintala 2016, section 3
 */
export function dcganGenerator(options: DcganGeneratorOptions): Network {
  const known = ['latentDim', 'imageShape', 'filters', 'hidden', 'outputActivation', 'rng'] as const;
  checkOptions('dcganGenerator(options)', options, known);
  const { latentDim, imageShape = [28, 28, 1], filters = [32, 64], hidden = [], rng } = options;
  const { outputActivation = 'tanh' } = options;
  const network = transposedConvNet({
    imageShape,
    filters,
    hidden,
    vectorDim: latentDim,
    kernelSize: 4,
    stride: 2,
    activation: 'relu',
    outputActivation,
    batchNorm: true,
    rng,
  });
  return { ...network, config: { kind: 'dcganGenerator', latentDim, imageShape, filters, hidden, outputActivation } };
}

export interface DcganDiscriminatorOptions {
  /** `[height, width, channels]` (default [28, 28, 1]). */
  readonly imageShape?: readonly [number, number, number];
  /** Filters of the convolutions, from the image inwards (default [32, 64]). */
  readonly filters?: readonly number[];
  /** Widths of dense layers after the convolutions (default none). */
  readonly hidden?: readonly number[];
  /** Length of the output: 1, a logit (default), or features of a trunk that ends in a leaky rectifier. */
  readonly outputDim?: number;
  /** Whether layers except the first and the logit are normalised over the batch (default false, as gradient penalties need). */
  readonly batchNorm?: boolean;
  /** What the kernels are made of: `spectralNorm()`, or `'spectralNorm'`. Default: plain variables. */
  readonly reparameterize?: Reparameterization | ReparameterizationConfig | null;
  readonly rng: Rng;
}

/**
 * Returns the discriminator of DCGAN: convolutions of side 4 and stride 2 with leaky rectifiers. Flattened images
 * `[batch, height * width * channels]` to `[batch, outputDim]`. With an `outputDim` it is a trunk for {@link InfoGan}.
 *
 * @throws RangeError for a size that is not a positive integer, or no filters.
 * @see Radford, Metz & Chintala 2016, section 3
 */
export function dcganDiscriminator(options: DcganDiscriminatorOptions): Network {
  const known = ['imageShape', 'filters', 'hidden', 'outputDim', 'batchNorm', 'reparameterize', 'rng'] as const;
  checkOptions('dcganDiscriminator(options)', options, known);
  const { imageShape = [28, 28, 1], filters = [32, 64], hidden = [], outputDim, batchNorm = false, rng } = options;
  const reparameterize = reparameterizationOf('dcganDiscriminator({ reparameterize })', options.reparameterize);
  const network = convNet({
    imageShape,
    filters,
    hidden,
    vectorDim: outputDim ?? 1,
    kernelSize: 4,
    stride: 2,
    activation: 'leakyRelu',
    outputActivation: outputDim === undefined ? 'linear' : 'leakyRelu',
    batchNorm,
    batchNormOutput: batchNorm && outputDim !== undefined,
    ...(reparameterize && { reparameterize }),
    rng,
  });
  const kernels = { reparameterize: reparameterize === undefined ? null : (reparameterize.config ?? 'unknown') };
  const width = outputDim === undefined ? {} : { outputDim };
  return {
    ...network,
    config: { kind: 'dcganDiscriminator', imageShape, filters, hidden, ...width, batchNorm, ...kernels },
  };
}
