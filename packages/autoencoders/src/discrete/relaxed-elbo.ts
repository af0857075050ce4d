import { klDivergence, RelaxedOneHotCategorical, type TensorBound, tensorBound, tidyBound } from '@latents/core';
import { checkPositive, checkRng } from '@latents/math';
import type * as tf from '@tensorflow/tfjs-core';
import { scalarMean } from '../bounds/scalar-mean.js';
import {
  checkDiscreteBatch,
  type DiscreteDrawOptions,
  type DiscreteModel,
  posteriorAndPrior,
} from './discrete-model.js';

export interface RelaxedOptions extends DiscreteDrawOptions {
  /** Temperature of the Gumbel-softmax: lower is closer to one-hot, and noisier in its gradient. */
  readonly temperature: number;
  /** Whether the decoder is given one-hot vectors, with the gradient of the soft ones (default false). */
  readonly straightThrough?: boolean;
}

/**
 * Returns the Gumbel-softmax surrogate of a discrete latent's ELBO, in nats: z is a soft vector, through which gradients pass. It
 * is another model's reconstruction with the discrete rate, hence no bound on log p(x), and its gradient is biased for the ELBO's:
 * the side is `'none'`, and readings say that maximising it is unsound. With `straightThrough` the value is an unbiased draw of
 * the ELBO, but its gradient is still biased.
 *
 * @param x `[batch, ...]` of the encoder's input.
 * @returns Value and terms, and no other new tensor.
 * @example
 * ```ts
 * import { oneHotHead, relaxedElbo } from '@latents/autoencoders';
 * import { bernoulliHead, conditional, mlp } from '@latents/core';
 * import { createRng } from '@latents/math';
 *
 * const rng = createRng(0);
 * const head = oneHotHead(3);
 * const model = {
 *   encoder: conditional(mlp({ inputDim: 4, hidden: [], outputDim: head.units, rng }), head),
 *   decoder: conditional(mlp({ inputDim: 3, hidden: [], outputDim: 4, rng }), bernoulliHead(4)),
 * };
 * const x = tf.ones([2, 4]);
 * relaxedElbo(model, x, { temperature: 0.7, rng }).side; // => 'none'
 * ```
 * @throws RangeError for another shape, or a temperature that is not positive and finite.
 * @throws Error for a posterior or a prior that is not over one-hot vectors.
 * @see Jang, Gu & Poole 2017; Maddison, Mnih & Teh 2017
 */
export function relaxedElbo(model: DiscreteModel, x: tf.Tensor, options: RelaxedOptions): TensorBound<'none'> {
  const { temperature, straightThrough = false, rng } = options;
  checkDiscreteBatch('relaxedElbo(model, x, options)', model, x);
  checkPositive('relaxedElbo(model, x, { temperature })', temperature);
  checkRng('relaxedElbo(model, x, { rng })', rng);
  return tidyBound(() => {
    const { q, prior } = posteriorAndPrior('relaxedElbo(model, x, options)', model, x, options);
    const { logits } = q.categorical;
    const z = new RelaxedOneHotCategorical({ temperature, logits, straightThrough }).sample(rng);
    return tensorBound('none', 'log p(x)', [
      { name: 'relaxed reconstruction', nats: scalarMean(model.decoder.given(z, options).logProb(x)), weight: 1 },
      { name: 'rate', nats: scalarMean(klDivergence(q, prior)), weight: -1 },
    ]);
  });
}
