import { maximize, maximizeUnsound, minimizeUnsound } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { expectations, type GanObjective } from './gan-objective.js';
import { checkSmoothing, type SmoothingOptions, withSmoothing } from './minimax.js';

/**
 * Returns squared errors of D's output against 1 (real) and 0 (generated); G moves its own towards 1. At the best D the value is
 * (LC(P, P_G) - 1) / 4 with LC = 1/2 integral (P - P_G)^2 / (P + P_G), between 0 and 1, so D's move is sound.
 *
 * @example
 * ```ts
 * import { leastSquares } from '@latents/gan';
 *
 * // D of data and of G alike: the best is 1/2, and G is charged for its distance to 1.
 * leastSquares().discriminator(tf.fill([4], 0.5), tf.fill([4], 0.5)).bound.value.dataSync()[0]; // => -0.25
 * leastSquares().generator(tf.fill([4], 0.5)).bound.value.dataSync()[0]; // => 0.125
 * ```
 * @throws RangeError for smoothing outside [0, 1).
 * @see Mao et al. 2017, eq. 9
 */
export function leastSquares({ smoothing = 0 }: SmoothingOptions = {}): GanObjective {
  checkSmoothing('leastSquares', smoothing);
  return {
    name: withSmoothing('leastSquares', smoothing),
    discriminator: (real, fake, expectation) => {
      const terms = {
        'E (D(x) - 1)^2': [tf.square(tf.sub(real, 1 - smoothing)), -0.5],
        'E D(G(z))^2': [tf.square(fake), -0.5],
      } as const;
      if (smoothing === 0) return maximize(expectations(expectation, 'lower', '(LC(P, P_G) - 1) / 4', terms));
      return maximizeUnsound(
        expectations(expectation, 'none', `least squares with real labels ${1 - smoothing}`, terms),
      );
    },
    generator: (fake, _, expectation) =>
      minimizeUnsound(
        expectations(expectation, 'none', 'E (D(G(z)) - 1)^2 / 2', {
          'E (D(G(z)) - 1)^2': [tf.square(tf.sub(fake, 1)), 0.5],
        }),
      ),
  };
}
