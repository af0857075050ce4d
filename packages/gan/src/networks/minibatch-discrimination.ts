import { mlp, type Network } from '@latents/core';
import { checkOptions, checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

export interface MinibatchDiscriminationOptions {
  /** Length of the features of one example. */
  readonly inputDim: number;
  /** Number of similarities to the rest of the batch that are appended. */
  readonly kernels: number;
  /** Length of the vectors that each similarity compares (default 3). */
  readonly kernelDim?: number;
  readonly rng: Rng;
}

/**
 * Returns a network that appends to features their similarities to the other examples of the batch, `[batch, inputDim]` to
 * `[batch, inputDim + kernels]`. A similarity is the sum over the other examples of exp(-|M_i - M_j|_1), so that a discriminator
 * sees a generator collapse. Put it between a trunk and a last layer with `sequential`. Real and generated examples must go
 * through it separately, as is the default of training.
 *
 * @example
 * ```ts
 * import { mlp, sequential } from '@latents/core';
 * import { createGan, createRng, Gan, minibatchDiscrimination } from '@latents/gan';
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
  checkOptions('minibatchDiscrimination(options)', options, ['inputDim', 'kernels', 'kernelDim', 'rng']);
  const { inputDim, kernels, kernelDim = 3, rng } = options;
  for (const [name, value] of Object.entries({ inputDim, kernels, kernelDim })) {
    checkPositiveInteger(`minibatchDiscrimination({ ${name} })`, value);
  }
  const projection = mlp({ inputDim, hidden: [], outputDim: kernels * kernelDim, rng });
  return {
    config: { kind: 'minibatchDiscrimination', inputDim, kernels, kernelDim },
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
