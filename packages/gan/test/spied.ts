import type { Network } from '@latents/core';
import * as tf from '@tensorflow/tfjs';

/** A network that keeps what it was shown. */
export function spied(network: Network): { readonly network: Network; readonly seen: tf.Tensor[] } {
  const seen: tf.Tensor[] = [];
  return {
    seen,
    network: {
      ...network,
      apply: (x, options) => {
        seen.push(tf.keep(x.clone()));
        return network.apply(x, options);
      },
    },
  };
}
