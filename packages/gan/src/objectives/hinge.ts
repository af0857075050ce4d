import { maximize, minimizeUnsound } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { expectations, type GanObjective } from './gan-objective.js';

/**
 * Hinge losses of D's output at margins 1 and -1; G moves -E D(G(z)) down. At the best D the value is 2 TV(P, P_G) - 2.
 *
 * @example
 * ```ts
 * import { hinge } from '@latents/gan';
 *
 * // Beyond the margins D has nothing more to win: twice the total variation of what it tells apart, less 2.
 * hinge().discriminator(tf.fill([4], 7), tf.fill([4], -7)).bound.value.dataSync()[0]; // => 0
 * ```
 * @see Lim & Ye 2017, section 2
 */
export function hinge(): GanObjective {
  return {
    name: 'hinge',
    discriminator: (real, fake) =>
      maximize(
        expectations('lower', '2 TV(P, P_G) - 2', {
          'E max(0, 1 - D(x))': [tf.relu(tf.sub(1, real)), -1],
          'E max(0, 1 + D(G(z)))': [tf.relu(tf.add(1, fake)), -1],
        }),
      ),
    generator: (fake) => minimizeUnsound(expectations('none', '-E D(G(z))', { 'E D(G(z))': [fake, -1] })),
  };
}
