import { checkOneOf } from '@latents/math';
import { maximize, minimizeUnsound } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { expectations, type GanObjective } from './gan-objective.js';
import { logComplement, logProbability } from './minimax.js';

/** A divergence D_f(P, P_G) = E_{P_G} f(P / P_G) that {@link fGan} bounds from below. */
export type FGanDivergence = 'kl' | 'reverseKl' | 'pearson' | 'squaredHellinger' | 'jensenShannon';

interface Conjugate {
  readonly of: string;
  /** g(a): from any logit to the domain of f*. */
  readonly activation: (a: tf.Tensor) => tf.Tensor;
  /** f*(g(a)), in a form that neither overflows early nor cancels. */
  readonly conjugate: (a: tf.Tensor) => tf.Tensor;
}

const CONJUGATES: Readonly<Record<FGanDivergence, Conjugate>> = {
  kl: { of: 'KL(P, P_G)', activation: (a) => a, conjugate: (a) => tf.exp(tf.sub(a, 1)) },
  reverseKl: { of: 'KL(P_G, P)', activation: (a) => tf.neg(tf.exp(tf.neg(a))), conjugate: (a) => tf.sub(a, 1) },
  pearson: { of: 'chi^2(P, P_G)', activation: (a) => a, conjugate: (a) => tf.add(tf.div(tf.square(a), 4), a) },
  squaredHellinger: {
    of: 'H^2(P, P_G)',
    activation: (a) => tf.neg(tf.expm1(tf.neg(a))),
    conjugate: (a) => tf.expm1(a),
  },
  jensenShannon: {
    of: '2 JSD(P, P_G)',
    activation: (a) => tf.add(logProbability(a), Math.LN2),
    conjugate: (a) => tf.sub(tf.neg(logComplement(a)), Math.LN2),
  },
};

/**
 * Returns the game on the conjugate bound of an f-divergence, E_P g(D(x)) - E_{P_G} f*(g(D(x))) <= D_f(P, P_G), moved up by D. G moves it down, which is
 * unsound, or with `generator: 'alternative'` moves -E g(D(G(z))) down, as {@link nonSaturating} does. `'jensenShannon'` is the game
 * of the note, plus log 4. The units are those of the divergence: nats for the KLs and the JSD.
 *
 * @example
 * ```ts
 * import { fGan } from '@latents/gan';
 *
 * // Data on one of two atoms that G makes alike often: KL(P, P_G) = log 2, by the best D, 1 + log P / P_G.
 * const { bound } = fGan('kl').discriminator(tf.fill([2], 1 + Math.LN2), tf.tensor1d([1 + Math.LN2, -1e9]));
 * bound.of; // => 'KL(P, P_G)'
 * bound.value.dataSync()[0]; // => 0.6931472
 * ```
 * @throws RangeError for an unknown divergence or generator.
 * @see Nowozin, Cseke & Tomioka 2016, eq. 4, tables 1, 2 and 6
 */
export function fGan(
  divergence: FGanDivergence,
  { generator = 'bound' }: { readonly generator?: 'bound' | 'alternative' } = {},
): GanObjective {
  checkOneOf('fGan(divergence)', divergence, CONJUGATES);
  checkOneOf('fGan(divergence, { generator })', generator, ['bound', 'alternative']);
  const { of, activation, conjugate } = CONJUGATES[divergence];
  return {
    name: generator === 'bound' ? `fGan(${divergence})` : `fGan(${divergence}, ${generator})`,
    discriminator: (real, fake, expectation) =>
      maximize(
        expectations(expectation, 'lower', of, {
          'E g(D(x))': activation(real),
          'E f*(g(D(G(z))))': [conjugate(fake), -1],
        }),
      ),
    generator: (fake, _, expectation) =>
      minimizeUnsound(
        generator === 'bound'
          ? expectations(expectation, 'lower', `${of} - E g(D(x))`, { 'E f*(g(D(G(z))))': [conjugate(fake), -1] })
          : expectations(expectation, 'none', '-E g(D(G(z)))', { 'E g(D(G(z)))': [activation(fake), -1] }),
      ),
  };
}
