import type { Network } from '@latents/core';
import { checkPositive, checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

export interface FourierFeaturesOptions {
  /** The length of x. */
  readonly inputDim: number;
  /** How many projections (default 64). */
  readonly count?: number;
  /** The standard deviation of their frequencies, in radians for a unit of x (default 2). */
  readonly scale?: number;
  /** Draws the frequencies. */
  readonly rng: Rng;
}

/**
 * x, sin(x W) and cos(x W), side by side: `[batch, inputDim]` to `[batch, inputDim + 2 count]`, with W `[inputDim, count]` drawn from
 * N(0, scale^2) and not trained, but saved. A network behind them sees fine structure from its first steps, where one of rectifiers
 * on x itself learns coarse structure long before fine.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { mlp, sequential } from '@latents/core';
 * import { fourierFeatures } from '@latents/gan';
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
export function fourierFeatures({ inputDim, count = 64, scale = 2, rng }: FourierFeaturesOptions): Network {
  for (const [name, size] of Object.entries({ inputDim, count })) {
    checkPositiveInteger(`fourierFeatures({ ${name} })`, size);
  }
  checkPositive('fourierFeatures({ scale })', scale);
  const drawn = rng.fillNormal(new Float32Array(inputDim * count)).map((value) => value * scale);
  const frequencies = tf.tidy(() => tf.variable(tf.tensor2d(drawn, [inputDim, count]), false));
  return {
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
