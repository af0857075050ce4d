import { gradientPlayer, type NamedVariables, tensorBound } from '@latents/core';
import { maximize, minimizeUnsound, type Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { logComplement, logProbability } from '../objectives/minimax.js';
import { checkMasses } from './masses.js';
import { type SolvedGame, solveGame } from './solve-game.js';

/** Nothing is sampled, so batches are empty. */
export type NoBatch = Readonly<Record<string, never>>;

/** A game on so many atoms, in which nothing is sampled: G is a softmax of free logits, D a free logit for each atom. */
export interface TabularGan {
  /** `'generator'` and `'discriminator'`, `[atoms]` each. */
  readonly variables: NamedVariables;
  /** P_G at each atom. */
  generated(): Float64Array;
  /** D's logits at each atom. */
  logits(): Float64Array;
  /** The game against the best discriminator, for what G is now. */
  solved(): SolvedGame;
  /**
   * `'discriminator'`, up on V, and `'generator'`, down on it, for `fit` on `fullBatch({}, 1)`: there are no examples.
   */
  players(options: {
    readonly generator: tf.Optimizer;
    readonly discriminator: tf.Optimizer;
    /** What G moves down (default `'minimax'`, V itself). Either is unsound, and says so. */
    readonly objective?: 'minimax' | 'nonSaturating';
  }): Player<NoBatch>[];
  dispose(): void;
}

/**
 * The game of the note where both players can do anything and expectations are sums (ERRATA E23): what its sections 2.1 and 2.2
 * promise in the limit, and what goes wrong before it.
 *
 * @param data P at each atom.
 * @example
 * ```ts
 * import { tabularGan } from '@latents/gan';
 *
 * const gan = tabularGan([0.5, 0.25, 0.25]);
 * gan.solved().value > -Math.log(4); // => true
 * gan.dispose();
 * ```
 * @throws RangeError for masses that are negative, not finite, or do not sum to 1.
 * @see Stratos section 2.1, eq. (3), and 2.2
 */
export function tabularGan(data: ArrayLike<number>): TabularGan {
  const uniform = new Float64Array(data.length).fill(1 / data.length);
  checkMasses('tabularGan(data)', { data, generated: uniform });
  const variable = () => tf.tidy(() => tf.variable(tf.zeros([data.length])));
  const variables = { generator: variable(), discriminator: variable() };
  const { generator, discriminator } = variables;
  const masses = () => tf.softmax(generator as tf.Tensor1D);
  const expectation = (weights: tf.Tensor, values: tf.Tensor) =>
    tf.reshape<tf.Rank.R0>(tf.sum(tf.mul(weights, values)), []);
  const generated = () => {
    const found = Float64Array.from(tf.tidy(() => masses().dataSync()));
    // Of float32 the last digits of a sum of 1.
    const total = found.reduce((sum, mass) => sum + mass, 0);
    return found.map((mass) => mass / total);
  };
  return {
    variables,
    generated,
    logits: () => Float64Array.from(discriminator.dataSync()),
    solved: () => solveGame({ data, generated: generated() }),
    players({ generator: forG, discriminator: forD, objective = 'minimax' }) {
      if (forG === forD) {
        throw new RangeError(
          'tabularGan.players(options): expected two optimizers, got one for both players. Each keeps its own state.',
        );
      }
      if (objective !== 'minimax' && objective !== 'nonSaturating') {
        throw new RangeError(
          `tabularGan.players({ objective }): expected 'minimax' or 'nonSaturating', got '${String(objective)}'.`,
        );
      }
      return [
        gradientPlayer<NoBatch>({
          name: 'discriminator',
          variables: { discriminator },
          optimizer: forD,
          objective: () =>
            maximize(
              tensorBound('lower', '2 JSD(P, P_G) - log 4', [
                {
                  name: 'E log D(x)',
                  nats: expectation(tf.tensor1d(Array.from(data)), logProbability(discriminator)),
                  weight: 1,
                },
                { name: 'E log (1 - D(G(z)))', nats: expectation(masses(), logComplement(discriminator)), weight: 1 },
              ]),
            ),
        }),
        gradientPlayer<NoBatch>({
          name: 'generator',
          variables: { generator },
          optimizer: forG,
          objective: () =>
            minimizeUnsound(
              objective === 'minimax'
                ? tensorBound('lower', '2 JSD(P, P_G) - log 4 - E log D(x)', [
                    {
                      name: 'E log (1 - D(G(z)))',
                      nats: expectation(masses(), logComplement(discriminator)),
                      weight: 1,
                    },
                  ])
                : tensorBound('none', '-E log D(G(z))', [
                    { name: 'E log D(G(z))', nats: expectation(masses(), logProbability(discriminator)), weight: -1 },
                  ]),
            ),
        }),
      ];
    },
    dispose: () => tf.dispose(variables),
  };
}
