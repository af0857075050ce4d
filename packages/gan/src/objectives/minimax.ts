import type { TensorObjective } from '@latents/core';
import { maximize, maximizeUnsound, minimizeUnsound } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { type ExpectationOf, expectations, type GanObjective } from './gan-objective.js';

export interface SmoothingOptions {
  /**
   * One-sided label smoothing: real examples have the label 1 - `smoothing`, generated ones 0 (ERRATA E32: never more, or D* rewards
   * staying where there are no data). From 0 (default) to below 1. The value is then no bound of the JSD.
   */
  readonly smoothing?: number;
}

/**
 * Returns the game of the note: D moves V(G, D) = E log D(x) + E log(1 - D(G(z))) up, a lower bound of 2 JSD - log 4, and G moves it down:
 * E log(1 - D(G(z))), **plus** sign (ERRATA E27). G's move is unsound, for it lowers a lower bound; and its gradient vanishes where
 * D(G(z)) is near 0 (ERRATA E29), for which see {@link nonSaturating}.
 *
 * @example
 * ```ts
 * import { minimax } from '@latents/gan';
 *
 * // A D that says 1/2 of everything.
 * const { bound, direction, sound } = minimax().discriminator(tf.zeros([4]), tf.zeros([4]));
 * bound.value.dataSync()[0]; // => -1.3862944
 * [direction, sound]; // => ['up', true]
 * ```
 * @throws RangeError for smoothing outside [0, 1).
 * @see Stratos section 2.1 eq. (3), 2.4; Goodfellow et al. 2014, eq. 1
 */
export function minimax({ smoothing = 0 }: SmoothingOptions = {}): GanObjective {
  checkSmoothing('minimax', smoothing);
  return {
    name: withSmoothing('minimax', smoothing),
    discriminator: (real, fake, expectation) => valueOfGame(real, fake, smoothing, expectation),
    generator: (fake, _, expectation) =>
      minimizeUnsound(
        // At a fixed D, E log D(x) does not depend on G.
        expectations(expectation, 'lower', '2 JSD(P, P_G) - log 4 - E log D(x)', {
          'E log (1 - D(G(z)))': logComplement(fake),
        }),
      ),
  };
}

/**
 * Returns a game with D as in {@link minimax}; G moves -E log D(G(z)) down, whose gradient does not vanish where D is sure. Both games have the same
 * equilibrium, but at the best D this one descends KL(P_G, P) - 2 JSD(P, P_G) and not the JSD (ERRATA E30): it seeks modes.
 *
 * @example
 * ```ts
 * import { nonSaturating } from '@latents/gan';
 *
 * const { bound, direction, sound } = nonSaturating().generator(tf.zeros([4]));
 * bound.value.dataSync()[0]; // => 0.6931472
 * [direction, sound]; // => ['down', false]
 * // One-sided label smoothing: the value bounds nothing any more.
 * nonSaturating({ smoothing: 0.1 }).discriminator(tf.zeros([4]), tf.zeros([4])).bound.side; // => 'none'
 * ```
 * @throws RangeError for smoothing outside [0, 1).
 * @see Stratos section 2.4; Arjovsky & Bottou 2017, theorem 2.5
 */
export function nonSaturating({ smoothing = 0 }: SmoothingOptions = {}): GanObjective {
  checkSmoothing('nonSaturating', smoothing);
  return {
    name: withSmoothing('nonSaturating', smoothing),
    discriminator: (real, fake, expectation) => valueOfGame(real, fake, smoothing, expectation),
    generator: (fake, _, expectation) =>
      minimizeUnsound(
        expectations(expectation, 'none', '-E log D(G(z))', { 'E log D(G(z))': [logProbability(fake), -1] }),
      ),
  };
}

function valueOfGame(
  real: tf.Tensor,
  fake: tf.Tensor,
  smoothing: number,
  expectation: ExpectationOf | undefined,
): TensorObjective {
  const generated = { 'E log (1 - D(G(z)))': logComplement(fake) };
  if (smoothing === 0) {
    return maximize(
      expectations(expectation, 'lower', '2 JSD(P, P_G) - log 4', { 'E log D(x)': logProbability(real), ...generated }),
    );
  }
  return maximizeUnsound(
    expectations(expectation, 'none', `V(G, D) with real labels ${1 - smoothing}`, {
      'E log D(x)': [logProbability(real), 1 - smoothing],
      'E log (1 - D(x))': [logComplement(real), smoothing],
      ...generated,
    }),
  );
}

/** log D of logits (ERRATA E20: never the logarithm of a probability). */
export function logProbability(logits: tf.Tensor): tf.Tensor {
  return tf.neg(tf.softplus(tf.neg(logits)));
}

/** log(1 - D) of logits. */
export function logComplement(logits: tf.Tensor): tf.Tensor {
  return tf.neg(tf.softplus(logits));
}

/** Returns the name of an objective with its smoothing, if there is any. */
export function withSmoothing(name: string, smoothing: number): string {
  return smoothing === 0 ? name : `${name}(smoothing ${smoothing})`;
}

export function checkSmoothing(where: string, smoothing: number): void {
  if (!(smoothing >= 0 && smoothing < 1)) {
    throw new RangeError(
      `${where}({ smoothing }): expected a number >= 0 and < 1, got ${smoothing}. Real labels are 1 - smoothing.`,
    );
  }
}
