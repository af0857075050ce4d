import { convNet, type Network, type Reparameterization, transposedConvNet } from '@latents/core';
import type { Rng } from '@latents/math';

export interface DcganGeneratorOptions {
  /** The length of the noise, codes included. */
  readonly latentDim: number;
  /** `[height, width, channels]` (default [28, 28, 1]). */
  readonly imageShape?: readonly [number, number, number];
  /** Of the convolutions from the image inwards (default [32, 64]). */
  readonly filters?: readonly number[];
  /** Widths of dense layers between the noise and the convolutions, from the image inwards (default none). */
  readonly hidden?: readonly number[];
  /** Of the pixels (default `'tanh'`: data on [-1, 1]). */
  readonly outputActivation?: 'tanh' | 'sigmoid' | 'linear';
  readonly rng: Rng;
}

/**
 * The generator of DCGAN: transposed convolutions of side 4 and stride 2, normalised over the batch, rectified.
 * `[batch, latentDim]` to flattened images `[batch, height * width * channels]`.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { dcganDiscriminator, dcganGenerator, Gan, gaussianNoise } from '@latents/gan';
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
  const { latentDim, imageShape = [28, 28, 1], filters = [32, 64], hidden = [], rng } = options;
  return transposedConvNet({
    imageShape,
    filters,
    hidden,
    vectorDim: latentDim,
    kernelSize: 4,
    stride: 2,
    activation: 'relu',
    outputActivation: options.outputActivation ?? 'tanh',
    batchNorm: true,
    rng,
  });
}

export interface DcganDiscriminatorOptions {
  /** `[height, width, channels]` (default [28, 28, 1]). */
  readonly imageShape?: readonly [number, number, number];
  /** Of the convolutions from the image inwards (default [32, 64]). */
  readonly filters?: readonly number[];
  /** Widths of dense layers after the convolutions (default none). */
  readonly hidden?: readonly number[];
  /** How many numbers it puts out: 1, a logit (default), or features of a trunk that ends in a leaky rectifier. */
  readonly outputDim?: number;
  /** Whether layers but the first and the logit are normalised over the batch (default false: a penalty on gradients can then be taken). */
  readonly batchNorm?: boolean;
  /** Of the kernels: `spectralNorm()`, say. */
  readonly reparameterize?: Reparameterization;
  readonly rng: Rng;
}

/**
 * The discriminator of DCGAN: convolutions of side 4 and stride 2 with leaky rectifiers. Flattened images
 * `[batch, height * width * channels]` to `[batch, outputDim]`. With an `outputDim` it is a trunk for {@link InfoGan}.
 *
 * @throws RangeError for a size that is not a positive integer, or no filters.
 * @see Radford, Metz & Chintala 2016, section 3
 */
export function dcganDiscriminator(options: DcganDiscriminatorOptions): Network {
  const { imageShape = [28, 28, 1], filters = [32, 64], hidden = [], outputDim, batchNorm = false, rng } = options;
  const { reparameterize } = options;
  return convNet({
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
}
