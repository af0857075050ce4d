import { maximize, minimizeUnsound } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { expectations, type GanObjective } from './gan-objective.js';

/**
 * Returns hinge losses of D's output at margins 1 and -1; G moves -E D(G(z)) down. At the best D the value is
 * 2 TV(P, P_G) - 2.
 *
 * @example
 * ```ts
 * import { hinge } from '@latents/gan';
 *
 * // Beyond the margins D has nothing more to win: 2 TV - 2 = 0, as P and P_G do not overlap.
 * hinge().discriminator(tf.fill([4], 7), tf.fill([4], -7)).bound.value.dataSync()[0]; // => 0
 * ```
 * @see Lim & Ye 2017, section 2
 */
export function hinge(): GanObjective {
  return {
    name: 'hinge',
    discriminator: (real, fake, expectation) =>
      maximize(
        expectations(expectation, 'lower', '2 TV(P, P_G) - 2', {
          'E max(0, 1 - D(x))': [tf.relu(tf.sub(1, real)), -1],
          'E max(0, 1 + D(G(z)))': [tf.relu(tf.add(1, fake)), -1],
        }),
      ),
    generator: (fake, _, expectation) =>
      minimizeUnsound(expectations(expectation, 'none', '-E D(G(z))', { 'E D(G(z))': [fake, -1] })),
  };
}
