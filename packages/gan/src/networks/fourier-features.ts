import type { Network } from '@latents/core';
import { checkOptions, checkPositive, checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** Fourier features before a network: their number and the scale of their frequencies. */
export interface Features {
  /** Number of projections (default 64). */
  readonly count?: number;
  /** Standard deviation of the frequencies, in radians per unit of x (default 2). */
  readonly scale?: number;
}

export interface FourierFeaturesOptions extends Features {
  /** Length of x. */
  readonly inputDim: number;
  /** Draws the frequencies. */
  readonly rng: Rng;
}

/**
 * Returns a network from x to x, sin(x W) and cos(x W), side by side: `[batch, inputDim]` to `[batch, inputDim + 2 count]`. W,
 * `[inputDim, count]`, is drawn from N(0, scale^2) and saved, but not trained. A network behind the features sees fine structure
 * from its first steps. A network of rectifiers on x itself learns coarse structure long before fine.
 *
 * @example
 * ```ts
 * import { mlp, sequential } from '@latents/core';
 * import { createRng, fourierFeatures } from '@latents/gan';
 *
 * const rng = createRng(0);
 * const features = fourierFeatures({ inputDim: 2, count: 8, rng });
 * const discriminator = sequential(features, mlp({ inputDim: 18, hidden: [32], outputDim: 1, rng }));
 * discriminator.apply(tf.zeros([5, 2])).shape; // => [5, 1]
 * discriminator.notTwiceDifferentiable; // => []
 * discriminator.dispose();
 * ```
 * @throws RangeError for a size that is not a positive integer, or a scale that is not positive and finite.
 * @see Tancik et al. 2020
 */
export function fourierFeatures({ inputDim, rng, ...features }: FourierFeaturesOptions): Network {
  checkPositiveInteger('fourierFeatures({ inputDim })', inputDim);
  const { count, scale } = completeFeatures((option) => `fourierFeatures({ ${option} })`, features);
  rng.checkAllowance(inputDim * count);
  const drawn = rng.fillNormal(new Float32Array(inputDim * count)).map((value) => value * scale);
  const frequencies = tf.tidy(() => tf.variable(tf.tensor2d(drawn, [inputDim, count]), false));
  return {
    config: { kind: 'fourierFeatures', inputDim, count, scale },
    inputShape: [inputDim],
    outputShape: [inputDim + 2 * count],
    variables: { frequencies },
    notTwiceDifferentiable: [],
    apply: (x) =>
      tf.tidy(() => {
        const angles = tf.matMul(x as tf.Tensor2D, frequencies as unknown as tf.Tensor2D);
        return tf.concat([x, tf.sin(angles), tf.cos(angles)], 1);
      }),
    dispose: () => frequencies.dispose(),
  };
}

/**
 * Returns features with their defaults, checked.
 *
 * @param at Names an option in an error message.
 */
export function completeFeatures(
  at: (option: string) => string,
  features: Features,
): { readonly count: number; readonly scale: number } {
  checkOptions(at('features'), features, ['count', 'scale']);
  const { count = 64, scale = 2 } = features;
  checkPositiveInteger(at('count'), count);
  checkPositive(at('scale'), scale);
  return { count, scale };
}
