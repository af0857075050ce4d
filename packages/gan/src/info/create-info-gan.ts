import { type Activation, mlp, type Reparameterization } from '@latents/core';
import type { Normalization, Rng } from '@latents/math';
import { gaussianNoise, type NoiseSpace } from '../game/noise.js';
import { checkNormalization } from '../game/normalization.js';
import type { Code } from './codes.js';
import { InfoGan } from './info-gan.js';

export interface InfoGanOptions {
  /** The length of one example. */
  readonly dataDim: number;
  /** Default {@link gaussianNoise} of dimension 2. */
  readonly noise?: NoiseSpace;
  /** The latent codes, by names of your own. */
  readonly codes: Readonly<Record<string, Code>>;
  /** Widths of the hidden layers of G and of the trunk that D and Q share (default [64, 64]). */
  readonly hidden?: readonly number[];
  /** Widths of the layers between the trunk and Q's outputs (default none). */
  readonly posteriorHidden?: readonly number[];
  /** Of all hidden layers (default `'relu'`). */
  readonly activation?: Activation;
  /** Of what G puts out, on the networks' scale (default `'linear'`). */
  readonly outputActivation?: Activation;
  /** Whether G's hidden layers are normalised over the batch (default false). */
  readonly batchNorm?: boolean;
  /** Of the trunk's kernels: `spectralNorm()`, say. */
  readonly reparameterize?: Reparameterization;
  readonly normalization?: Normalization;
  readonly rng: Rng;
}

/**
 * An InfoGAN of multilayer perceptrons.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { categoricalCode, createInfoGan } from '@latents/gan';
 *
 * const gan = createInfoGan({ dataDim: 2, codes: { mode: categoricalCode(8) }, rng: createRng(0) });
 * gan.informationBound(64, createRng(1)).of; // => 'I(c; G(z, c))'
 * gan.ceiling().total; // => 2.0794415
 * gan.dispose();
 * ```
 * @throws RangeError for a size that is not a positive integer, no codes, or a normalization of other columns than `dataDim`, not finite,
 * or of a scale that is not positive.
 */
export function createInfoGan(options: InfoGanOptions): InfoGan {
  const { dataDim, codes, hidden = [64, 64], posteriorHidden = [], normalization, rng } = options;
  const { noise = gaussianNoise(2), activation = 'relu', outputActivation = 'linear', batchNorm = false } = options;
  const { reparameterize } = options;
  const width = hidden.at(-1);
  if (width === undefined) {
    throw new RangeError(
      'createInfoGan({ hidden }): expected at least one hidden layer, which D and Q share, got none.',
    );
  }
  // Before networks are made, which would be left behind.
  if (normalization !== undefined) checkNormalization('createInfoGan', normalization, dataDim);
  const sum = (of: (code: Code) => number) => Object.values(codes).reduce((total, code) => total + of(code), 0);
  return new InfoGan(
    {
      noise,
      codes,
      generator: mlp({
        inputDim: noise.dimension + sum(({ dimension }) => dimension),
        hidden,
        outputDim: dataDim,
        activation,
        outputActivation,
        batchNorm,
        rng,
      }),
      trunk: mlp({
        inputDim: dataDim,
        hidden: hidden.slice(0, -1),
        outputDim: width,
        activation,
        outputActivation: activation,
        ...(reparameterize && { reparameterize }),
        rng,
      }),
      judge: mlp({ inputDim: width, hidden: [], outputDim: 1, rng }),
      posterior: mlp({
        inputDim: width,
        hidden: posteriorHidden,
        outputDim: Math.max(
          1,
          sum(({ units }) => units),
        ),
        activation,
        rng,
      }),
      ...(normalization && { normalization }),
    },
    { hidden, posteriorHidden, activation, outputActivation, batchNorm },
  );
}
