import type { Network } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';

/** A network that is fed integers from 0 to `range` as numbers from 0 to 1; the network itself if the range is 1. */
export function overRange(network: Network, range: number): Network {
  if (range === 1) return network;
  return { ...network, apply: (x, options) => tf.tidy(() => network.apply(tf.div(x, range), options)) };
}
