import { allOrNone, type MlpOptions, mlp, type Network, sequential } from '@latents/core';
import { type Features, fourierFeatures } from './fourier-features.js';

/** Returns a multilayer perceptron, behind Fourier features if there are any. */
export function featureMlp(net: MlpOptions, features: Features | undefined): Network {
  if (features === undefined) return mlp(net);
  return allOrNone((keep) => {
    const first = keep(fourierFeatures({ ...features, inputDim: net.inputDim, rng: net.rng }));
    return sequential(first, keep(mlp({ ...net, inputDim: first.outputShape[0]! })));
  });
}
