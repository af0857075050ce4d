import { mlp, type Network } from '@latents/core';
import { checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

export interface MinibatchDiscriminationOptions {
  /** The length of the features of one example. */
  readonly inputDim: number;
  /** How many similarities to the rest of the batch are appended. */
  readonly kernels: number;
  /** The length of what is compared, for each (default 3). */
  readonly kernelDim?: number;
  readonly rng: Rng;
}

/**
 * Features with similarities to the other examples of the batch appended, `[batch, inputDim]` to `[batch, inputDim + kernels]`:
 * sum over the others of exp(-|M_i - M_j|_1), so that a discriminator sees a generator collapse. Put it between a trunk and a head
 * with core's `sequential`. Real and generated examples must go through it apart, as is the default of training.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { mlp, sequential } from '@latents/core';
 * import { createGan, Gan, minibatchDiscrimination } from '@latents/gan';
 *
 * const rng = createRng(0);
 * const { generator, noise } = createGan({ dataDim: 2, rng }).parts;
 * const discriminator = sequential(
 *   mlp({ inputDim: 2, hidden: [], outputDim: 16, outputActivation: 'relu', rng }),
 *   minibatchDiscrimination({ inputDim: 16, kernels: 8, rng }),
 *   mlp({ inputDim: 16 + 8, hidden: [], outputDim: 1, rng }),
 * );
 * const gan = new Gan({ generator, discriminator, noise });
 * gan.logits(tf.zeros([5, 2])).shape; // => [5]
 * gan.dispose();
 * ```
 * @throws RangeError for a size that is not a positive integer.
 * @see Salimans et al. 2016, section 3.2
 */
export function minibatchDiscrimination(options: MinibatchDiscriminationOptions): Network {
  const { inputDim, kernels, kernelDim = 3, rng } = options;
  for (const [name, value] of Object.entries({ inputDim, kernels, kernelDim })) {
    checkPositiveInteger(`minibatchDiscrimination({ ${name} })`, value);
  }
  const projection = mlp({ inputDim, hidden: [], outputDim: kernels * kernelDim, rng });
  return {
    inputShape: [inputDim],
    outputShape: [inputDim + kernels],
    variables: projection.variables,
    notTwiceDifferentiable: ['minibatch discrimination'],
    apply: (x) =>
      tf.tidy(() => {
        const batch = x.shape[0]!;
        const m = tf.reshape(projection.apply(x), [batch, kernels, kernelDim]);
        const distance = tf.sum(tf.abs(tf.sub(tf.expandDims(m, 1), tf.expandDims(m, 0))), 3);
        // exp(0) = 1 is each example's similarity to itself.
        const similarity = tf.sub(tf.sum(tf.exp(tf.neg(distance)), 1), 1);
        return tf.concat([x, similarity], 1);
      }),
    dispose: () => projection.dispose(),
  };
}
