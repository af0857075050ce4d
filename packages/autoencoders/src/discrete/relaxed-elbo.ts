import { klDivergence, RelaxedOneHotCategorical, type TensorBound, tensorBound } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import { type DiscreteDrawOptions, type DiscreteModel, posteriorAndPrior } from './discrete-model.js';

export interface RelaxedOptions extends DiscreteDrawOptions {
  /** Of the Gumbel-softmax: lower is closer to one-hot, and noisier in its gradient. */
  readonly temperature: number;
  /** Hand the decoder one-hot vectors, with the gradient of the soft ones (default false). */
  readonly straightThrough?: boolean;
}

/**
 * The Gumbel-softmax surrogate of a discrete latent's ELBO: z is a soft vector, through which gradients pass. It is another
 * model's reconstruction with the discrete rate, hence no bound on log p(x) and its gradient is biased for the ELBO's: the side
 * is `'none'`, and a player says `maximizeUnsound`. With `straightThrough` the value is an unbiased draw of the ELBO, but its
 * gradient is still biased. Call it in a step's objective.
 *
 * @param x `[batch, ...]` of the encoder's input.
 *
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
 * @see Jang, Gu & Poole 2017; Maddison, Mnih & Teh 2017
 */
export function relaxedElbo(model: DiscreteModel, x: tf.Tensor, options: RelaxedOptions): TensorBound<'none'> {
  const { temperature, straightThrough = false, rng } = options;
  const { q, prior } = posteriorAndPrior('relaxedElbo(model, x, options)', model, x, options);
  const { logits } = q.categorical;
  const z = new RelaxedOneHotCategorical({ temperature, logits, straightThrough }).sample(rng);
  return tensorBound('none', 'log p(x)', [
    {
      name: 'relaxed reconstruction',
      nats: tf.reshape<tf.Rank.R0>(tf.mean(model.decoder.given(z).logProb(x)), []),
      weight: 1,
    },
    { name: 'rate', nats: tf.reshape<tf.Rank.R0>(tf.mean(klDivergence(q, prior)), []), weight: -1 },
  ]);
}
