import { maximizeUnsound, minimizeUnsound } from '@latents/training';
import { expectations, type GanObjective } from './gan-objective.js';

/**
 * The critic's E D(x) - E D(G(z)), which is below the Wasserstein-1 distance for a critic of Lipschitz constant 1. A gradient penalty
 * or spectral normalisation brings that about only roughly, so the value is no bound: neither player's move is sound.
 *
 * @example
 * ```ts
 * import { createGan, gradientPenalty, wasserstein } from '@latents/gan';
 * import { createRng } from '@latents/math';
 *
 * const gan = createGan({ dataDim: 2, hidden: [8], rng: createRng(0) });
 * const players = gan.players({
 *   generator: tf.train.adam(1e-4, 0, 0.9),
 *   discriminator: tf.train.adam(1e-4, 0, 0.9),
 *   objective: wasserstein(),
 *   penalty: gradientPenalty(),
 *   criticSteps: 5,
 * });
 * players.map(({ player }) => player); // => ['discriminator', 'generator']
 * gan.dispose();
 * ```
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
