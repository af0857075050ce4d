import { NetworkModel, type PlayerOptions } from '@latents/core';
import { checkOptions } from '@latents/math';
import type { Player, SavedModel } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { checkOptimizers, gradientOptions } from '../game/player-options.js';
import { checkGanObjective, type ExpectationOf, type GanObjective } from '../objectives/gan-objective.js';
import { minimax } from '../objectives/minimax.js';
import { checkMasses } from './masses.js';
import { type SolvedGame, solveGame } from './solve-game.js';

/** The empty batch of a game without data. */
export type NoBatch = Readonly<Record<string, never>>;

/** Options of one player of a {@link TabularGan}. */
export interface TabularPlayerOptions extends PlayerOptions {
  /** The objective of this player. Default: that of the game. */
  readonly objective?: GanObjective;
}

/** Options of the players of a {@link TabularGan}; all have defaults. */
export interface TabularGanPlayersOptions {
  readonly generator?: TabularPlayerOptions;
  readonly discriminator?: TabularPlayerOptions;
  /** The objective of both players. Default {@link minimax}, V itself. */
  readonly objective?: GanObjective;
}

/**
 * A game on a table of atoms, in which nothing is sampled: G is a softmax of free logits, and D a free logit per atom. Both players
 * can be anything, and expectations are sums (ERRATA E23). It shows what sections 2.1 and 2.2 of the note promise in the limit, and
 * what goes wrong before it.
 *
 * @see Stratos section 2.1, eq. (3), and 2.2
 */
export class TabularGan extends NetworkModel<NoBatch, TabularGanPlayersOptions> {
  private readonly data: readonly number[];
  private readonly variables: { readonly generator: tf.Variable; readonly discriminator: tf.Variable };

  /**
   * Makes a game whose G is uniform and whose D knows nothing.
   *
   * @param data P at each atom.
   * @throws RangeError for masses that are negative, not finite, or do not sum to 1.
   */
  constructor(data: ArrayLike<number>) {
    const atoms = data.length;
    checkMasses('tabularGan(data)', { data, generated: new Float64Array(atoms).fill(1 / atoms) });
    const variable = () => tf.tidy(() => tf.variable(tf.zeros([atoms])));
    const variables = { generator: variable(), discriminator: variable() };
    super({ kind: 'tabular-gan', data: Array.from(data) }, { game: variables });
    this.data = Array.from(data);
    this.variables = variables;
  }

  /** Returns the game of a saved model: `load(TabularGan, source)`. */
  static fromSaved({ config, arrays }: SavedModel): TabularGan {
    const gan = new TabularGan(config['data'] as readonly number[]);
    try {
      gan.assign(arrays);
    } catch (error) {
      gan.dispose();
      throw error;
    }
    return gan;
  }

  /**
   * Returns P_G at each atom.
   *
   * @returns `[atoms]`.
   */
  generated(): Float64Array {
    this.checkAlive('tabularGan.generated()');
    const found = Float64Array.from(tf.tidy(() => this.masses().dataSync()));
    // In float32 they sum to 1 within 1e-7 only.
    const total = found.reduce((sum, mass) => sum + mass, 0);
    return found.map((mass) => mass / total);
  }

  /**
   * Returns D's logits at each atom.
   *
   * @returns `[atoms]`.
   */
  logits(): Float64Array {
    this.checkAlive('tabularGan.logits()');
    return Float64Array.from(this.variables.discriminator.dataSync());
  }

  /** Returns the game of the present G against the best discriminator. */
  solved(): SolvedGame {
    this.checkAlive('tabularGan.solved()');
    return solveGame({ data: this.data, generated: this.generated() });
  }

  /**
   * Returns the players, for `fit` on `fullBatch({}, 1)`: `'discriminator'`, then `'generator'`. Without an optimizer a player has
   * Adam with learning rate 1e-3.
   *
   * @throws RangeError for unknown options, or one optimizer for both players.
   * @throws TypeError for an objective that is none.
   * @throws Error while training, for an objective that does not take its expectations by the given function.
   */
  players(options: TabularGanPlayersOptions = {}): Player<NoBatch>[] {
    const where = 'tabularGan.players(options)';
    this.checkAlive(where);
    checkOptions(where, options, ['generator', 'discriminator', 'objective']);
    const { generator = {}, discriminator = {}, objective = minimax() } = options;
    for (const [name, player] of Object.entries({ generator, discriminator })) {
      const known = ['optimizer', 'learningRate', 'clipNorm', 'objective'] as const;
      checkOptions(`tabularGan.players({ ${name} })`, player, known);
      checkGanObjective(`tabularGan.players({ objective })`, player.objective ?? objective);
    }
    checkOptimizers(where, [discriminator, generator]);
    const forD = discriminator.objective ?? objective;
    const forG = generator.objective ?? objective;
    return [
      this.gradientPlayer<NoBatch>({
        name: 'discriminator',
        variables: { discriminator: this.variables.discriminator },
        ...gradientOptions(discriminator),
        settings: { objective: forD.name },
        objective: () => this.overPairs(forD, ({ real, fake, mean }) => forD.discriminator(real, fake, mean)),
      }),
      this.gradientPlayer<NoBatch>({
        name: 'generator',
        variables: { generator: this.variables.generator },
        ...gradientOptions(generator),
        settings: { objective: forG.name },
        objective: () => this.overPairs(forG, ({ real, fake, mean }) => forG.generator(fake, () => real, mean)),
      }),
    ];
  }

  private masses(): tf.Tensor1D {
    return tf.softmax(this.variables.generator as tf.Tensor as tf.Tensor1D);
  }

  /**
   * Evaluates an objective on all pairs of a real and a generated atom, `[atoms^2]`, weighted by their probability: an expectation
   * over either atom of a pair is then exact, and so is one over both.
   */
  private overPairs<T>(
    { name }: GanObjective,
    evaluate: (pairs: { real: tf.Tensor; fake: tf.Tensor; mean: ExpectationOf }) => T,
  ): T {
    const atoms = this.data.length;
    const spread = (x: tf.Tensor, axis: 0 | 1) =>
      tf.reshape(tf.mul(tf.expandDims(x, axis), tf.ones([atoms, atoms])), [-1]);
    const weights = tf.mul(spread(tf.tensor1d([...this.data]), 1), spread(this.masses(), 0));
    let expectations = 0;
    const mean: ExpectationOf = (values) => {
      expectations++;
      return tf.reshape<tf.Rank.R0>(tf.sum(tf.mul(weights, values)), []);
    };
    const { discriminator } = this.variables;
    const made = evaluate({ real: spread(discriminator, 1), fake: spread(discriminator, 0), mean });
    if (expectations === 0) {
      throw new Error(
        `tabularGan: expected '${name}' to take its expectations by the function that it is given, got none. On a table atoms have unequal weights.`,
      );
    }
    return made;
  }
}

/**
 * Returns the game on a table of atoms.
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
 */
export function tabularGan(data: ArrayLike<number>): TabularGan {
  return new TabularGan(data);
}
