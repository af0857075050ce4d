import { type MlpOptions, mlp, type Network, sequential } from '@latents/core';
import { type FourierFeaturesOptions, fourierFeatures } from './fourier-features.js';

/** Fourier features to be put before a network, but for what the network says itself. */
export type Features = Pick<FourierFeaturesOptions, 'count' | 'scale'>;

/** A multilayer perceptron, behind Fourier features if there are any. */
export function featureMlp(net: MlpOptions, features: Features | undefined): Network {
  if (features === undefined) return mlp(net);
  const first = fourierFeatures({ ...features, inputDim: net.inputDim, rng: net.rng });
  try {
    return sequential(first, mlp({ ...net, inputDim: first.outputShape[0]! }));
  } catch (error) {
    first.dispose();
    throw error;
  }
}
