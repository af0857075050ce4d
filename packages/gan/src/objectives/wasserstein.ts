import { maximizeUnsound, minimizeUnsound } from '@latents/training';
import { expectations, type GanObjective } from './gan-objective.js';

/**
 * Returns the objectives of a Wasserstein GAN: D moves E D(x) - E D(G(z)) up. For a critic of Lipschitz constant 1 the value is
 * below the Wasserstein-1 distance. A gradient penalty or spectral normalisation holds that constant only roughly, so the value
 * is no bound, and neither player's move is sound.
 *
 * @example
 * ```ts
 * import { createGan, gradientPenalty, wasserstein } from '@latents/gan';
 * import { createRng } from '@latents/math';
 *
 * const gan = createGan({ dataDim: 2, hidden: [8], rng: createRng(0) });
 * const players = gan.players({
 *   generator: { optimizer: tf.train.adam(1e-4, 0, 0.9) },
 *   discriminator: { optimizer: tf.train.adam(1e-4, 0, 0.9), penalties: [gradientPenalty()], criticSteps: 5 },
 *   objective: wasserstein(),
 * });
 * players.map(({ name }) => name); // => ['discriminator', 'generator']
 * gan.dispose();
 * ```
 * @see Arjovsky et al. 2017, eq. 2; Gulrajani et al. 2017, eq. 3
 */
export function wasserstein(): GanObjective {
  return {
    name: 'wasserstein',
    discriminator: (real, fake, expectation) =>
      maximizeUnsound(expectations(expectation, 'none', 'W1(P, P_G)', { 'E D(x)': real, 'E D(G(z))': [fake, -1] })),
    generator: (fake, _, expectation) =>
      minimizeUnsound(expectations(expectation, 'none', '-E D(G(z))', { 'E D(G(z))': [fake, -1] })),
  };
}
