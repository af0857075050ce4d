import { type Activation, allOrNone, mlp, type Reparameterization } from '@latents/core';
import { checkOptions, checkPositiveInteger, checkRng, type Normalization, type Rng, sizeOfShape } from '@latents/math';
import { gaussianNoise, type NoiseConfig, type NoiseSpace, noiseSpace } from '../game/noise.js';
import { checkNormalization } from '../game/normalization.js';
import { checkMlpOptions, refuseUnused } from '../networks/check-mlp-options.js';
import { checkWidths } from '../networks/check-widths.js';
import { factoryOptions } from '../networks/factory-options.js';
import { type NetworkConfig, networkOf } from '../networks/network-of.js';
import { type ReparameterizationConfig, reparameterizationOf } from '../networks/reparameterization-of.js';
import { type Codes, codesOf } from './code-config.js';
import { InfoGan } from './info-gan.js';
import { sizesOfCodes } from './info-gan-parts.js';

export interface InfoGanOptions {
  /** Length of one example. */
  readonly dataDim: number;
  /** Default {@link gaussianNoise} of dimension 2. */
  readonly noise?: NoiseSpace | NoiseConfig;
  /** The latent codes, by names of your choice, or a list of their descriptions. */
  readonly codes: Codes;
  /** Widths of the hidden layers of G, and of the layers of the trunk that D and Q share (default [64, 64]). */
  readonly hidden?: readonly number[];
  /** Widths of the layers between the trunk and Q's outputs (default none). */
  readonly posteriorHidden?: readonly number[];
  /** Activation of all hidden layers (default `'relu'`). */
  readonly activation?: Activation;
  /** Activation of G's output, on the networks' scale (default `'linear'`). */
  readonly outputActivation?: Activation;
  /** Whether G's hidden layers are normalised over the batch (default false). */
  readonly batchNorm?: boolean;
  /** What the trunk's kernels are made of: `spectralNorm()`, or `'spectralNorm'`. Default: plain variables. */
  readonly reparameterize?: Reparameterization | ReparameterizationConfig;
  /** Describes a G of another kind than a perceptron: `{ kind: 'dcganGenerator', latentDim: 74 }`. */
  readonly generator?: NetworkConfig;
  /** Describes a trunk of another kind than a perceptron: `{ kind: 'dcganDiscriminator', outputDim: 128 }`. */
  readonly trunk?: NetworkConfig;
  /** The scale on which the networks see the data (default: that of the data). */
  readonly normalization?: Normalization;
  readonly rng: Rng;
}

/**
 * Returns an InfoGAN of multilayer perceptrons, or of networks that are described.
 *
 * @example
 * ```ts
 * import { categoricalCode, createInfoGan, createRng } from '@latents/gan';
 *
 * const gan = createInfoGan({ dataDim: 2, codes: { mode: categoricalCode(8) }, rng: createRng(0) });
 * gan.informationBound(64, createRng(1)).of; // => 'I(c; G(z, c))'
 * gan.ceiling().total; // => 2.0794415
 * gan.dispose();
 * ```
 * @throws RangeError for an unknown option or value, a size that is not a positive integer, no codes, an option that no network
 * uses, or a normalization of other columns than `dataDim`, with a value that is not finite or a scale that is not positive.
 * @throws TypeError if `rng` is missing.
 */
export function createInfoGan(options: InfoGanOptions): InfoGan {
  const networks = [
    'hidden',
    'posteriorHidden',
    'activation',
    'outputActivation',
    'batchNorm',
    'reparameterize',
  ] as const;
  const rest = ['dataDim', 'noise', 'codes', 'generator', 'trunk', 'normalization', 'rng'] as const;
  checkOptions('createInfoGan(options)', options, [...networks, ...rest]);
  refuseUnused('createInfoGan(options)', options, {
    ...{ outputActivation: ['generator'], batchNorm: ['generator'], reparameterize: ['trunk'] },
    hidden: ['generator', 'trunk'],
  });
  const { dataDim, posteriorHidden = [], normalization, rng } = options;
  const { hidden = [64, 64], activation = 'relu', outputActivation = 'linear', batchNorm = false } = options;
  checkPositiveInteger('createInfoGan({ dataDim })', dataDim);
  checkRng('createInfoGan({ rng })', rng);
  checkMlpOptions('createInfoGan', { hidden, batchNorm });
  checkWidths('createInfoGan({ posteriorHidden })', posteriorHidden);
  if (hidden.length === 0) {
    throw new RangeError(
      'createInfoGan({ hidden }): expected at least one hidden layer, which D and Q share, got none.',
    );
  }
  if (normalization !== undefined) checkNormalization('createInfoGan', normalization, dataDim);
  const noise = noiseSpace('createInfoGan({ noise })', options.noise ?? gaussianNoise(2));
  const reparameterize = reparameterizationOf('createInfoGan({ reparameterize })', options.reparameterize);
  const codes = codesOf('createInfoGan({ codes })', options.codes);
  if (Object.keys(codes).length === 0) {
    throw new RangeError(
      'createInfoGan({ codes }): expected at least one code, got none. Without codes use createGan.',
    );
  }
  const { dimension, units } = sizesOfCodes(codes);
  const forG = { inputDim: noise.dimension + dimension, hidden, outputDim: dataDim, activation, outputActivation };
  const forTrunk = { inputDim: dataDim, hidden: hidden.slice(0, -1), outputDim: hidden.at(-1)!, activation };
  return allOrNone((keep) => {
    const generator = keep(
      options.generator
        ? networkOf('createInfoGan({ generator })', options.generator, rng)
        : mlp({ ...forG, batchNorm, rng }),
    );
    const trunk = keep(
      options.trunk
        ? networkOf('createInfoGan({ trunk })', options.trunk, rng)
        : mlp({ ...forTrunk, outputActivation: activation, ...(reparameterize && { reparameterize }), rng }),
    );
    const inputDim = sizeOfShape(trunk.outputShape);
    const discriminator = keep(mlp({ inputDim, hidden: [], outputDim: 1, rng }));
    const posterior = keep(mlp({ inputDim, hidden: posteriorHidden, outputDim: units, activation, rng }));
    if (sizeOfShape(generator.outputShape) !== dataDim) {
      throw new RangeError(
        `createInfoGan({ generator }): expected a generator that outputs [${dataDim}], as dataDim says, got [${generator.outputShape}].`,
      );
    }
    const json = {
      ...{ dataDim, noise: noise.config, posteriorHidden, activation, normalization },
      codes: Object.entries(codes).map(([name, { config }]) => ({ name, ...config })),
      ...(options.generator ? { generator: generator.config } : { outputActivation, batchNorm }),
      ...(options.trunk && { trunk: trunk.config }),
      ...(!(options.generator && options.trunk) && { hidden }),
    };
    return new InfoGan(
      { generator, trunk, discriminator, posterior, noise, codes, ...(normalization && { normalization }) },
      factoryOptions(json, reparameterize),
    );
  });
}
