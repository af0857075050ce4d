import {
  type Activation,
  conditional,
  type Distribution,
  type ModelConfig,
  type MultivariateNormalDiag,
  type MultivariateNormalTriL,
  mlp,
  multivariateNormalHead,
  type Network,
  normalHead,
  readModel,
  type TransformedDistribution,
} from '@latents/core';
import { checkPositiveInteger, createRng, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { type LikelihoodOption, likelihoodOf } from './likelihood.js';
import { overRange } from './over-range.js';
import { FLOW_KINDS } from './posteriors/flow-layers.js';
import { flowPosterior } from './posteriors/flow-posterior.js';
import type { Prior } from './priors/prior.js';
import { learnedPrior, mixturePrior, standardPrior, vampPrior } from './priors/priors.js';
import { Vae } from './vae.js';

/**
 * P(z | x): a normal with a diagonal covariance, or with any (`'full'`), or a diagonal one sent through so many layers of a flow, which
 * sees x if it has a context: so many numbers that a network of its own, with the encoder's hidden layers, makes of x.
 */
export type PosteriorOption = 'diagonal' | 'full' | FlowOption;

/** A flow by how many layers it has. */
export type FlowOption = { readonly context?: number } & (
  | { readonly realNvp: number }
  | { readonly inverseAutoregressive: number }
  | { readonly planar: number }
);

/** P(z): N(0, I), a learned diagonal normal, a learned mixture of so many, or a VampPrior of so many pseudo-inputs. */
export type PriorKindOption = 'standard' | 'learned' | { readonly mixture: number } | { readonly vamp: number };

/** The family of a posterior by its option. */
export type PosteriorOf<P extends PosteriorOption> = P extends 'diagonal'
  ? MultivariateNormalDiag
  : P extends 'full'
    ? MultivariateNormalTriL
    : TransformedDistribution<MultivariateNormalDiag>;

export interface VaeOptions<P extends PosteriorOption = 'diagonal'> {
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
  /** Default `'diagonal'`. */
  readonly posterior?: P;
  /** Default `'standard'`. With `'learned'` the rate is in closed form too; with a mixture or a VampPrior it is that of one draw. */
  readonly prior?: PriorKindOption;
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
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 784, latentDim: 20, hidden: [400], rng: createRng(0) });
 * vae.generate(16, createRng(1)).shape; // => [16, 784]
 * ```
 * @throws RangeError for a size that is not a positive integer, a scale that is not positive, or another likelihood, posterior, prior or
 * activation than these.
 */
export function createVae<P extends PosteriorOption = 'diagonal'>(options: VaeOptions<P>): Vae<PosteriorOf<P>> {
  const { inputDim, latentDim, hidden, activation = 'relu', likelihood = 'bernoulli', rng } = options;
  const { posteriorMean = 'linear', prior = 'standard' } = options;
  const posterior: PosteriorOption = options.posterior ?? 'diagonal';
  for (const [name, value] of Object.entries({ inputDim, latentDim })) {
    checkPositiveInteger(`createVae({ ${name} })`, value);
  }
  const { head, support, range } = likelihoodOf('createVae({ likelihood })', likelihood, inputDim);
  const flow = posterior === 'diagonal' || posterior === 'full' ? undefined : flowOf(posterior);
  if (posterior === 'full' && posteriorMean === 'tanh') {
    throw new RangeError("createVae({ posteriorMean }): expected 'linear' with a full covariance, got 'tanh'.");
  }
  const code = posterior === 'full' ? multivariateNormalHead(latentDim) : normalHead(latentDim, { loc: posteriorMean });
  const encoder = mlp({ inputDim, hidden, outputDim: code.units, activation, rng });
  if (posterior === 'full') startUncorrelated(encoder, latentDim, hidden.length);
  const decoder = mlp({ inputDim: latentDim, hidden: [...hidden].reverse(), outputDim: head.units, activation, rng });
  const contextOf = (option: PosteriorOption) =>
    typeof option === 'object' &&
    option.context !== undefined && {
      context: overRange(mlp({ inputDim, hidden, outputDim: option.context, activation, rng }), range),
    };
  const base = conditional<Distribution>(overRange(encoder, range), code, 'encoder');
  const given = flow ? flowPosterior(base, { ...flow, ...contextOf(posterior), rng }) : base;
  return new Vae<Distribution>({
    encoder: given,
    decoder: conditional(decoder, head, 'decoder'),
    prior: priorOf(prior, {
      inputDim,
      latentDim,
      unitInterval: support === 'unit interval' || support === 'bits',
      rng,
    }),
    support,
    config: { hidden, activation, likelihood, posterior, prior, posteriorMean },
  }) as Vae<Distribution> as unknown as Vae<PosteriorOf<P>>;
}

/**
 * A full covariance starts as a diagonal one: what lies below the diagonal of L is of the order of 1 for random weights, and there is
 * much of it, so that training would first have to undo it.
 */
function startUncorrelated(encoder: Network, latentDim: number, last: number): void {
  const kernel = encoder.variables[`dense${last}/kernel`]!;
  const kept = new Float32Array(kernel.shape[1]!);
  kept.fill(1, 0, latentDim);
  for (let row = 0, at = latentDim; row < latentDim; row++, at += row + 1) kept[at] = 1;
  tf.tidy(() => kernel.assign(tf.mul(kernel, tf.tensor1d(kept))));
}

/** The kind and the layers of a flow. Throws a RangeError for what is none. */
function flowOf(option: FlowOption) {
  const { context, ...rest } = option;
  const [[kind, layers] = [], ...more] = Object.entries(rest);
  const known = FLOW_KINDS.find((name) => name === kind);
  const counts = [layers, ...(context === undefined ? [] : [context])];
  if (!known || more.length > 0 || counts.some((n) => !Number.isInteger(n) || n! < 1)) {
    throw new RangeError(
      `createVae({ posterior }): expected 'diagonal', 'full', { realNvp: layers }, { inverseAutoregressive: layers } or { planar: layers }, the last three with a context: size or without, got ${JSON.stringify(option)}.`,
    );
  }
  return { kind: known, layers: layers! };
}

function priorOf(
  option: PriorKindOption,
  shape: { readonly inputDim: number; readonly latentDim: number; readonly unitInterval: boolean; readonly rng: Rng },
): Prior {
  const { inputDim, latentDim, unitInterval, rng } = shape;
  if (option === 'standard') return standardPrior(latentDim);
  if (option === 'learned') return learnedPrior(latentDim);
  if (typeof option === 'object' && option !== null) {
    if ('mixture' in option) return mixturePrior(latentDim, option.mixture, rng);
    if ('vamp' in option)
      return vampPrior({ dimension: latentDim, inputDim, components: option.vamp, unitInterval, rng });
  }
  throw new RangeError(
    `createVae({ prior }): expected 'standard', 'learned', { mixture: components } or { vamp: components }, got ${JSON.stringify(option)}.`,
  );
}

/**
 * A VAE made by {@link createVae} and written by its `save`, with its weights. One of the user's own networks is restored by
 * core's `load(vae, source)` instead.
 *
 * @throws Error if the source holds no such model.
 */
export async function loadVae<P extends PosteriorOption = 'diagonal'>(
  source: string | tf.io.IOHandler,
): Promise<Vae<PosteriorOf<P>>> {
  const { config, weights } = await readModel(source);
  if (config.kind !== 'vae' || !Array.isArray(config['hidden'])) {
    throw new Error(
      `loadVae(source): expected a VAE made by createVae, got ${JSON.stringify(config)}. For other networks use load(vae, source).`,
    );
  }
  const vae = createVae<P>({ ...(config as ModelConfig & Omit<VaeOptions<P>, 'rng'>), rng: createRng(0) });
  try {
    vae.restore(weights);
  } catch (error) {
    vae.dispose();
    throw error;
  }
  return vae;
}
