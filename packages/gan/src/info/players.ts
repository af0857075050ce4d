import { type Distribution, type PlayerOptions, prefixed } from '@latents/core';
import { checkOneOf, checkOptions, type NdArray, type Rng } from '@latents/math';
import { maximize, type Player } from '@latents/training';
import type * as tf from '@tensorflow/tfjs-core';
import { attributeNonFinite } from '../game/attribute-non-finite.js';
import { checkBatch } from '../game/check-batch.js';
import { discriminatorPlayer } from '../game/discriminator-player.js';
import type { Game } from '../game/game.js';
import { generatorPlayer } from '../game/generator-player.js';
import {
  checkOptimizers,
  type GameOptions,
  type GanPlayersOptions,
  gameOptions,
  gradientOptions,
} from '../game/player-options.js';
import { codeWeights } from './code-weights.js';
import type { InfoGanParts } from './info-gan-parts.js';
import { type GivenCodes, informationBound, informationTerms } from './information-bound.js';

/** Options of a player of its own for Q. */
export interface PosteriorOptions extends PlayerOptions {
  /** Whether Q trains the trunk that it shares with D too (default true), or its last layers only. */
  readonly movesTrunk?: boolean;
}

/** Options of the players of an InfoGAN; all have defaults. */
export interface InfoGanPlayersOptions extends GanPlayersOptions {
  /**
   * Options of a player of its own for Q, or `'joint'` (default): Q moves together with D, by D's optimizer and on the examples
   * that D is shown, and both raise V plus lambda times the bound. That is the paper's program, and takes about three quarters
   * of the time.
   */
  readonly posterior?: PosteriorOptions | 'joint';
  /** Weight of each code's information (default 1): one number, or one per code by name, and 0 for codes left out. */
  readonly lambda?: number | Readonly<Record<string, number>>;
}

/** An InfoGAN as its players see it. */
export interface InfoGame {
  readonly parts: InfoGanParts;
  readonly game: Game;
  /** Generates examples on the networks' scale, and returns the codes that they were made of. */
  draw(count: number, rng: Rng): { readonly examples: tf.Tensor; readonly drawn: GivenCodes };
  /** Returns Q of each code from discriminator features, in training mode. */
  posteriors(features: tf.Tensor): Readonly<Record<string, Distribution>>;
}

/** Returns D, G and Q; or D with Q, and G. */
export function playersOf(model: InfoGame, options: InfoGanPlayersOptions): Player<NdArray>[] {
  const known = ['generator', 'discriminator', 'objective', 'instanceNoise', 'posterior', 'lambda'] as const;
  checkOptions(model.game.where, options, known);
  const { posterior = 'joint', lambda = 1 } = options;
  if (typeof posterior === 'string') checkOneOf('infoGan.players({ posterior })', posterior, ['joint']);
  else
    checkOptions('infoGan.players({ posterior })', posterior, ['optimizer', 'learningRate', 'clipNorm', 'movesTrunk']);
  const game = gameOptions('infoGan', options);
  const weights = codeWeights(lambda, Object.keys(model.parts.codes));
  return posterior === 'joint' ? jointPlayers(model, game, weights) : threePlayers(model, game, weights, posterior);
}

type Weights = Readonly<Record<string, number>>;

function jointPlayers(model: InfoGame, options: GameOptions, weights: Weights): Player<NdArray>[] {
  const { game, parts } = model;
  checkOptimizers(game.where, [options.discriminator, options.generator]);
  const informed = withInformation(model, weights);
  const both = { ...game.discriminatorVariables, ...prefixed('posterior', parts.posterior.variables) };
  const name = 'discriminator and posterior';
  const d = { ...informed, discriminatorName: name, discriminatorVariables: both };
  return [
    discriminatorPlayer(d, options, { lambda: weights }),
    generatorPlayer(informed, options, { lambda: weights }),
  ].map((player) => attributeNonFinite(player, { [name]: both, generator: game.generatorVariables }));
}

function threePlayers(
  model: InfoGame,
  options: GameOptions,
  weights: Weights,
  own: PosteriorOptions,
): Player<NdArray>[] {
  const { game, parts } = model;
  checkOptimizers(game.where, [options.discriminator, options.generator, own]);
  const posterior = {
    ...prefixed('posterior', parts.posterior.variables),
    ...(own.movesTrunk !== false && prefixed('trunk', parts.trunk.variables)),
  };
  const { discriminatorVariables: discriminator, generatorVariables: generator } = game;
  return [
    discriminatorPlayer(game, options),
    generatorPlayer(withInformation(model, weights), options, { lambda: weights }),
    posteriorPlayer(model, options, own, posterior),
  ].map((player) => attributeNonFinite(player, { discriminator, generator, posterior }));
}

/** Returns the player who moves Q alone. G's examples are constants to it (ERRATA E33). */
function posteriorPlayer(
  { parts, game, draw, posteriors }: InfoGame,
  { discriminator: { criticSteps } }: GameOptions,
  own: PosteriorOptions,
  variables: Game['generatorVariables'],
): Player<NdArray> {
  return game.player({
    name: 'posterior',
    variables,
    ...gradientOptions(own),
    settings: { criticSteps, movesTrunk: own.movesTrunk !== false },
    check: (batch) => checkBatch(`${game.where}: posterior`, batch, { ...game, updates: criticSteps }),
    objective: (x, rng) => {
      const { examples, drawn } = draw(x.shape[0]! / criticSteps, rng);
      return maximize(informationBound(parts.codes, posteriors(game.features(game.pack(examples))), drawn));
    },
  });
}

/** Returns the game with the weighted information of the codes in what is generated. */
function withInformation({ parts, game, draw, posteriors }: InfoGame, weights: Weights): Game {
  return {
    ...game,
    generate: (count, rng) => {
      const { examples, drawn } = draw(count, rng);
      return {
        examples,
        information: (features) => informationTerms(parts.codes, posteriors(features), drawn, weights),
      };
    },
  };
}
