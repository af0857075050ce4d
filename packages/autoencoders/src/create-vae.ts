import {
  allOrNone,
  conditional,
  type Distribution,
  type MultivariateNormalDiag,
  type MultivariateNormalTriL,
  mlp,
  multivariateNormalHead,
  type Network,
  normalHead,
  type TransformedDistribution,
} from '@latents/core';
import { checkOneOf, checkOptions } from '@latents/math';
import type { Json } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { likelihoodOf } from './likelihood.js';
import { checkNetworkOptions, type NetworkOptions } from './network-options.js';
import { overRange } from './over-range.js';
import { type Flow, type FlowOption, flowOf } from './posteriors/flow-option.js';
import { flowPosterior } from './posteriors/flow-posterior.js';
import { checkPriorOption, type PriorKindOption, priorOf } from './priors/prior-option.js';
import { Vae } from './vae.js';

/**
 * P(z | x): a normal with a diagonal covariance, or with any covariance (`'full'`), or a diagonal one sent through a flow of a number
 * of layers.
 */
export type PosteriorOption = 'diagonal' | 'full' | FlowOption;

/** The family of a posterior by its option. */
export type PosteriorOf<P extends PosteriorOption> = P extends 'diagonal'
  ? MultivariateNormalDiag
  : P extends 'full'
    ? MultivariateNormalTriL
    : TransformedDistribution<MultivariateNormalDiag>;

export interface VaeOptions<P extends PosteriorOption = 'diagonal'> extends NetworkOptions {
  /** P(z | x) (default `'diagonal'`). */
  readonly posterior?: P;
  /**
   * P(z) (default `'standard'`). With `'learned'` the rate is in closed form too; with a mixture or a VampPrior it is that of one
   * draw.
   */
  readonly prior?: PriorKindOption;
  /** `'tanh'` keeps the posterior mean within (-1, 1), as the note prints it (ERRATA E1). Default `'linear'`. */
  readonly posteriorMean?: 'linear' | 'tanh';
}

/**
 * Makes a variational autoencoder with multilayer perceptrons as encoder and decoder.
 *
 * `load(createVae, source)` makes the same model again from a file. Its type is that of the default posterior; `createVae<'full'>` says
 * another.
 *
 * @example
 * ```ts
 * import { createVae } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 784, latentDim: 20, hidden: [400], rng: createRng(0) });
 * vae.generate(16, createRng(1)).shape; // => [16, 784]
 * ```
 * @throws RangeError for an unknown option, a size that is not a positive integer, a scale that is not positive, or an unknown
 * likelihood, posterior, prior or activation.
 * @throws TypeError if `hidden` is not an array, or `rng` is missing.
 */
export function createVae<P extends PosteriorOption = 'diagonal'>(options: VaeOptions<P>): Vae<PosteriorOf<P>>;
/** Gives `load(createVae, source)` the type of the default posterior. */
export function createVae(options: VaeOptions): Vae;
export function createVae<P extends PosteriorOption>(options: VaeOptions<P>): Vae<PosteriorOf<P>> {
  checkOptions<VaeOptions<P>, typeof OPTIONS>('createVae(options)', options, OPTIONS);
  checkNetworkOptions('createVae', options);
  const { inputDim, latentDim, hidden, activation = 'relu', likelihood = 'bernoulli', rng } = options;
  const { posteriorMean = 'linear', prior = 'standard' } = options;
  const posterior: PosteriorOption = options.posterior ?? 'diagonal';
  checkOneOf('createVae({ posteriorMean })', posteriorMean, ['linear', 'tanh']);
  const { head, support, range } = likelihoodOf('createVae({ likelihood })', likelihood, inputDim);
  checkPriorOption('createVae({ prior })', prior);
  const flow = flowOf('createVae({ posterior })', posterior, latentDim);
  if (posterior === 'full' && posteriorMean === 'tanh') {
    throw new RangeError("createVae({ posteriorMean }): expected 'linear' with a full covariance, got 'tanh'.");
  }
  const code = posterior === 'full' ? multivariateNormalHead(latentDim) : normalHead(latentDim, { loc: posteriorMean });
  const unitInterval = support === 'unit interval' || support === 'bits';
  return allOrNone((part) => {
    const encoder = part(mlp({ inputDim, hidden, outputDim: code.units, activation, rng }));
    if (posterior === 'full') startUncorrelated(encoder, latentDim, hidden.length);
    const decoder = part(
      mlp({ inputDim: latentDim, hidden: [...hidden].reverse(), outputDim: head.units, activation, rng }),
    );
    const base = conditional<Distribution>(overRange(encoder, range), code, 'encoder');
    const withFlow = ({ kind, layers, contextDim }: Flow) => {
      const context = contextDim && part(mlp({ inputDim, hidden, outputDim: contextDim, activation, rng }));
      return part(flowPosterior(base, { kind, layers, ...(context && { context: overRange(context, range) }), rng }));
    };
    return new Vae<Distribution>({
      encoder: flow ? withFlow(flow) : base,
      decoder: conditional(decoder, head, 'decoder'),
      prior: part(priorOf(prior, { inputDim, latentDim, unitInterval, rng })),
      support,
      options: { inputDim, latentDim, hidden, activation, likelihood, posterior, prior, posteriorMean } as {
        [option: string]: Json;
      },
    }) as Vae<Distribution> as unknown as Vae<PosteriorOf<P>>;
  });
}

const OPTIONS = [
  'inputDim',
  'latentDim',
  'hidden',
  'activation',
  'likelihood',
  'posterior',
  'prior',
  'posteriorMean',
  'rng',
] as const;

/**
 * Makes a full covariance start as a diagonal one. What lies below the diagonal of L is of the order of 1 for random weights, and
 * there is much of it, so that training would first have to undo it.
 */
function startUncorrelated(encoder: Network, latentDim: number, last: number): void {
  const kernel = encoder.variables[`dense${last}/kernel`]!;
  const kept = new Float32Array(kernel.shape[1]!);
  kept.fill(1, 0, latentDim);
  for (let row = 0, at = latentDim; row < latentDim; row++, at += row + 1) kept[at] = 1;
  tf.tidy(() => kernel.assign(tf.mul(kernel, tf.tensor1d(kept))));
}
