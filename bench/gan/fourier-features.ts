import type { Network, Rng } from '@latents/core';
import * as tf from '@tensorflow/tfjs';

/**
 * x, and the sines and cosines of `count` random projections of it with frequencies N(0, scale^2): a network behind them sees fine
 * structure at once (Tancik et al. 2020). Nothing in it is trained.
 */
export function fourierFeatures(inputDim: number, count: number, scale: number, rng: Rng): Network {
  const values = rng.fillNormal(new Float32Array(inputDim * count)).map((v) => v * scale);
  const frequencies = tf.tensor2d(values, [inputDim, count]);
  return {
    inputShape: [inputDim],
    outputShape: [inputDim + 2 * count],
    variables: {},
    apply: (x) =>
      tf.tidy(() => {
        const angles = tf.matMul(x as tf.Tensor2D, frequencies);
        return tf.concat([x, angles.sin(), angles.cos()], 1);
      }),
    dispose: () => frequencies.dispose(),
  };
}
