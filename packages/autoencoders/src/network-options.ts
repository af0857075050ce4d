import { type Activation, checkActivation } from '@latents/core';
import { checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import type { LikelihoodOption } from './likelihood.js';

/** Options that {@link createVae} and {@link createAutoencoder} share: two multilayer perceptrons and a likelihood. */
export interface NetworkOptions {
  /** Number of values of one example: the pixels of an image, flattened. */
  readonly inputDim: number;
  /** The dimension of z. It may exceed `inputDim`. */
  readonly latentDim: number;
  /** Widths of the encoder's hidden layers. The decoder's are the same, reversed. */
  readonly hidden: readonly number[];
  /** Activation of the hidden layers (default `'relu'`). */
  readonly activation?: Activation;
  /** P(x | z) (default `'bernoulli'`). */
  readonly likelihood?: LikelihoodOption;
  /** Draws the initial weights. */
  readonly rng: Rng;
}

/**
 * Refuses sizes, an activation or a stream that are invalid, before anything is made of them.
 *
 * @param factory The function that was called: `'createVae'`.
 * @throws RangeError for a size that is not a positive integer, or an unknown activation.
 * @throws TypeError if `hidden` is not an array, or `rng` is missing.
 */
export function checkNetworkOptions(factory: string, options: NetworkOptions): void {
  const { inputDim, latentDim, hidden, activation = 'relu', rng } = options;
  checkPositiveInteger(`${factory}({ inputDim })`, inputDim);
  checkPositiveInteger(`${factory}({ latentDim })`, latentDim);
  if (!Array.isArray(hidden)) {
    throw new TypeError(
      `${factory}({ hidden }): expected an array of widths, got ${JSON.stringify(hidden)}. [] is a linear map.`,
    );
  }
  for (const [i, width] of hidden.entries()) checkPositiveInteger(`${factory}({ hidden[${i}] })`, width);
  checkActivation(`${factory}({ activation })`, activation);
  checkRng(`${factory}({ rng })`, rng);
}
