import { maximizeUnsound, minimizeUnsound } from '@latents/core';
import { expectations, type GanObjective } from './gan-objective.js';

/**
 * The critic's E D(x) - E D(G(z)), which is below the Wasserstein-1 distance for a critic of Lipschitz constant 1. A gradient penalty
 * or spectral normalisation brings that about only roughly, so the value is no bound: neither player's move is sound.
 *
 * @see Arjovsky et al. 2017, eq. 2; Gulrajani et al. 2017, eq. 3
 */
export function wasserstein(): GanObjective {
  return {
    name: 'wasserstein',
    discriminator: (real, fake) =>
      maximizeUnsound(expectations('none', 'W1(P, P_G)', { 'E D(x)': real, 'E D(G(z))': [fake, -1] })),
    generator: (fake) => minimizeUnsound(expectations('none', '-E D(G(z))', { 'E D(G(z))': [fake, -1] })),
  };
}
