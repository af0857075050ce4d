import type { Network } from '@latents/core';

/**
 * Builds something of several networks. If the building throws, the networks that were kept until then are freed.
 *
 * @param build Passes each network that it makes through `keep`.
 */
export function buildOrFree<T>(build: (keep: (network: Network) => Network) => T): T {
  const kept: Network[] = [];
  try {
    return build((network) => {
      kept.push(network);
      return network;
    });
  } catch (error) {
    for (const network of kept) network.dispose();
    throw error;
  }
}
