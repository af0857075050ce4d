import { describeNetwork, type Network } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';

/** Returns a network that is fed integers from 0 to `range` as numbers from 0 to 1, or the network itself if the range is 1. */
export function overRange(network: Network, range: number): Network {
  if (range === 1) return network;
  const { inputShape, outputShape, variables, notTwiceDifferentiable } = network;
  return {
    config: { kind: 'over range', range, network: describeNetwork(network) },
    inputShape,
    outputShape,
    variables,
    ...(notTwiceDifferentiable && { notTwiceDifferentiable }),
    apply: (x, options) => tf.tidy(() => network.apply(tf.div(x, range), options)),
    dispose: () => network.dispose(),
  };
}
