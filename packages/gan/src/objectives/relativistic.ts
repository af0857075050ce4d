import { maximize, minimizeUnsound } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { expectations, type GanObjective } from './gan-objective.js';
import { logProbability } from './minimax.js';

/**
 * Returns the relativistic pairing objective (RpGAN): D moves E log sigmoid(D(x) - D(G(z))) up over pairs of a real and a
 * generated example, and G moves -E log sigmoid(D(G(z)) - D(x)) down. D ranks the two examples of
 * each pair instead of judging each by itself. The value at the best D is a divergence minus log 2, in nats. R3GAN is this
 * objective with `penalties: [r1(), r2()]`.
 *
 * @example
 * ```ts
 * import { relativistic } from '@latents/gan';
 *
 * // A D that ranks all pairs alike: log 1/2.
 * relativistic().discriminator(tf.fill([4], 3), tf.fill([4], 3)).bound.value.dataSync()[0]; // => -0.6931472
 * // G sees the real logits too.
 * relativistic().generator(tf.fill([4], 3), () => tf.fill([4], 3)).bound.value.dataSync()[0]; // => 0.6931472
 * ```
 * @see Jolicoeur-Martineau 2020, "On relativistic f-divergences", theorem 3.1; Huang et al. 2024, eq. 2
 */
export function relativistic(): GanObjective {
  const pairs = 'E log D(G(z) > x)';
  return {
    name: 'relativistic',
    discriminator: (real, fake, expectation) =>
      maximize(
        expectations(expectation, 'lower', 'D_Rp(P, P_G) - log 2', {
          'E log D(x > G(z))': logProbability(tf.sub(real, fake)),
        }),
      ),
    generator: (fake, real, expectation) => {
      if (real === undefined) {
        throw new TypeError(
          'relativistic().generator(fake, real): expected a function that returns the real logits, got undefined.',
        );
      }
      return minimizeUnsound(
        expectations(expectation, 'none', `-${pairs}`, { [pairs]: [logProbability(tf.sub(fake, real())), -1] }),
      );
    },
  };
}
